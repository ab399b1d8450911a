using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Storage;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;

namespace Matching.Api.Rankings;

/// <summary>
/// The record as bytes, schema 1: fixed order, whole numbers only. Conditions shared by many places are written once and referred to by position, and so
/// are the words of contributions, for they repeat. Old schemas are read for ever.
/// </summary>
public static class RankingRecordJson
{
    private const int Schema = 1;
    private const string Day = "yyyy-MM-dd";

    /// <summary>Most records fit, so that the buffer need not grow.</summary>
    private const int UsualBytes = 32 * 1024;

    /// <summary>The record as it is kept.</summary>
    public static byte[] Write(RankingRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Json.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema"u8, Schema);
            writer.WriteString("caseReference"u8, record.CaseReference);
            writer.WriteString("mode"u8, Terms<RankingMode>.Text(record.Mode));
            record.Versions.Write(writer);
            writer.WritePropertyName("request"u8);
            record.Request.WriteTo(writer);
            writer.WritePropertyName("answer"u8);
            WriteAnswer(writer, record.Answer);
            if (record.Purpose is { } purpose)
                writer.WriteString("purpose"u8, purpose);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The answer alone, to compare at replay.</summary>
    public static byte[] WriteAnswer(Answer answer)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Json.Options))
            WriteAnswer(writer, answer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static RankingRecord Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        var root = json.RootElement;
        if (root.GetProperty("schema").GetInt32() != Schema)
            throw new FormatException("The record has a schema that this program does not know.");
        return new RankingRecord(
            root.GetProperty("request").Clone(), Text(root, "caseReference"), Terms<RankingMode>.Parse(Text(root, "mode")),
            ReadVersions(root.GetProperty("versions")), ReadAnswer(root.GetProperty("answer")))
        {
            Purpose = PurposeOf(root),
        };
    }

    /// <summary>What a recorded ranking was asked for, without reading the rest of it.</summary>
    public static string? ReadPurpose(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        return PurposeOf(json.RootElement);
    }

    /// <summary>The documents a log entry rests on; none unless it is a ranking.</summary>
    public static IEnumerable<string> DocumentsOf(LogEntry entry, byte[] payload)
    {
        if (entry.Kind != LogKinds.Ranking)
            return [];
        using var json = JsonDocument.Parse(payload);
        var versions = ReadVersions(json.RootElement.GetProperty("versions"));
        return [versions.Rules, versions.Criteria, versions.Catalogue, versions.Texts];
    }

    private static string? PurposeOf(JsonElement root) => root.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null;

    private static RankingVersions ReadVersions(JsonElement json) => new(
        Text(json, "engine"), Text(json, "rules"), Text(json, "criteria"), Text(json, "catalogue"), Text(json, "texts"),
        json.GetProperty("state").GetInt64(), json.GetProperty("model").GetString());

    private static void WriteAnswer(Utf8JsonWriter writer, Answer answer)
    {
        var conditions = new Positions<Condition>(ReferenceEqualityComparer.Instance);
        var words = new Positions<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("asOf"u8, answer.AsOf.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteStartArray("needs"u8);
        foreach (var need in answer.Needs)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Terms<Need>.Text(need.Need));
            writer.WriteStringValue(Terms<NeedStrength>.Text(need.Strength));
            WriteWords(writer, need.Basis);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("placements"u8);
        foreach (var placement in answer.Placements)
            WritePlacement(writer, placement, conditions, words);
        writer.WriteEndArray();
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in conditions.All)
            WriteCondition(writer, condition);
        writer.WriteEndArray();
        writer.WritePropertyName("words"u8);
        WriteWords(writer, words.All);
        if (answer.LessIntrusive is { } lessIntrusive)
        {
            writer.WriteStartObject("lessIntrusive"u8);
            writer.WriteString("level"u8, Terms<Level>.Text(lessIntrusive.Level));
            writer.WritePropertyName("alternatives"u8);
            WriteWords(writer, lessIntrusive.Alternatives.Select(Terms<Level>.Text));
            writer.WriteEndObject();
        }
        writer.WriteStartArray("knowledgeGaps"u8);
        foreach (var gap in answer.KnowledgeGaps)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(gap.Field);
            writer.WriteNumberValue(gap.ChangesFirst);
            writer.WriteStringValue(gap.SuggestedStep);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("notices"u8);
        foreach (var notice in answer.Notices)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, notice.Code);
            WriteValues(writer, notice.Values);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePlacement(Utf8JsonWriter writer, AnsweredPlacement placement, Positions<Condition> conditions, Positions<string> words)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, placement.PlacementId);
        writer.WriteString("standing"u8, Terms<Standing>.Text(placement.Standing));
        if (placement.Rank is { } rank)
        {
            writer.WriteNumber("rank"u8, rank);
            writer.WriteNumber("score"u8, placement.Score!.Value);
            writer.WriteNumber("first"u8, placement.ProbabilityFirst!.Value);
            if (placement.RankInterval is { } interval)
            {
                writer.WriteStartArray("ranks"u8);
                writer.WriteNumberValue(interval.Low);
                writer.WriteNumberValue(interval.High);
                writer.WriteEndArray();
            }
        }
        if (placement.BestAvailable)
            writer.WriteBoolean("bestAvailable"u8, true);
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in placement.Conditions)
            writer.WriteNumberValue(conditions.Of(condition));
        writer.WriteEndArray();
        writer.WriteStartArray("contributions"u8);
        foreach (var contribution in placement.Contributions)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(words.Of(contribution.Criterion));
            writer.WriteNumberValue(words.Of(contribution.State));
            writer.WriteNumberValue(words.Of(contribution.Feature));
            writer.WriteNumberValue(contribution.Points);
            foreach (var fact in contribution.Basis)
                writer.WriteNumberValue(words.Of(fact));
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WritePropertyName("unmet"u8);
        WriteWords(writer, placement.UnmetNeeds.Select(Terms<Need>.Text));
        if (placement.Availability is { } availability)
        {
            writer.WriteStartArray("availability"u8);
            writer.WriteNumberValue(availability.FreePlaces);
            writer.WriteStringValue(availability.AsOf.ToString(Day, CultureInfo.InvariantCulture));
            writer.WriteEndArray();
        }
        if (placement.PeerGroupAsOf is { } peers)
            writer.WriteString("peerGroup"u8, peers.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter writer, Condition condition)
    {
        writer.WriteStartObject();
        writer.WriteString("code"u8, condition.Code);
        writer.WriteBoolean("refuses"u8, condition.Refuses);
        writer.WriteString("source"u8, condition.Source);
        writer.WriteBoolean("verified"u8, condition.Verified);
        writer.WritePropertyName("basis"u8);
        WriteWords(writer, condition.Basis);
        WriteValues(writer, condition.Values);
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        writer.WriteStartObject("values"u8);
        foreach (var (name, value) in values)
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter writer, IEnumerable<string> words)
    {
        writer.WriteStartArray();
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static Answer ReadAnswer(JsonElement json)
    {
        var conditions = List(json, "conditions", ReadCondition);
        var words = Words(json.GetProperty("words"));
        return new Answer(
            Date(json.GetProperty("asOf")),
            List(json, "needs", need => new NeedFinding(
                Terms<Need>.Parse(need[0].GetString()!), Terms<NeedStrength>.Parse(need[1].GetString()!), Words(need[2]))),
            List(json, "placements", placement => ReadPlacement(placement, conditions, words)),
            json.TryGetProperty("lessIntrusive", out var less)
                ? new LessIntrusive(Terms<Level>.Parse(Text(less, "level")), [.. Words(less.GetProperty("alternatives")).Select(Terms<Level>.Parse)])
                : null,
            List(json, "knowledgeGaps", gap => new KnowledgeGap(gap[0].GetString()!, gap[1].GetInt32(), gap[2].GetString()!)),
            List(json, "notices", notice => new Notice(Text(notice, "code"), ReadValues(notice))));
    }

    private static AnsweredPlacement ReadPlacement(JsonElement json, Condition[] conditions, string[] words) => new(
        Text(json, "id"),
        json.TryGetProperty("rank", out var rank) ? rank.GetInt32() : null,
        json.TryGetProperty("score", out var score) ? score.GetInt32() : null,
        json.TryGetProperty("bestAvailable", out _),
        Terms<Standing>.Parse(Text(json, "standing")),
        List(json, "conditions", position => conditions[position.GetInt32()]),
        List(json, "contributions", one => new AnsweredContribution(
            words[one[0].GetInt32()], words[one[1].GetInt32()], words[one[2].GetInt32()], one[3].GetInt32(),
            [.. one.EnumerateArray().Skip(4).Select(fact => words[fact.GetInt32()])])),
        json.TryGetProperty("first", out var first) ? first.GetInt32() : null,
        json.TryGetProperty("ranks", out var ranks) ? (ranks[0].GetInt32(), ranks[1].GetInt32()) : null,
        [.. Words(json.GetProperty("unmet")).Select(Terms<Need>.Parse)],
        json.TryGetProperty("availability", out var availability) ? new Availability(availability[0].GetInt32(), Date(availability[1])) : null)
    {
        PeerGroupAsOf = json.TryGetProperty("peerGroup", out var peers) ? Date(peers) : null,
    };

    private static Condition ReadCondition(JsonElement json) => new(
        Text(json, "code"), json.GetProperty("refuses").GetBoolean(), Text(json, "source"), json.GetProperty("verified").GetBoolean(),
        Words(json.GetProperty("basis")), ReadValues(json));

    private static KeyValuePair<string, string>[] ReadValues(JsonElement json) =>
        [.. json.GetProperty("values").EnumerateObject().Select(value => KeyValuePair.Create(value.Name, value.Value.GetString()!))];

    private static T[] List<T>(JsonElement json, string field, Func<JsonElement, T> read) => [.. json.GetProperty(field).EnumerateArray().Select(read)];

    private static string[] Words(JsonElement json) => [.. json.EnumerateArray().Select(word => word.GetString()!)];

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private static DateOnly Date(JsonElement json) => DateOnly.ParseExact(json.GetString()!, Day, CultureInfo.InvariantCulture);

    /// <summary>Numbers values in the order in which they first come.</summary>
    private sealed class Positions<T>(IEqualityComparer<T> comparer) where T : class
    {
        private readonly Dictionary<T, int> _positions = new(comparer);
        private readonly List<T> _all = [];

        public IReadOnlyList<T> All => _all;

        public int Of(T value)
        {
            if (_positions.TryGetValue(value, out var position))
                return position;
            _positions[value] = _all.Count;
            _all.Add(value);
            return _all.Count - 1;
        }
    }
}
