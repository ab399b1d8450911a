using System.Text.Json;

namespace Matching.Api.Placements;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>The catalogue in force; each placement as in its file, each fact with source and verified.</summary>
public sealed record CatalogueShape(string Version, IReadOnlyList<JsonElement> Placements);

/// <summary>Who lives at a placement as last reported; peerGroup is null where nothing was.</summary>
public sealed record PeerGroupShape(string PlacementId, PeerGroupReportShape? PeerGroup);

/// <summary>Free places as reported.</summary>
/// <param name="FreePlaces">0-1000.</param>
/// <param name="AsOf">The day it was true.</param>
public sealed record AvailabilityReportShape(int FreePlaces, DateOnly AsOf);

/// <summary>
/// Who lives at a placement: counts, no names. A fact that is left out, or null, is not known, which is never the same as none.
/// </summary>
/// <param name="AsOf">The day it was true.</param>
/// <param name="Residents">How many live there, 0-1000.</param>
/// <param name="GangTies">How many of them have gang ties.</param>
/// <param name="GangConflict">Whether there is a conflict between gangs among them.</param>
/// <param name="SevereSelfHarm">How many of them harm themselves severely.</param>
/// <param name="YoungestAge">0-17.</param>
/// <param name="OldestAge">0-17, not below youngestAge.</param>
public sealed record PeerGroupReportShape(
    DateOnly AsOf,
    int? Residents,
    int? GangTies,
    bool? GangConflict,
    int? SevereSelfHarm,
    int? YoungestAge,
    int? OldestAge
);
