using System.Buffers;
using System.Text.Json;

namespace Matching.Engine.Parsing;

/// <summary>
/// The files of one kind of data (catalogue, rules, criteria, texts) as one document: file names mapped to content, with a version
/// that is a hash over all of it. Kept whole by whoever records a ranking, so that the ranking can be replayed years later.
/// </summary>
public sealed class DataDocument
{
    private DataDocument(byte[] content)
    {
        Content = content;
        using var parsed = JsonDocument.Parse(content);
        Files = [.. parsed.RootElement.EnumerateObject().Select(file => (file.Name, file.Value.Clone()))];
    }

    /// <summary>Canonical bytes of the whole.</summary>
    public byte[] Content { get; }

    /// <summary>Hash of <see cref="Content"/>.</summary>
    public string Version => field ??= DocumentHash.Of(Content);

    /// <summary>File name and content, ordered by name.</summary>
    public IReadOnlyList<(string Name, JsonElement Content)> Files { get; }

    /// <summary>Makes a document from the bytes of its files.</summary>
    /// <exception cref="DataException">A file is not JSON, or has a property twice.</exception>
    public static DataDocument FromFiles(IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files)
    {
        var problems = new Problems();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, content) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                try
                {
                    using var parsed = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(DocumentHash.Canonical(parsed.RootElement), skipInputValidation: true);
                }
                catch (JsonException fault)
                {
                    problems.Add(name, $"is not valid JSON: {fault.Message}");
                }
            }
            DataException.ThrowIfAny("The data", problems);
            writer.WriteEndObject();
        }
        return new DataDocument(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Opens a document that was kept.</summary>
    /// <param name="content">What <see cref="Content"/> gave.</param>
    public static DataDocument FromContent(byte[] content) => new(content);
}
