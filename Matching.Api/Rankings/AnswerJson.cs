using System.Globalization;
using System.Text.Json;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>
/// The answer of a record as JSON: fixed order, whole numbers only. Conditions shared by many places are written once and referred to by
/// position, and so
/// are the words of contributions, for they repeat. Schema 1 knew no combinations, verdicts, values of knowing or decisions; it is read and
/// written for ever, so that an
/// old ranking is replayed against what it held.
/// </summary>
internal static class AnswerJson
{
    /// <summary>The schema in which combinations, verdicts and decisions came.</summary>
    private const int WithInquiries = 2;

    /// <summary>The schema in which a model's risks came.</summary>
    private const int WithModel = 3;

    private const string Day = "yyyy-MM-dd";

    /// <summary>Notices that came with them.</summary>
    private static readonly string[] NoticesOfInquiries =
    [
        "less-intrusive-enough",
        "enough-is-known",
        "combinations-limited",
        "first-ability-not-known",
    ];

    private static readonly ByReference<Condition> ByCondition = new(condition => StringComparer.Ordinal.GetHashCode(condition.Code));

    /// <summary>Writes an answer as a schema holds it.</summary>
    public static void Write(Utf8JsonWriter writer, Answer answer, int schema)
    {
        var conditions = new Positions<Condition>(ByCondition);
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
            WritePlacement(writer, placement, conditions, words, schema);
        writer.WriteEndArray();
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in conditions.All)
            WriteCondition(writer, condition);
        writer.WriteEndArray();
        writer.WritePropertyName("words"u8);
        WriteWords(writer, words.All);
        if (schema >= WithInquiries)
            WriteInquiries(writer, answer);
        else
            WriteWithoutInquiries(writer, answer);
        writer.WriteStartArray("notices"u8);
        foreach (var notice in answer.Notices.Where(notice => schema >= WithInquiries || !NoticesOfInquiries.Contains(notice.Code)))
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, notice.Code);
            WriteValues(writer, notice.Values);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads an answer of a schema.</summary>
    public static Answer Read(JsonElement json, int schema)
    {
        var conditions = List(json, "conditions", ReadCondition);
        var words = Words(json.GetProperty("words"));
        var withInquiries = schema >= WithInquiries;
        return new Answer(
            Date(json.GetProperty("asOf")),
            List(
                json,
                "needs",
                need => new NeedFinding(
                    Terms<Need>.Parse(need[0].GetString()!),
                    Terms<NeedStrength>.Parse(need[1].GetString()!),
                    Words(need[2])
                )
            ),
            List(json, "placements", placement => ReadPlacement(placement, conditions, words)),
            withInquiries ? ReadCombinations(json.GetProperty("combinations")) : CombinationList.None,
            json.TryGetProperty("lessIntrusive", out var less) ? ReadLessIntrusive(less, withInquiries) : null,
            List(json, "knowledgeGaps", gap => ReadGap(gap, withInquiries)),
            withInquiries ? List(json, "decisions", LevelDecisionJson.Read) : [],
            List(json, "notices", notice => new Notice(Text(notice, "code"), ReadValues(notice)))
        )
        {
            Reminders = json.TryGetProperty("reminders", out _) ? List(json, "reminders", LegalReminderJson.Read) : [],
        };
    }

    private static void WriteInquiries(Utf8JsonWriter writer, Answer answer)
    {
        writer.WriteStartObject("combinations"u8);
        WriteCombinations(writer, "offers"u8, answer.Combinations.Offers);
        WriteCombinations(writer, "toCome"u8, answer.Combinations.ToCome);
        writer.WriteNumber("found"u8, answer.Combinations.Found);
        writer.WriteBoolean("complete"u8, answer.Combinations.Complete);
        writer.WriteEndObject();
        if (answer.LessIntrusive is { } lessIntrusive)
        {
            writer.WriteStartObject("lessIntrusive"u8);
            writer.WriteString("level"u8, Terms<Level>.Text(lessIntrusive.Level));
            writer.WriteStartArray("alternatives"u8);
            foreach (var alternative in lessIntrusive.Alternatives)
                WriteAlternative(writer, alternative);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteStartArray("knowledgeGaps"u8);
        foreach (var gap in answer.KnowledgeGaps)
        {
            writer.WriteStartObject();
            writer.WriteString("field"u8, gap.Field);
            if (gap.Subject is { } subject)
                writer.WriteString("subject"u8, subject);
            if (gap.IsSuspected)
                writer.WriteBoolean("suspected"u8, true);
            writer.WriteNumber("changes"u8, gap.ChangesFirst);
            writer.WriteNumber("gain"u8, gap.ExpectedGain);
            writer.WriteString("step"u8, gap.SuggestedStep);
            if (gap.UsualDays is { } days)
                writer.WriteNumber("days"u8, days);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("decisions"u8);
        foreach (var decision in answer.Decisions)
            LevelDecisionJson.Write(writer, decision);
        writer.WriteEndArray();
        if (answer.Reminders.Count == 0)
            return;
        writer.WriteStartArray("reminders"u8);
        foreach (var reminder in answer.Reminders)
            LegalReminderJson.Write(writer, reminder);
        writer.WriteEndArray();
    }

    private static void WriteWithoutInquiries(Utf8JsonWriter writer, Answer answer)
    {
        if (answer.LessIntrusive is { } lessIntrusive)
        {
            writer.WriteStartObject("lessIntrusive"u8);
            writer.WriteString("level"u8, Terms<Level>.Text(lessIntrusive.Level));
            writer.WritePropertyName("alternatives"u8);
            WriteWords(writer, lessIntrusive.Alternatives.Select(alternative => Terms<Level>.Text(alternative.Level)));
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
    }

    private static void WriteCombinations(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<Combination> combinations)
    {
        writer.WriteStartArray(name);
        foreach (var combination in combinations)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, combination.PlacementId);
            writer.WritePropertyName("services"u8);
            WriteWords(writer, combination.Services);
            writer.WritePropertyName("covers"u8);
            WriteWords(writer, combination.Covers.Select(Terms<Need>.Text));
            writer.WriteNumber("score"u8, combination.Score);
            writer.WriteNumber("change"u8, combination.ScoreChange);
            writer.WriteStartArray("conditions"u8);
            foreach (var condition in combination.Conditions)
                WriteCondition(writer, condition);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteAlternative(Utf8JsonWriter writer, LessIntrusiveAlternative alternative)
    {
        writer.WriteStartObject();
        writer.WriteString("level"u8, Terms<Level>.Text(alternative.Level));
        writer.WriteBoolean("enough"u8, alternative.Enough == true);
        if (alternative.PlacementId is { } id)
        {
            writer.WriteString("id"u8, id);
            writer.WriteNumber("score"u8, alternative.Score!.Value);
        }
        writer.WritePropertyName("services"u8);
        WriteWords(writer, alternative.Services);
        writer.WritePropertyName("unmet"u8);
        WriteWords(writer, alternative.Unmet.Select(Terms<Need>.Text));
        writer.WritePropertyName("unknown"u8);
        WriteWords(writer, alternative.Unknown.Select(Terms<Need>.Text));
        writer.WritePropertyName("unmetClear"u8);
        WriteWords(writer, alternative.UnmetClear.Select(Terms<Need>.Text));
        writer.WritePropertyName("reasons"u8);
        WriteWords(writer, alternative.Reasons);
        writer.WriteEndObject();
    }

    private static CombinationList ReadCombinations(JsonElement json) =>
        new(
            List(json, "offers", ReadCombination),
            List(json, "toCome", ReadCombination),
            json.GetProperty("found").GetInt32(),
            json.GetProperty("complete").GetBoolean()
        );

    private static Combination ReadCombination(JsonElement json) =>
        new(
            Text(json, "id"),
            Words(json.GetProperty("services")),
            Needs(json, "covers"),
            json.GetProperty("score").GetInt32(),
            json.GetProperty("change").GetInt32(),
            List(json, "conditions", ReadCondition)
        );

    private static LessIntrusive ReadLessIntrusive(JsonElement json, bool withVerdicts) =>
        new(
            Terms<Level>.Parse(Text(json, "level")),
            List(
                json,
                "alternatives",
                alternative =>
                    withVerdicts
                        ? ReadAlternative(alternative)
                        : LessIntrusiveAlternative.Unasked(Terms<Level>.Parse(alternative.GetString()!))
            )
        );

    private static LessIntrusiveAlternative ReadAlternative(JsonElement json) =>
        new(
            Terms<Level>.Parse(Text(json, "level")),
            json.GetProperty("enough").GetBoolean(),
            json.TryGetProperty("id", out var id) ? id.GetString() : null,
            Words(json.GetProperty("services")),
            json.TryGetProperty("score", out var score) ? score.GetInt32() : null,
            Needs(json, "unmet"),
            Needs(json, "unknown"),
            Words(json.GetProperty("reasons"))
        )
        {
            UnmetClear = Needs(json, "unmetClear"),
        };

    private static KnowledgeGap ReadGap(JsonElement json, bool isObject) =>
        isObject
            ? new KnowledgeGap(
                Text(json, "field"),
                json.TryGetProperty("subject", out var subject) ? subject.GetString() : null,
                json.TryGetProperty("suspected", out _),
                json.GetProperty("changes").GetInt32(),
                json.GetProperty("gain").GetInt32(),
                Text(json, "step"),
                json.TryGetProperty("days", out var days) ? days.GetInt32() : null
            )
            : new KnowledgeGap(json[0].GetString()!, null, false, json[1].GetInt32(), 0, json[2].GetString()!, null);

    private static Need[] Needs(JsonElement json, string field) => [.. Words(json.GetProperty(field)).Select(Terms<Need>.Parse)];

    private static void WritePlacement(
        Utf8JsonWriter writer,
        AnsweredPlacement placement,
        Positions<Condition> conditions,
        Positions<string> words,
        int schema
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, placement.PlacementId);
        writer.WriteString("standing"u8, Terms<EligibilityStatus>.Text(placement.EligibilityStatus));
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
            if (availability.Since is { } since)
            {
                writer.WriteNumberValue(since.Begun);
                writer.WriteNumberValue(since.Ended);
            }
            writer.WriteEndArray();
        }
        if (placement.PeerGroupAsOf is { } peers)
            writer.WriteString("peerGroup"u8, peers.ToString(Day, CultureInfo.InvariantCulture));
        if (placement.CanReceiveToday is { } today)
            writer.WriteBoolean("today"u8, today);
        if (placement.Risk is { } risk && schema >= WithModel)
            WriteRisk(writer, risk);
        writer.WriteEndObject();
    }

    /// <summary>The word for why nothing is said, or the numbers.</summary>
    private static void WriteRisk(Utf8JsonWriter writer, BreakdownRisk risk)
    {
        if (risk.Abstained is { } reason)
        {
            writer.WriteString("risk"u8, Terms<AbstentionReason>.Text(reason));
            return;
        }
        writer.WriteStartArray("risk"u8);
        writer.WriteNumberValue(risk.Probability);
        writer.WriteNumberValue(risk.Low);
        writer.WriteNumberValue(risk.High);
        writer.WriteNumberValue(risk.SimilarCases);
        writer.WriteEndArray();
    }

    // Two numbers more where stays were recorded since the report.
    private static Availability ReadAvailability(JsonElement json) =>
        new(json[0].GetInt32(), Date(json[1]))
        {
            Since = json.GetArrayLength() > 2 ? new StaysSinceReport(json[2].GetInt32(), json[3].GetInt32()) : null,
        };

    private static BreakdownRisk ReadRisk(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
            ? new BreakdownRisk(Terms<AbstentionReason>.Parse(json.GetString()!), 0, 0, 0, 0)
            : new BreakdownRisk(null, json[0].GetInt32(), json[1].GetInt32(), json[2].GetInt32(), json[3].GetInt32());

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

    private static AnsweredPlacement ReadPlacement(JsonElement json, Condition[] conditions, string[] words) =>
        new(
            Text(json, "id"),
            json.TryGetProperty("rank", out var rank) ? rank.GetInt32() : null,
            json.TryGetProperty("score", out var score) ? score.GetInt32() : null,
            json.TryGetProperty("bestAvailable", out _),
            Terms<EligibilityStatus>.Parse(Text(json, "standing")),
            List(json, "conditions", position => conditions[position.GetInt32()]),
            List(
                json,
                "contributions",
                one => new AnsweredContribution(
                    words[one[0].GetInt32()],
                    words[one[1].GetInt32()],
                    words[one[2].GetInt32()],
                    one[3].GetInt32(),
                    [.. one.EnumerateArray().Skip(4).Select(fact => words[fact.GetInt32()])]
                )
            ),
            json.TryGetProperty("first", out var first) ? first.GetInt32() : null,
            json.TryGetProperty("ranks", out var ranks) ? (ranks[0].GetInt32(), ranks[1].GetInt32()) : null,
            [.. Words(json.GetProperty("unmet")).Select(Terms<Need>.Parse)],
            json.TryGetProperty("availability", out var availability) ? ReadAvailability(availability) : null
        )
        {
            PeerGroupAsOf = json.TryGetProperty("peerGroup", out var peers) ? Date(peers) : null,
            CanReceiveToday = json.TryGetProperty("today", out var today) ? today.GetBoolean() : null,
            Risk = json.TryGetProperty("risk", out var risk) ? ReadRisk(risk) : null,
        };

    private static Condition ReadCondition(JsonElement json) =>
        new(
            Text(json, "code"),
            json.GetProperty("refuses").GetBoolean(),
            Text(json, "source"),
            json.GetProperty("verified").GetBoolean(),
            Words(json.GetProperty("basis")),
            ReadValues(json)
        );

    private static KeyValuePair<string, string>[] ReadValues(JsonElement json) =>
        [.. json.GetProperty("values").EnumerateObject().Select(value => KeyValuePair.Create(value.Name, value.Value.GetString()!))];

    private static T[] List<T>(JsonElement json, string field, Func<JsonElement, T> read) =>
        [.. json.GetProperty(field).EnumerateArray().Select(read)];

    private static string[] Words(JsonElement json) => [.. json.EnumerateArray().Select(word => word.GetString()!)];

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private static DateOnly Date(JsonElement json) => DateOnly.ParseExact(json.GetString()!, Day, CultureInfo.InvariantCulture);

    /// <summary>Numbers values in the order in which they first come.</summary>
    private sealed class Positions<T>(IEqualityComparer<T> comparer)
        where T : class
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
