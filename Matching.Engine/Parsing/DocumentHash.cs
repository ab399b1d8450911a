using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Matching.Engine.Parsing;

/// <summary>
/// The content of a data document, independent of white space and property order in the file, and its hash: the document's version.
/// </summary>
public static class DocumentHash
{
    private const int VersionLength = 32;

    /// <summary>The first 32 hexadecimal digits (128 bits) of SHA-256 over the content.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..VersionLength];

    /// <summary>The same JSON value always gives the same bytes: properties ordered by name, numbers as written, no white space.</summary>
    public static byte[] Canonical(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
