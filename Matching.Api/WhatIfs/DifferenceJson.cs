using System.Text.Json;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;

namespace Matching.Api.WhatIfs;

/// <summary>The differences of a record as JSON: fixed order, whole numbers only.</summary>
internal static class DifferenceJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<PlacementDifference> differences)
    {
        writer.WriteStartArray("differences"u8);
        foreach (var difference in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, difference.PlacementId);
            Write(writer, "from"u8, difference.From);
            Write(writer, "to"u8, difference.To);
            writer.WriteStartArray("contributions"u8);
            foreach (var change in difference.Contributions)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(change.Criterion);
                WriteNumber(writer, change.From);
                WriteNumber(writer, change.To);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            Write(writer, "added"u8, difference.ConditionsAdded);
            Write(writer, "removed"u8, difference.ConditionsRemoved);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static PlacementDifference[] Read(JsonElement record) => [.. record.GetProperty("differences").EnumerateArray().Select(ReadOne)];

    private static PlacementDifference ReadOne(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            ReadPosition(json.GetProperty("from")),
            ReadPosition(json.GetProperty("to")),
            [
                .. json.GetProperty("contributions")
                    .EnumerateArray()
                    .Select(change => new ContributionChange(change[0].GetString()!, ReadNumber(change[1]), ReadNumber(change[2]))),
            ],
            ReadWords(json.GetProperty("added")),
            ReadWords(json.GetProperty("removed"))
        );

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, PlacementPosition position)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(Terms<EligibilityStatus>.Text(position.EligibilityStatus));
        WriteNumber(writer, position.Rank);
        WriteNumber(writer, position.Score);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> words)
    {
        writer.WriteStartArray(name);
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, int? number)
    {
        if (number is { } known)
            writer.WriteNumberValue(known);
        else
            writer.WriteNullValue();
    }

    private static PlacementPosition ReadPosition(JsonElement json) =>
        new(ReadNumber(json[1]), ReadNumber(json[2]), Terms<EligibilityStatus>.Parse(json[0].GetString()!));

    private static int? ReadNumber(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : json.GetInt32();

    private static string[] ReadWords(JsonElement json) => [.. json.EnumerateArray().Select(word => word.GetString()!)];
}
