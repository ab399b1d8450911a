using Matching.Engine.Profiles;

namespace Matching.Engine.Placements;

/// <summary>Whether a service exists.</summary>
public enum ServiceStatus
{
    Available,
    Decided,
    Proposed,
}

/// <summary>A service that combines with a place into one tailored offer.</summary>
public sealed record CareService(
    string Id,
    string Danish,
    string English,
    ServiceStatus Status,
    IReadOnlyDictionary<Need, Fact<CapabilityStrength>> Provides,
    Fact<IReadOnlyList<Level>> Levels,
    Fact<AgeRange> Ages,
    Fact<int?> PricePerDay,
    bool Illustrative);
