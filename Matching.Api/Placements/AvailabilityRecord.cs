using System.Text.Json.Serialization;

namespace Matching.Api.Placements;

/// <summary>A change of free beds as the log holds it.</summary>
internal sealed record AvailabilityRecord(int Schema, string PlacementId, int FreePlaces, DateOnly AsOf);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AvailabilityRecord))]
internal sealed partial class AvailabilityJson : JsonSerializerContext;
