using Matching.Engine.Profiles;

namespace Matching.Engine.Eligibility;

/// <summary>The law at one level for one case.</summary>
/// <param name="GroundFinding">What the question of ground, decider and age found; null when nothing stands in the way.</param>
/// <param name="OpenedBy">The ground that opens the level; null when consent does, or nothing.</param>
/// <param name="Decider">Who decides on a placement at this level.</param>
/// <param name="Confirmation">A confirmation that a provisional decision needs.</param>
/// <param name="MissingConsents">Consents not yet given, where no ground replaces them.</param>
/// <param name="MissingSteps">Other steps not yet taken.</param>
public sealed record LevelLaw(
    Condition? GroundFinding,
    Ground? OpenedBy,
    Decider Decider,
    Condition? Confirmation,
    Condition[] MissingConsents,
    Condition[] MissingSteps
)
{
    /// <summary>
    /// What else the ground asks for at the level: a dispensation from the age, or a ground that has to be there beside it.
    /// </summary>
    public Condition[] GroundConditions { get; init; } = [];

    /// <summary>Consents not yet given that only a move to another place needs, where no ground replaces them.</summary>
    public Condition[] MissingForMove { get; init; } = [];

    /// <summary>Steps not yet taken that may be taken alongside, because the case is acute.</summary>
    public IReadOnlyList<Step> Alongside { get; init; } = [];

    /// <summary>Everything about the ground that has to be settled at the level, or refuses it.</summary>
    internal Condition[] GroundFindings =>
        _groundFindings ??= GroundFinding is null ? GroundConditions : [GroundFinding, .. GroundConditions];

    private Condition[]? _groundFindings;
}
