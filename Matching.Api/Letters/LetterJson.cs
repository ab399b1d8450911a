using System.Buffers;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;

namespace Matching.Api.Letters;

/// <summary>A letter as JSON, for a system that lays it out itself. It alone says what the sender has to check.</summary>
internal static class LetterJson
{
    public static void Write(IBufferWriter<byte> output, RecordedLetter written)
    {
        using var writer = new Utf8JsonWriter(output, Json.Options);
        var letter = written.Letter;
        writer.WriteStartObject();
        writer.WriteString("audience"u8, Terms<Audience>.Text(letter.Audience));
        writer.WriteString("lang"u8, Terms<Language>.Text(letter.Language));
        writer.WriteString("ageBand"u8, letter.Band?.Code);
        writer.WriteString("placementId"u8, letter.PlacementId);
        writer.WriteString("textsVersion"u8, written.TextsVersion);
        writer.WriteString("title"u8, letter.Title);
        RankingResponse.WriteList(writer, "opening"u8, letter.Opening);
        writer.WriteStartArray("sections"u8);
        foreach (var section in letter.Sections)
        {
            writer.WriteStartObject();
            writer.WriteString("heading"u8, section.Heading);
            RankingResponse.WriteList(writer, "paragraphs"u8, section.Paragraphs);
            RankingResponse.WriteList(writer, "items"u8, section.Items);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        RankingResponse.WriteList(writer, "closing"u8, letter.Closing);
        writer.WriteNumber("lix"u8, letter.Readability.Lix);
        RankingResponse.WriteList(writer, "checks"u8, letter.Checks);
        writer.WriteEndObject();
    }
}
