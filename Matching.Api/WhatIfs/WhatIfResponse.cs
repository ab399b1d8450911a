using System.Buffers;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.WhatIfs;

/// <summary>What-ifs and counterfactuals as callers read them, in words of their language.</summary>
internal static class WhatIfResponse
{
    /// <summary>Writes a what-if.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="whatIf">What was recorded.</param>
    /// <param name="referenceData">The catalogue and criteria of its versions.</param>
    /// <param name="texts">The texts of its version, in the caller's language.</param>
    /// <param name="top">How many ranked places of the answer to show; null = all, and the excluded. The differences are always all
    /// there.</param>
    public static void Write(IBufferWriter<byte> output, RecordedWhatIf whatIf, ReferenceDataSet referenceData, TextSet texts, int? top)
    {
        using var writer = new Utf8JsonWriter(output, Json.Options);
        writer.WriteStartObject();
        writer.WriteString("whatIfId"u8, whatIf.WhatIfId);
        writer.WriteString("rankingId"u8, whatIf.Record.RankingId);
        writer.WriteString("recordedAt"u8, whatIf.RecordedAt);
        writer.WriteStartObject("answer"u8);
        RankingResponse.WriteMembers(writer, whatIf.Record.Ranked, referenceData, texts, top);
        writer.WriteEndObject();
        writer.WriteStartArray("differences"u8);
        var changeTexts = new ChangeTexts(new AnswerTexts(texts, referenceData.Catalogue));
        foreach (var difference in whatIf.Record.Differences)
            Write(writer, difference, changeTexts.Of(difference));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes what would bring a place forward.</summary>
    public static void Write(IBufferWriter<byte> output, CounterfactualList list, ReferenceDataSet referenceData, TextSet texts)
    {
        using var writer = new Utf8JsonWriter(output, Json.Options);
        var changeTexts = new ChangeTexts(new AnswerTexts(texts, referenceData.Catalogue));
        writer.WriteStartObject();
        writer.WriteString("placementId"u8, list.PlacementId);
        writer.WriteString("goal"u8, Terms<CounterfactualGoal>.Text(list.Goal));
        writer.WriteString("text"u8, changeTexts.Of(list));
        writer.WriteStartArray("sets"u8);
        foreach (var set in list.Sets)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("changes"u8);
            foreach (var change in set.Changes)
            {
                writer.WriteStartObject();
                writer.WriteString("fact"u8, change.Fact);
                Write(writer, "from"u8, change.From);
                Write(writer, "to"u8, change.To);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteNumber("rank"u8, set.Rank);
            RankingResponse.WriteFraction(writer, "score"u8, set.Score, 2);
            writer.WriteString("text"u8, changeTexts.Of(set, list));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("found"u8, list.Found);
        writer.WriteBoolean("complete"u8, list.Complete);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PlacementDifference difference, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("placementId"u8, difference.PlacementId);
        Write(writer, "from"u8, difference.From);
        Write(writer, "to"u8, difference.To);
        writer.WriteStartArray("contributions"u8);
        foreach (var change in difference.Contributions)
        {
            writer.WriteStartObject();
            writer.WriteString("criterion"u8, change.Criterion);
            RankingResponse.WriteFraction(writer, "from"u8, change.From, 2);
            RankingResponse.WriteFraction(writer, "to"u8, change.To, 2);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        RankingResponse.WriteList(writer, "conditionsAdded"u8, difference.ConditionsAdded);
        RankingResponse.WriteList(writer, "conditionsRemoved"u8, difference.ConditionsRemoved);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, PlacementPosition position)
    {
        writer.WriteStartObject(name);
        RankingResponse.WriteNumber(writer, "rank"u8, position.Rank);
        RankingResponse.WriteFraction(writer, "score"u8, position.Score, 2);
        writer.WriteString("eligibility"u8, Terms<EligibilityStatus>.Text(position.EligibilityStatus));
        writer.WriteEndObject();
    }

    /// <summary>A value as a request has it.</summary>
    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, FactValue value)
    {
        switch (value)
        {
            case FactValue.Word word:
                writer.WriteString(name, word.Text);
                break;
            case FactValue.Words words:
                RankingResponse.WriteList(writer, name, words.Texts);
                break;
            case FactValue.Conflicts conflicts:
                writer.WriteStartArray(name);
                foreach (var conflict in conflicts.Items)
                {
                    writer.WriteStartObject();
                    writer.WriteString("placementId"u8, conflict.PlacementId);
                    writer.WriteString("reason"u8, Terms<Engine.Profiles.ConflictReason>.Text(conflict.Reason));
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNull(name);
                break;
        }
    }
}
