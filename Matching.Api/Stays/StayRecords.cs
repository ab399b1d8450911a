using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Api.Cases;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

// What the log holds of a stay, schema 1, words as the API spells them. Old schemas are read for ever.

/// <summary>A stay began.</summary>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
/// <param name="Ended">How it ended, where that was told together with it; null where it was not, as in all records of before.</param>
internal sealed record StayRecord(
    int Schema,
    string PlacementId,
    DateOnly Start,
    string? RankingId,
    string? Track,
    string? Purpose,
    StayEndRecord? Ended = null
);

/// <summary>A stay ended.</summary>
/// <param name="StayId">The entry of the stay; empty inside that entry.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
/// <param name="Corrects">Whether it takes the place of what was recorded of the end before; not so in records of before there were
/// corrections.</param>
internal sealed record StayEndRecord(
    int Schema,
    string StayId,
    DateOnly End,
    string Ending,
    string? EndedBy,
    string? MovedTo,
    string? ReportedBy,
    string? Purpose,
    bool Corrects = false
);

/// <summary>A stay never was as it was recorded.</summary>
/// <param name="StayId">The entry of the stay.</param>
/// <param name="Reason">One word of a fixed list.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record StayWithdrawalRecord(int Schema, string StayId, string Reason, string? Purpose);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StayRecord))]
[JsonSerializable(typeof(StayEndRecord))]
[JsonSerializable(typeof(StayWithdrawalRecord))]
internal sealed partial class StayJson : JsonSerializerContext
{
    private const int Schema = 1;

    public static byte[] Write(Stay stay, StayEnd? end, string? purpose) =>
        Write(
            new StayRecord(
                Schema,
                stay.PlacementId,
                stay.Start,
                stay.RankingId,
                Word(stay.Track),
                purpose,
                end is null ? null : RecordOf("", end, false, null)
            )
        );

    public static byte[] Write(string stayId, StayEnd end, bool corrects, string? purpose) =>
        Write(RecordOf(stayId, end, corrects, purpose));

    public static byte[] Write(string stayId, StayWithdrawalReason reason, string? purpose) =>
        Write(new StayWithdrawalRecord(Schema, stayId, Terms<StayWithdrawalReason>.Text(reason), purpose));

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static StayRecord ReadStay(byte[] payload) => Read<StayRecord>(payload);

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static StayEndRecord ReadEnd(byte[] payload) => Read<StayEndRecord>(payload);

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static StayWithdrawalRecord ReadWithdrawal(byte[] payload) => Read<StayWithdrawalRecord>(payload);

    /// <summary>The stay of a record.</summary>
    public static Stay StayOf(StayRecord record) => new(record.PlacementId, record.Start, record.RankingId, Enum<Track>(record.Track));

    /// <summary>The ending of a record.</summary>
    public static StayEnd EndOf(StayEndRecord record) =>
        new(
            record.End,
            StayEndReasons.Parse(record.Ending),
            Enum<EndedBy>(record.EndedBy),
            Enum<Level>(record.MovedTo),
            Enum<EndingReporter>(record.ReportedBy)
        );

    private static StayEndRecord RecordOf(string stayId, StayEnd end, bool corrects, string? purpose) =>
        new(
            Schema,
            stayId,
            end.End,
            StayEndReasons.Text(end.Ending),
            Word(end.EndedBy),
            Word(end.MovedTo),
            Word(end.ReportedBy),
            purpose,
            corrects
        );

    private static byte[] Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, typeof(T), Default);

    private static T Read<T>(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        if (json.RootElement.GetProperty("schema").GetInt32() != Schema)
            throw new FormatException("The record has a schema that this program does not know.");
        return (T)JsonSerializer.Deserialize(json, typeof(T), Default)!;
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Terms<T>.Text(known) : null;

    private static T? Enum<T>(string? word)
        where T : struct, Enum => word is null ? null : Terms<T>.Parse(word);
}
