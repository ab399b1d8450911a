using System.Text.Json;
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
}

/// <summary>A ranking with what the log gave it.</summary>
public sealed record RecordedRanking(string RankingId, string RecordedAt, RankingRecord Record);
