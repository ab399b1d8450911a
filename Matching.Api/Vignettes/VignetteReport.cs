using System.Buffers;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Localization;

namespace Matching.Api.Vignettes;

/// <summary>Every case of a folder, tried on some data.</summary>
public sealed record VignetteReport(IReadOnlyList<VignetteResult> Results)
{
    private const int Schema = 1;

    /// <summary>How many cases hold.</summary>
    public int Held => Results.Count(result => result.Holds);

    /// <summary>Whether all of them do.</summary>
    public bool AllHold => Held == Results.Count;

    /// <summary>Tries cases.</summary>
    public static VignetteReport Of(IEnumerable<VignetteFile> cases, ReferenceDataSet referenceData) =>
        new([.. cases.Select(one => one.Try(referenceData))]);

    /// <summary>Writes it as JSON, with the versions it rests on and the sentences of a language.</summary>
    public void Write(IBufferWriter<byte> output, ShippedData data, Language language)
    {
        var texts = data.Texts.In(language);
        using var writer = new Utf8JsonWriter(output, Json.Options);
        writer.WriteStartObject();
        writer.WriteNumber("schema"u8, Schema);
        writer.WriteStartObject("versions"u8);
        writer.WriteString("engine"u8, Matcher.EngineVersion);
        writer.WriteString("rules"u8, data.ReferenceDataSet.Rules.Version);
        writer.WriteString("criteria"u8, data.ReferenceDataSet.Criteria.Version);
        writer.WriteString("catalogue"u8, data.ReferenceDataSet.Catalogue.Version);
        writer.WriteString("texts"u8, data.Texts.Version);
        writer.WriteEndObject();
        writer.WriteNumber("cases"u8, Results.Count);
        writer.WriteNumber("held"u8, Held);
        writer.WriteStartArray("results"u8);
        foreach (var result in Results)
            Write(writer, result, texts, language);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, VignetteResult result, TextSet texts, Language language)
    {
        writer.WriteStartObject();
        writer.WriteString("case"u8, result.Case.Name);
        writer.WriteString("title"u8, result.Case.Title.In(language));
        writer.WriteString("statement"u8, result.Case.Statement.In(language));
        writer.WriteString("source"u8, result.Case.Source);
        writer.WriteBoolean("held"u8, result.Holds);
        writer.WriteStartArray("expectations"u8);
        foreach (var (finding, expect) in result.Findings.Zip(result.Case.Expect))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("expect"u8);
            expect.WriteTo(writer);
            writer.WriteString("text"u8, texts.Of(finding.Expectation.Expected));
            writer.WriteBoolean("held"u8, finding.Holds);
            writer.WriteString("seen"u8, finding.Seen is { } seen ? texts.Of(seen) : null);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
