using System.Buffers;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Engine.Inquiry;

namespace Matching.Api.WhatIfs;

/// <summary>
/// The record of a what-if as bytes: that of a ranking, of the same schema, with the patch, what it is based on and what differs. Old
/// schemas are read for ever.
/// </summary>
public static class WhatIfRecordJson
{
    private const int UsualBytes = 40 * 1024;

    /// <summary>The record as it is kept.</summary>
    public static byte[] Write(WhatIfRecord record) =>
        Written(writer =>
        {
            writer.WriteString("rankingId"u8, record.RankingId);
            writer.WritePropertyName("patch"u8);
            record.Patch.WriteTo(writer);
            RankingRecordJson.WriteMembers(writer, record.Ranked);
            DifferenceJson.Write(writer, record.Differences);
        });

    /// <summary>What came out, as a schema holds it, to compare at replay.</summary>
    public static byte[] WriteOutcome(Answer answer, IReadOnlyList<PlacementDifference> differences, int schema) =>
        Written(writer =>
        {
            writer.WritePropertyName("answer"u8);
            AnswerJson.Write(writer, answer, schema);
            DifferenceJson.Write(writer, differences);
        });

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static WhatIfRecord Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        var root = json.RootElement;
        return new WhatIfRecord(RankingIdOf(root), PatchOf(root), RankingRecordJson.Read(root), DifferenceJson.Read(root));
    }

    /// <summary>On what it is based, the patch and what it was asked for, without reading the rest of it.</summary>
    public static (string RankingId, JsonElement Patch, string? Purpose) ReadHead(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        var root = json.RootElement;
        return (RankingIdOf(root), PatchOf(root), RankingRecordJson.PurposeOf(root));
    }

    private static string RankingIdOf(JsonElement root) => root.GetProperty("rankingId").GetString()!;

    private static JsonElement PatchOf(JsonElement root) => root.GetProperty("patch").Clone();

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Json.Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
