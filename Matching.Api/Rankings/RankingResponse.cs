using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

/// <summary>
/// An answer as callers read it: codes put into words of their language, for the places that are shown only. Language and number of places
/// are views; the record holds all.
/// </summary>
public static class RankingResponse
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>Writes the response.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="ranking">What was recorded; without id and time for a ranking that is not recorded.</param>
    /// <param name="referenceData">The catalogue and criteria of the ranking's versions.</param>
    /// <param name="texts">The texts of the ranking's version, in the caller's language.</param>
    /// <param name="top">How many ranked places to show; null = all, and the excluded.</param>
    public static void Write(IBufferWriter<byte> output, RecordedRanking ranking, ReferenceDataSet referenceData, TextSet texts, int? top)
    {
        using var writer = new Utf8JsonWriter(output, Json.Options);
        Write(writer, ranking, referenceData, texts, top);
    }

    /// <summary>Writes the response as a value of a larger one.</summary>
    internal static void Write(Utf8JsonWriter writer, RecordedRanking ranking, ReferenceDataSet referenceData, TextSet texts, int? top)
    {
        writer.WriteStartObject();
        writer.WriteString("rankingId"u8, ranking.RankingId);
        writer.WriteString("recordedAt"u8, ranking.RecordedAt);
        WriteMembers(writer, ranking.Record, referenceData, texts, top);
        writer.WriteEndObject();
    }

    /// <summary>Writes what an answer holds beside its id and time into an object.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, RankingRecord record, ReferenceDataSet referenceData, TextSet texts, int? top)
    {
        var answer = record.Answer;
        writer.WriteString("caseReference"u8, record.CaseReference);
        writer.WriteString("asOf"u8, answer.AsOf.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteString("mode"u8, Terms<RankingMode>.Text(record.Mode));
        if (record.ProfileVersion is { } version)
            writer.WriteNumber("profileVersion"u8, version);
        record.Versions.Write(writer);
        WriteNeeds(writer, answer.Needs, texts);
        var answerTexts = new AnswerTexts(texts, referenceData.Catalogue);
        var shown = top is { } most ? answer.Placements.Where(placement => placement.Rank <= most) : answer.Placements;
        var count = 0;
        var compared = Compared.In(answer, referenceData.Catalogue);
        writer.WriteStartArray("placements"u8);
        foreach (var placement in shown)
        {
            WritePlacement(writer, placement, record, referenceData, answerTexts, compared);
            count++;
        }
        writer.WriteEndArray();
        if (top is not null)
            writer.WriteNumber("omitted"u8, answer.Placements.Count - count);
        InquiryResponse.Write(writer, answer.Combinations, referenceData.Catalogue, answerTexts);
        InquiryResponse.Write(writer, answer.LessIntrusive, answerTexts);
        WriteGaps(writer, answer.KnowledgeGaps, texts);
        InquiryResponse.Write(writer, answer.Reminders, answerTexts);
        WriteNotices(writer, answer.Notices, texts);
    }

    private static void WriteNeeds(Utf8JsonWriter writer, IReadOnlyList<NeedFinding> needs, TextSet texts)
    {
        writer.WriteStartArray("needs"u8);
        foreach (var need in needs)
        {
            writer.WriteStartObject();
            writer.WriteString("need"u8, Terms<Need>.Text(need.Need));
            writer.WriteString("strength"u8, Terms<NeedStrength>.Text(need.Strength));
            writer.WriteString("text"u8, texts.Word(Terms<Need>.Key(need.Need)));
            WriteList(writer, "basis"u8, need.Basis);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WritePlacement(
        Utf8JsonWriter writer,
        AnsweredPlacement answered,
        RankingRecord record,
        ReferenceDataSet referenceData,
        AnswerTexts answerTexts,
        Compared compared
    )
    {
        var answer = record.Answer;
        referenceData.Catalogue.TryFind(answered.PlacementId, out var index);
        var placement = referenceData.Catalogue.Placements[index];
        writer.WriteStartObject();
        writer.WriteString("placementId"u8, placement.Id);
        writer.WriteString("name"u8, placement.Name);
        writer.WriteString("level"u8, Terms<Level>.Text(placement.Level));
        writer.WriteString("operator"u8, Terms<Operator>.Text(placement.Operator));
        WriteNumber(writer, "rank"u8, answered.Rank);
        WriteFraction(writer, "score"u8, answered.Score, 2);
        writer.WriteBoolean("bestAvailable"u8, answered.BestAvailable);
        writer.WriteString("eligibility"u8, Terms<EligibilityStatus>.Text(answered.EligibilityStatus));
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in answered.Conditions)
            InquiryResponse.Write(writer, condition, answerTexts);
        writer.WriteEndArray();
        writer.WriteStartArray("contributions"u8);
        foreach (var contribution in answered.Contributions)
            WriteContribution(
                writer,
                contribution,
                contribution.SourceAt(placement, referenceData.Criteria, record.Versions.Model),
                answerTexts.Texts
            );
        writer.WriteEndArray();
        WriteConfidence(writer, answered, compared);
        WriteList(writer, "unmetNeeds"u8, answered.UnmetNeeds.Select(Terms<Need>.Text));
        WriteAvailability(writer, answered.Availability);
        InquiryResponse.WriteFlag(writer, "canReceiveToday"u8, answered.CanReceiveToday);
        WritePeerGroup(writer, answered.PeerGroupAsOf);
        InquiryResponse.WriteDecision(
            writer,
            answer.Decisions.FirstOrDefault(decision => decision.Level == placement.Level),
            answer.AsOf,
            answerTexts
        );
        WriteRisk(writer, answered.Risk);
        writer.WriteEndObject();
    }

    private static void WriteContribution(Utf8JsonWriter writer, AnsweredContribution contribution, string? source, TextSet texts)
    {
        writer.WriteStartObject();
        writer.WriteString("criterion"u8, contribution.Criterion);
        WriteFraction(writer, "points"u8, contribution.Points, 2);
        writer.WriteString("text"u8, texts.Of(contribution));
        WriteList(writer, "basis"u8, contribution.Basis);
        writer.WriteString("source"u8, source);
        writer.WriteEndObject();
    }

    private static void WriteConfidence(Utf8JsonWriter writer, AnsweredPlacement answered, Compared compared)
    {
        if (answered.ProbabilityFirst is null)
        {
            writer.WriteNull("confidence"u8);
            return;
        }
        writer.WriteStartObject("confidence"u8);
        WriteFraction(writer, "probabilityFirst"u8, answered.ProbabilityFirst, 4);
        if (answered.RankInterval is { } interval)
        {
            writer.WriteStartArray("rankInterval"u8);
            writer.WriteNumberValue(interval.Low);
            writer.WriteNumberValue(interval.High);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteNull("rankInterval"u8);
        }
        writer.WriteNumber("compared"u8, compared.Places);
        writer.WriteNumber("comparedIllustrative"u8, compared.Illustrative);
        writer.WriteEndObject();
    }

    private static void WriteRisk(Utf8JsonWriter writer, BreakdownRisk? risk)
    {
        if (risk is null)
        {
            writer.WriteNull("breakdownRisk"u8);
            return;
        }
        writer.WriteStartObject("breakdownRisk"u8);
        if (risk.Abstained is { } reason)
        {
            writer.WriteString("abstained"u8, Terms<AbstentionReason>.Text(reason));
        }
        else
        {
            WriteFraction(writer, "probability"u8, risk.Probability, 4);
            writer.WriteStartArray("interval"u8);
            writer.WriteNumberValue(new decimal(risk.Low, 0, 0, false, 4));
            writer.WriteNumberValue(new decimal(risk.High, 0, 0, false, 4));
            writer.WriteEndArray();
            writer.WriteNumber("level"u8, OutcomeRisk.Level / 100m);
            writer.WriteNumber("horizonDays"u8, OutcomeRisk.HorizonDays);
            writer.WriteNumber("similarCases"u8, risk.SimilarCases);
        }
        writer.WriteEndObject();
    }

    private static void WriteAvailability(Utf8JsonWriter writer, Availability? availability)
    {
        writer.WriteStartObject("availability"u8);
        WriteNumber(writer, "freePlaces"u8, availability?.FreePlaces);
        writer.WriteString("asOf"u8, availability?.AsOf.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteString("status"u8, availability is null ? "unknown" : "known");
        writer.WriteEndObject();
    }

    private static void WritePeerGroup(Utf8JsonWriter writer, DateOnly? asOf)
    {
        writer.WriteStartObject("peerGroup"u8);
        writer.WriteString("asOf"u8, asOf?.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteBoolean("known"u8, asOf is not null);
        writer.WriteEndObject();
    }

    private static void WriteGaps(Utf8JsonWriter writer, IReadOnlyList<KnowledgeGap> gaps, TextSet texts)
    {
        writer.WriteStartArray("knowledgeGaps"u8);
        foreach (var gap in gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("field"u8, gap.Field);
            writer.WriteString("subject"u8, gap.Subject);
            writer.WriteBoolean("suspected"u8, gap.IsSuspected);
            WriteFraction(writer, "changesFirst"u8, gap.ChangesFirst, 2);
            WriteFraction(writer, "expectedGain"u8, gap.ExpectedGain, 2);
            writer.WriteString("suggestedStep"u8, gap.SuggestedStep);
            WriteNumber(writer, "usualDays"u8, gap.UsualDays);
            writer.WriteString("text"u8, texts.Of(gap));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNotices(Utf8JsonWriter writer, IReadOnlyList<Notice> notices, TextSet texts)
    {
        writer.WriteStartArray("notices"u8);
        foreach (var notice in notices)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, notice.Code);
            writer.WriteString("text"u8, texts.Of(notice));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    internal static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }

    /// <summary>A whole number of smallest parts as a decimal with fixed places, exactly: 6150 hundredths are 61.50.</summary>
    internal static void WriteFraction(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? parts, byte places)
    {
        if (parts is { } known)
            writer.WriteNumber(name, new decimal(Math.Abs(known), 0, 0, known < 0, places));
        else
            writer.WriteNull(name);
    }

    internal static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> words)
    {
        writer.WriteStartArray(name);
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
