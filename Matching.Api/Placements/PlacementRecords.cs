using System.Text.Json.Serialization;

namespace Matching.Api.Placements;

/// <summary>A change of free beds as the log holds it.</summary>
internal sealed record AvailabilityRecord(int Schema, string PlacementId, int FreePlaces, DateOnly AsOf);

/// <summary>Who lives at a place as the log holds it.</summary>
internal sealed record PeerGroupRecord(
    int Schema,
    string PlacementId,
    DateOnly AsOf,
    int? Residents,
    int? GangTies,
    bool? GangConflict,
    int? SevereSelfHarm,
    int? YoungestAge,
    int? OldestAge
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AvailabilityRecord))]
[JsonSerializable(typeof(PeerGroupRecord))]
internal sealed partial class PlacementRecordsJson : JsonSerializerContext;
