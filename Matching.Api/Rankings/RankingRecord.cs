using System.Text.Json;
using Matching.Api.Placements;
using Matching.Api.ReferenceData;
using Matching.Engine.Inquiry;

namespace Matching.Api.Rankings;

/// <summary>What the log keeps of one ranking: the request as it came, the versions, and the answer as codes and numbers.</summary>
/// <param name="Request">The request's JSON object.</param>
public sealed record RankingRecord(JsonElement Request, string CaseReference, RankingMode Mode, RankingVersions Versions, Answer Answer)
{
    /// <summary>What it was asked for, in the caller's words; null when not said. No part of the answer.</summary>
    public string? Purpose { get; init; }

    /// <summary>The schema the record is kept in. No part of the answer.</summary>
    public int Schema { get; init; } = RankingRecordJson.SchemaOf(Mode);

    /// <summary>The version of the living profile it was made from; null for a request of its own. No part of the answer.</summary>
    public int? ProfileVersion { get; init; }

    /// <summary>
    /// The free beds of the state it was made with, each with the stays that were recorded since the report as the answer told them.
    /// </summary>
    /// <param name="state">What the places had reported.</param>
    internal IReadOnlyDictionary<string, Availability> AvailabilityIn(PlacementState state)
    {
        var availability = state.Availability;
        foreach (var answered in Answer.Placements)
        {
            if (answered.Availability?.Since is { } since && availability.TryGetValue(answered.PlacementId, out var reported))
                availability = availability.SetItem(answered.PlacementId, reported with { Since = since });
        }
        return availability;
    }
}

/// <summary>A ranking with what the log gave it.</summary>
public sealed record RecordedRanking(string RankingId, string RecordedAt, RankingRecord Record);
