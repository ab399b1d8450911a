using System.Collections.Frozen;

namespace Matching.Engine.Placements;

/// <summary>All places and services in force, with the version (a hash over the whole) that a record names.</summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, int> _byId;

    internal Catalogue(string version, IReadOnlyList<Placement> placements, IReadOnlyList<CareService> services)
    {
        Version = version;
        Placements = [.. placements.OrderBy(placement => placement.Id, StringComparer.Ordinal)];
        Services = [.. services.OrderBy(service => service.Id, StringComparer.Ordinal)];
        _byId = Placements
            .Select((placement, index) => (placement.Id, index))
            .ToFrozenDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        Index = new PlacementIndex(Placements);
        Features = new PlacementFeatures(Placements);
    }

    /// <summary>Hash over every catalogue document.</summary>
    public string Version { get; }

    /// <summary>Every placement, ordered by id.</summary>
    public Placement[] Placements { get; }

    /// <summary>Every service, ordered by id.</summary>
    public IReadOnlyList<CareService> Services { get; }

    /// <summary>The placements as numbers, for scoring.</summary>
    internal PlacementIndex Index { get; }

    /// <summary>What the places bring to the criteria other than needs.</summary>
    internal PlacementFeatures Features { get; }

    /// <summary>The position of a placement in <see cref="Placements"/>; false when there is none by that id.</summary>
    public bool TryFind(string placementId, out int index) => _byId.TryGetValue(placementId, out index);
}
