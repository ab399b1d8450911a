using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Searches;

// What the log holds of the search for a place, schema 1. Old schemas are read for ever.

/// <summary>A place is looked for.</summary>
/// <param name="Reason">A code of <c>search-reason</c>.</param>
/// <param name="NeededFrom">The day from which it is needed; null when not known.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record SearchRecord(int Schema, string Reason, DateOnly? NeededFrom, string? Purpose);

/// <summary>It is no longer.</summary>
/// <param name="SearchId">The entry of the search.</param>
/// <param name="Reason">A code of <c>search-withdrawal</c>.</param>
/// <param name="Released">The entries of the offers that were open, or held a bed, until then.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record SearchWithdrawalRecord(int Schema, string SearchId, string Reason, IReadOnlyList<string> Released, string? Purpose);

/// <summary>A place was asked.</summary>
/// <param name="SearchId">The entry of the search.</param>
/// <param name="Services">What is to be combined with the place.</param>
/// <param name="AnswerBy">The last day for an answer.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record OfferRecord(
    int Schema,
    string SearchId,
    string PlacementId,
    IReadOnlyList<string> Services,
    DateOnly AnswerBy,
    string? Purpose
);

/// <summary>What came of it; the kind of the entry says whether it was accepted, declined or withdrawn, or nobody answered.</summary>
/// <param name="OfferId">The entry of the offer.</param>
/// <param name="Reason">A code of <c>offer-decline</c> or <c>offer-withdrawal</c>; null where it was accepted or nobody answered.</param>
/// <param name="AnsweredOn">The day of the answer; null where nobody answered.</param>
/// <param name="Note">What else was said; null for nothing.</param>
/// <param name="HoldUntil">The last day on which a bed is held; null unless it was accepted.</param>
/// <param name="Released">The entries of the other offers of the search that were open until then; empty unless it was accepted.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record OfferOutcomeRecord(
    int Schema,
    string OfferId,
    string? Reason,
    DateOnly? AnsweredOn,
    string? Note,
    DateOnly? HoldUntil,
    IReadOnlyList<string> Released,
    string? Purpose
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchRecord))]
[JsonSerializable(typeof(SearchWithdrawalRecord))]
[JsonSerializable(typeof(OfferRecord))]
[JsonSerializable(typeof(OfferOutcomeRecord))]
internal sealed partial class SearchJson : JsonSerializerContext
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
