using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Reading;
using Matching.Engine.Scoring;
using Matching.Engine.Wording;

namespace Matching.Api.Rankings;

/// <summary>
/// An answer as callers read it: codes put into words of their language, for the places that are shown only. Language and number of places are views; the record holds all.
/// </summary>
public static class RankingResponse
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Writes the response.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="ranking">What was recorded; without id and time for a ranking that is not recorded.</param>
    /// <param name="knowledge">The catalogue and criteria of the ranking's versions.</param>
    /// <param name="texts">The texts of the ranking's version, in the caller's language.</param>
    /// <param name="top">How many ranked places to show; null = all, and the excluded.</param>
    public static void Write(IBufferWriter<byte> output, RecordedRanking ranking, Knowledge knowledge, TextSet texts, int? top)
    {
        using var writer = new Utf8JsonWriter(output, Json.Options);
        var (record, answer) = (ranking.Record, ranking.Record.Answer);
        writer.WriteStartObject();
        writer.WriteString("rankingId", ranking.RankingId);
        writer.WriteString("recordedAt", ranking.RecordedAt);
        writer.WriteString("caseReference", record.CaseReference);
        writer.WriteString("asOf", answer.AsOf.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteString("mode", Terms<RankingMode>.Text(record.Mode));
        WriteVersions(writer, record.Versions);
        WriteNeeds(writer, answer.Needs, texts);
        var shown = top is { } most ? answer.Placements.Where(placement => placement.Rank <= most) : answer.Placements;
        var count = 0;
        writer.WriteStartArray("placements");
        foreach (var placement in shown)
        {
            WritePlacement(writer, placement, knowledge, texts);
            count++;
        }
        writer.WriteEndArray();
        if (top is not null)
            writer.WriteNumber("omitted", answer.Placements.Count - count);
        writer.WriteStartArray("combinations");
        writer.WriteEndArray();
        WriteLessIntrusive(writer, answer.LessIntrusive);
        WriteGaps(writer, answer.KnowledgeGaps, texts);
        WriteNotices(writer, answer.Notices, texts);
        writer.WriteEndObject();
    }

    private static void WriteVersions(Utf8JsonWriter writer, RankingVersions versions)
    {
        writer.WriteStartObject("versions");
        writer.WriteString("engine", versions.Engine);
        writer.WriteString("rules", versions.Rules);
        writer.WriteString("criteria", versions.Criteria);
        writer.WriteString("catalogue", versions.Catalogue);
        writer.WriteString("texts", versions.Texts);
        writer.WriteNumber("state", versions.State);
        writer.WriteString("model", versions.Model);
        writer.WriteEndObject();
    }

    private static void WriteNeeds(Utf8JsonWriter writer, IReadOnlyList<NeedFinding> needs, TextSet texts)
    {
        writer.WriteStartArray("needs");
        foreach (var need in needs)
        {
            writer.WriteStartObject();
            writer.WriteString("need", Terms<Need>.Text(need.Need));
            writer.WriteString("strength", Terms<NeedStrength>.Text(need.Strength));
            writer.WriteString("text", texts.Word(Terms<Need>.Key(need.Need)));
            WriteList(writer, "basis", need.Basis);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WritePlacement(Utf8JsonWriter writer, AnsweredPlacement answered, Knowledge knowledge, TextSet texts)
    {
        knowledge.Catalogue.TryFind(answered.PlacementId, out var index);
        var placement = knowledge.Catalogue.Placements[index];
        writer.WriteStartObject();
        writer.WriteString("placementId", placement.Id);
        writer.WriteString("name", placement.Name);
        writer.WriteString("level", Terms<Level>.Text(placement.Level));
        writer.WriteString("operator", Terms<Operator>.Text(placement.Operator));
        WriteNumber(writer, "rank", answered.Rank);
        WriteFraction(writer, "score", answered.Score, 2);
        writer.WriteBoolean("bestAvailable", answered.BestAvailable);
        writer.WriteString("eligibility", Terms<Standing>.Text(answered.Standing));
        writer.WriteStartArray("conditions");
        foreach (var condition in answered.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("code", condition.Code);
            writer.WriteString("text", texts.Of(condition));
            writer.WriteString("source", condition.Source);
            writer.WriteBoolean("verified", condition.Verified);
            writer.WriteBoolean("refuses", condition.Refuses);
            WriteList(writer, "basis", condition.Basis);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("contributions");
        foreach (var contribution in answered.Contributions)
            WriteContribution(writer, contribution, placement, knowledge.Criteria, texts);
        writer.WriteEndArray();
        WriteConfidence(writer, answered);
        WriteList(writer, "unmetNeeds", answered.UnmetNeeds.Select(Terms<Need>.Text));
        WriteAvailability(writer, answered.Availability);
        writer.WriteNull("breakdownRisk");
        writer.WriteEndObject();
    }

    private static void WriteContribution(Utf8JsonWriter writer, AnsweredContribution contribution, Placement placement, CriteriaSet criteria, TextSet texts)
    {
        writer.WriteStartObject();
        writer.WriteString("criterion", contribution.Criterion);
        WriteFraction(writer, "points", contribution.Points, 2);
        writer.WriteString("text", texts.Of(contribution));
        WriteList(writer, "basis", contribution.Basis);
        // A need's points rest on what the place can do, so the place's own source is the one to check; the others on why the criterion is there.
        writer.WriteString("source", Terms<Need>.TryParse(contribution.Criterion, out var need)
            ? placement.Capability(need).Source
            : criteria.Find(contribution.Criterion)?.Source);
        writer.WriteEndObject();
    }

    private static void WriteConfidence(Utf8JsonWriter writer, AnsweredPlacement answered)
    {
        if (answered.ProbabilityFirst is null)
        {
            writer.WriteNull("confidence");
            return;
        }
        writer.WriteStartObject("confidence");
        WriteFraction(writer, "probabilityFirst", answered.ProbabilityFirst, 4);
        if (answered.RankInterval is { } interval)
        {
            writer.WriteStartArray("rankInterval");
            writer.WriteNumberValue(interval.Low);
            writer.WriteNumberValue(interval.High);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteNull("rankInterval");
        }
        writer.WriteEndObject();
    }

    private static void WriteAvailability(Utf8JsonWriter writer, Availability? availability)
    {
        writer.WriteStartObject("availability");
        WriteNumber(writer, "freePlaces", availability?.FreePlaces);
        writer.WriteString("asOf", availability?.AsOf.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteString("status", availability is null ? "unknown" : "known");
        writer.WriteEndObject();
    }

    private static void WriteLessIntrusive(Utf8JsonWriter writer, LessIntrusive? lessIntrusive)
    {
        if (lessIntrusive is null)
        {
            writer.WriteNull("lessIntrusive");
            return;
        }
        writer.WriteStartObject("lessIntrusive");
        writer.WriteString("level", Terms<Level>.Text(lessIntrusive.Level));
        writer.WriteStartArray("alternatives");
        foreach (var level in lessIntrusive.Alternatives)
        {
            writer.WriteStartObject();
            writer.WriteString("level", Terms<Level>.Text(level));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGaps(Utf8JsonWriter writer, IReadOnlyList<KnowledgeGap> gaps, TextSet texts)
    {
        writer.WriteStartArray("knowledgeGaps");
        foreach (var gap in gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("field", gap.Field);
            WriteFraction(writer, "changesFirst", gap.ChangesFirst, 2);
            writer.WriteString("suggestedStep", gap.SuggestedStep);
            writer.WriteString("text", texts.Of(gap));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNotices(Utf8JsonWriter writer, IReadOnlyList<Notice> notices, TextSet texts)
    {
        writer.WriteStartArray("notices");
        foreach (var notice in notices)
        {
            writer.WriteStartObject();
            writer.WriteString("code", notice.Code);
            writer.WriteString("text", texts.Of(notice));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }

    /// <summary>A whole number of smallest parts as a decimal with fixed places, exactly: 6150 hundredths are 61.50.</summary>
    private static void WriteFraction(Utf8JsonWriter writer, string name, int? parts, byte places)
    {
        if (parts is { } known)
            writer.WriteNumber(name, new decimal(Math.Abs(known), 0, 0, known < 0, places));
        else
            writer.WriteNull(name);
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> words)
    {
        writer.WriteStartArray(name);
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
