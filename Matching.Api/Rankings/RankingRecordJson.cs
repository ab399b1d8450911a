using System.Buffers;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;

namespace Matching.Api.Rankings;

/// <summary>
/// The record as bytes, fixed order, whole numbers only. Old schemas are read for ever.
/// </summary>
public static class RankingRecordJson
{
    /// <summary>The schema that is written now; a ranking with a model has one of its own, for it holds risks.</summary>
    public const int Schema = 2,
        SchemaWithModel = 3;

    private const int OldestSchema = 1;

    /// <summary>Most records fit, so that the buffer need not grow.</summary>
    private const int UsualBytes = 32 * 1024;

    /// <summary>The schema that a ranking of a mode is written in.</summary>
    public static int SchemaOf(RankingMode mode) => mode == RankingMode.RulesAndModel ? SchemaWithModel : Schema;

    /// <summary>The record as it is kept.</summary>
    public static byte[] Write(RankingRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Json.Options))
        {
            writer.WriteStartObject();
            WriteMembers(writer, record);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes what a record holds into an object that may hold more.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, RankingRecord record)
    {
        writer.WriteNumber("schema"u8, record.Schema);
        writer.WriteString("caseReference"u8, record.CaseReference);
        writer.WriteString("mode"u8, Terms<RankingMode>.Text(record.Mode));
        record.Versions.Write(writer);
        writer.WritePropertyName("request"u8);
        record.Request.WriteTo(writer);
        writer.WritePropertyName("answer"u8);
        AnswerJson.Write(writer, record.Answer, record.Schema);
        if (record.Purpose is { } purpose)
            writer.WriteString("purpose"u8, purpose);
        if (record.ProfileVersion is { } version)
            writer.WriteNumber("profileVersion"u8, version);
    }

    /// <summary>The answer alone, as a schema holds it, to compare at replay.</summary>
    public static byte[] WriteAnswer(Answer answer, int schema)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Json.Options))
            AnswerJson.Write(writer, answer, schema);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static RankingRecord Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        return Read(json.RootElement);
    }

    /// <summary>Reads a record that may be part of a larger one.</summary>
    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    internal static RankingRecord Read(JsonElement root)
    {
        var schema = root.GetProperty("schema").GetInt32();
        if (schema is < OldestSchema or > SchemaWithModel)
            throw new FormatException("The record has a schema that this program does not know.");
        return new RankingRecord(
            root.GetProperty("request").Clone(),
            Text(root, "caseReference"),
            Terms<RankingMode>.Parse(Text(root, "mode")),
            ReadVersions(root.GetProperty("versions")),
            AnswerJson.Read(root.GetProperty("answer"), schema)
        )
        {
            Purpose = PurposeOf(root),
            ProfileVersion = root.TryGetProperty("profileVersion", out var version) ? version.GetInt32() : null,
            Schema = schema,
        };
    }

    /// <summary>What a recorded ranking was asked for, without reading the rest of it.</summary>
    public static string? ReadPurpose(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        return PurposeOf(json.RootElement);
    }

    /// <summary>
    /// The documents a log entry rests on and the case it names; nothing unless it is a ranking, a what-if or about a model.
    /// </summary>
    public static EntryClaims ClaimsOf(LogEntry entry, byte[] payload)
    {
        if (entry.Kind is LogKinds.ModelPromotion or LogKinds.ModelRollback or LogKinds.ModelUse)
            return new EntryClaims { Documents = ModelChange.DocumentsOf(entry.Kind, payload) };
        if (entry.Kind is not (LogKinds.Ranking or LogKinds.WhatIf))
            return EntryClaims.None;
        using var json = JsonDocument.Parse(payload);
        var versions = ReadVersions(json.RootElement.GetProperty("versions"));
        string[] documents = [versions.Rules, versions.Criteria, versions.Catalogue, versions.Texts];
        return new EntryClaims
        {
            Documents = versions.Model is { } model ? [.. documents, model] : documents,
            CaseReference = Text(json.RootElement, "caseReference"),
        };
    }

    internal static string? PurposeOf(JsonElement root) => root.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null;

    private static RankingVersions ReadVersions(JsonElement json) =>
        new(
            Text(json, "engine"),
            Text(json, "rules"),
            Text(json, "criteria"),
            Text(json, "catalogue"),
            Text(json, "texts"),
            json.GetProperty("state").GetInt64(),
            json.GetProperty("model").GetString()
        );

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
