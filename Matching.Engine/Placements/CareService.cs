using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>Whether a service exists.</summary>
public enum ServiceStatus
{
    Available,
    Decided,
    Proposed,
}

/// <summary>What has to be in place before a service can begin.</summary>
/// <param name="Code">What it is; the key of its text.</param>
/// <param name="Limit">The legal limit, by its code, that holds for the service; null when there is none. A service with a limit is there
/// for a time only.</param>
public sealed record ServiceCondition(string Code, string? Limit, string Source, bool Verified);

/// <summary>A service that combines with a place into one tailored offer.</summary>
/// <param name="Provider">Who gives it, in Danish and English; null in documents that do not say.</param>
/// <param name="Levels">The levels of places it can be combined with.</param>
/// <param name="PricePerDay">Danish kroner a day; shown, never scored.</param>
public sealed record CareService(
    string Id,
    string Danish,
    string English,
    ServiceStatus Status,
    IReadOnlyDictionary<Need, Fact<CapabilityStrength>> Provides,
    Fact<IReadOnlyList<Level>> Levels,
    Fact<AgeRange> Ages,
    Fact<int?> PricePerDay,
    bool Illustrative,
    (string Danish, string English)? Provider,
    IReadOnlyList<ServiceCondition> Conditions
)
{
    /// <summary>Needs that a child must have before the service is offered; a treatment needs what it treats.</summary>
    public IReadOnlyList<Need> Requires { get; init; } = [];

    /// <summary>Whether the law lets the service last for a limited time only.</summary>
    internal bool IsForATime { get; } = Conditions.Any(condition => condition.Limit is not null);

    /// <summary>What the service does about each need, by need; read many times per question.</summary>
    internal ReadOnlySpan<CapabilityStrength> Strengths => _strengths;

    private readonly CapabilityStrength[] _strengths =
    [
        .. Enumerable
            .Range(0, Needs.Count)
            .Select(need => Provides.TryGetValue((Need)need, out var fact) ? fact.Value : CapabilityStrength.None),
    ];

    /// <summary>Whether the service can be combined with a place at a level for a child of an age.</summary>
    internal bool CanBeAdded(Level level, int ageYears) => Ages.Value.Holds(ageYears) && Levels.Value.Contains(level);
}
