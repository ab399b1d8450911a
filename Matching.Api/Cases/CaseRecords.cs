using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Cases;

// What the log holds of a case beside its rankings, schema 1. Old schemas are read for ever.

/// <summary>Someone saw something of the case.</summary>
/// <param name="Action">What was done.</param>
/// <param name="RankingId">Which ranking; null when it was about a stay, or the case as a whole.</param>
/// <param name="Purpose">What for; null when not said.</param>
/// <param name="StayId">Which stay; null when it was about something else, and in records of before stays were kept.</param>
internal sealed record AccessRecord(int Schema, AccessAction Action, string? RankingId, string? Purpose, string? StayId = null);

/// <summary>The case was limited to a team; null = open to all again.</summary>
internal sealed record TeamRecord(int Schema, string? Team, string? Purpose);

/// <summary>The case must be kept, even where everything else would let it be erased, or no longer.</summary>
internal sealed record HoldRecord(int Schema, bool Held, string Reason);

/// <summary>The case's key was destroyed. Sealed with the system's key, so it holds nothing about the child.</summary>
/// <param name="Reason">One word of a fixed list.</param>
/// <param name="Teams">The team it was limited to, none when it was open: whoever could not see the case does not learn that it was erased.
/// Null in records of before this was kept.</param>
internal sealed record ErasureRecord(int Schema, ErasureReason Reason, IReadOnlyList<string>? Teams = null);

/// <summary>Nothing more is done in the case.</summary>
/// <param name="Reason">A code of <c>case-closing</c>.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record ClosingRecord(int Schema, string Reason, string? Purpose);

/// <summary>It goes on again.</summary>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record ReopeningRecord(int Schema, string? Purpose);

/// <summary>A list of cases was shown. Sealed with the system's key: it names cases as the log knows them, and none by reference.</summary>
/// <param name="SubjectIds">The cases on the page.</param>
/// <param name="Purpose">What it was shown for; null when not said.</param>
internal sealed record CasesListedRecord(int Schema, IReadOnlyList<string> SubjectIds, string? Purpose);

/// <summary>What someone did with what is recorded about a child.</summary>
public enum AccessAction
{
    RankingMade,
    RankingRead,
    RankingReplayed,
    WhatIfMade,
    WhatIfRead,
    WhatIfReplayed,
    CounterfactualsRead,
    ExplanationRead,
    CaseRead,
    TeamSet,
    LegalHoldSet,
    AccessLogExported,
    PseudonymisedExport,
    CaseErased,
    StayRecorded,
    StayEnded,
    StayRead,
    StayCorrected,
    StayWithdrawn,
    ProfileRecorded,
    ProfileRead,
    ExternalIdsSet,
    ExternalIdsRead,
    CaseClosed,
    CaseReopened,
    CasesListed,
    SearchOpened,
    SearchWithdrawn,
    SearchRead,
    OfferMade,
    OfferAccepted,
    OfferDeclined,
    OfferWithdrawn,
    OfferExpired,
    EnquiryRead,
}

/// <summary>Why a case is erased.</summary>
public enum ErasureReason
{
    RetentionEnded,
    DataSubjectRequest,
    RecordedInError,
    CourtOrder,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AccessRecord))]
[JsonSerializable(typeof(TeamRecord))]
[JsonSerializable(typeof(HoldRecord))]
[JsonSerializable(typeof(ErasureRecord))]
[JsonSerializable(typeof(ClosingRecord))]
[JsonSerializable(typeof(ReopeningRecord))]
[JsonSerializable(typeof(CasesListedRecord))]
internal sealed partial class CaseJson : JsonSerializerContext
{
    public const int Schema = 1;

    public static byte[] Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, typeof(T), Default);

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static T Read<T>(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        if (json.RootElement.GetProperty("schema").GetInt32() != Schema)
            throw new FormatException("The record has a schema that this program does not know.");
        return (T)JsonSerializer.Deserialize(json, typeof(T), Default)!;
    }
}
