using System.Collections.Immutable;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;

namespace Matching.Api.Placements;

/// <summary>Free beds and residents as the places last reported them.</summary>
/// <param name="Sequence">The number of the log entry that led to it; 0 before the first.</param>
/// <param name="Availability">By placement id; a placement that never reported is not there.</param>
/// <param name="PeerGroups">By placement id; a placement that never reported is not there.</param>
public sealed record PlacementState(
    long Sequence,
    ImmutableDictionary<string, Availability> Availability,
    ImmutableDictionary<string, PeerGroup> PeerGroups
)
{
    /// <summary>Nothing was reported.</summary>
    public static PlacementState Empty { get; } =
        new(
            0,
            ImmutableDictionary.Create<string, Availability>(StringComparer.Ordinal),
            ImmutableDictionary.Create<string, PeerGroup>(StringComparer.Ordinal)
        );

    /// <summary>Knowledge with who lived at the places then; itself where no place had reported.</summary>
    public ReferenceDataSet On(ReferenceDataSet referenceData) =>
        PeerGroups.IsEmpty ? referenceData : referenceData with { PeerGroups = PeerGroups };
}
