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
);
