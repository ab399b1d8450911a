using System.Globalization;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// The whole record as lines of JSON: a header, the entries in order, the documents, the cases with their wrapped keys when asked for, and
/// a footer with counts,
/// head and Merkle root. Written and read line by line, so the record may be of any size.
/// </summary>
public static class LogExport
{
    private const string Type = "type";

    /// <summary>What each kind of line holds, in the order it is written.</summary>
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["header"] = ["format", "schema", "storeId", "exportedAt", "storeSecret"],
        ["entry"] =
        [
            "sequence",
            "entryId",
            "kind",
            "recordedAt",
            "caller",
            "subjectId",
            "stateSequence",
            "idempotency",
            "bodyFingerprint",
            "payload",
            "previousHash",
            "hash",
        ],
        ["document"] = ["version", "kind", "content", "seal", "recordedAt"],
        ["case"] = ["subjectId", "referenceLookup", "sealedReference", "wrappedKey"],
        ["footer"] = ["entries", "documents", "cases", "head", "root"],
    };

    private static readonly string[] Order = [.. Fields.Keys];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <summary>Writes the record as it is now; what is recorded meanwhile is left out.</summary>
    /// <param name="store">The record.</param>
    /// <param name="withKeys">Whether the cases and their wrapped keys come along.</param>
    /// <param name="output">Where to.</param>
    /// <param name="now">The time, for the header.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidDataException">A row cannot be written down.</exception>
    public static ExportLine.Footer Write(
        ReadOnlyStore store,
        bool withKeys,
        Stream output,
        DateTimeOffset now,
        CancellationToken cancellation = default
    )
    {
        using var writer = new Lines(output);
        var header = new ExportLine.Header(
            store.Settings.Find(CheckpointIssuer.StoreIdSetting),
            Timestamp.Of(now),
            withKeys ? store.MasterKey.WrapStoreSecret() : null
        );
        writer.Write("header", ExportLine.Header.Format, ExportLine.Header.Schema, header.StoreId, header.ExportedAt, header.StoreSecret);

        var tree = new CompactRange();
        var head = LogEntry.NoHash;
        var last = store.Hashes.Last();
        foreach (var entry in store.Rows.Entries(last))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(
                "entry",
                entry.Sequence,
                entry.EntryId,
                entry.Kind,
                entry.RecordedAt,
                entry.Caller,
                entry.SubjectId,
                entry.StateSequence,
                entry.Idempotency,
                entry.BodyFingerprint,
                entry.Payload,
                entry.PreviousHash,
                entry.Hash
            );
            tree.Add(
                LogTree.TryLeafData(entry.Hash)
                    ?? throw new InvalidDataException($"Entry {entry.Sequence}: its hash is not one. Run verify.")
            );
            head = entry.Hash;
        }

        // After the entries: all that they rest on was there before them.
        var documents = 0L;
        foreach (var document in store.Rows.Documents())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write("document", document.Version, document.Kind, document.Content, document.Seal, document.RecordedAt);
            documents++;
        }
        var cases = 0L;
        foreach (var row in withKeys ? store.Rows.Cases() : [])
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write("case", row.SubjectId, row.ReferenceLookup, row.SealedReference, row.WrappedKey);
            cases++;
        }
        if (withKeys && store.Entries.Entries(last + 1, LogKinds.Erasure).Any())
            throw new InvalidDataException("A case was erased meanwhile: its key would be missing, and the erasure too. Export again.");
        var footer = new ExportLine.Footer(tree.Size, documents, cases, head, tree.Root());
        writer.Write("footer", footer.Entries, footer.Documents, footer.Cases, footer.Head, footer.Root);
        return footer;
    }

    /// <summary>
    /// Reads an export line by line. A line that is not as it must be, or not where it must be, is noted with its number and left out;
    /// reading goes on with the
    /// next. Whether the entries are what was recorded is <see cref="ExportVerification"/>'s to say.
    /// </summary>
    public static IEnumerable<ExportLine> Read(Stream input, ICollection<ExportProblem> problems)
    {
        var (number, stage) = (0L, -1);
        foreach (var line in BoundedLines.Read(input))
        {
            number++;
            if (line is not { } bytes)
            {
                problems.Add(new ExportProblem(number, "it is far too long"));
                stage = Math.Max(stage, 0);
                continue;
            }
            if (Parse(bytes, out var type, out var problem) is not { } read)
            {
                problems.Add(new ExportProblem(number, problem!));
                stage = Math.Max(stage, 0);
                continue;
            }
            var place = Array.IndexOf(Order, type);
            if (stage < 0 != (place == 0) || place < stage || stage == Order.Length - 1)
            {
                problems.Add(
                    new ExportProblem(number, stage < 0 ? "the first line must be the header" : $"a line of type {type} may not stand here")
                );
                stage = Math.Max(stage, 0);
                continue;
            }
            stage = place;
            yield return read;
        }
        if (stage != Order.Length - 1)
            problems.Add(new ExportProblem(number + 1, "the footer is missing: the export was cut short"));
    }

    private static ExportLine? Parse(ReadOnlyMemory<byte> bytes, out string type, out string? problem)
    {
        type = "";
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            var fields = json.RootElement;
            if (
                fields.ValueKind != JsonValueKind.Object
                || !fields.TryGetProperty(Type, out var named)
                || named.ValueKind != JsonValueKind.String
            )
            {
                problem = "it is not an object with a type";
                return null;
            }
            type = named.GetString()!;
            if (!Fields.TryGetValue(type, out var names))
            {
                problem = "its type is not known";
                return null;
            }
            if (
                !fields
                    .EnumerateObject()
                    .Select(field => field.Name)
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(names.Append(Type).Order(StringComparer.Ordinal))
            )
            {
                problem = $"a line of type {type} must hold exactly: {string.Join(", ", names)}";
                return null;
            }
            var row = new Row(fields);
            var read = Make(type, row);
            problem = row.Problem;
            return problem is null ? read : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            problem = "it is not valid JSON";
            return null;
        }
    }

    private static ExportLine Make(string type, Row row)
    {
        switch (type)
        {
            case "header":
                row.Require("format", ExportLine.Header.Format);
                row.Require("schema", ExportLine.Header.Schema.ToString(CultureInfo.InvariantCulture));
                return new ExportLine.Header(row.TextOrNull("storeId"), row.Text("exportedAt"), row.TextOrNull("storeSecret"));
            case "entry":
                return new ExportLine.Entry(
                    new LogEntry(
                        row.Number("sequence"),
                        row.Text("entryId"),
                        row.Text("kind"),
                        row.Text("recordedAt"),
                        row.Text("caller"),
                        row.TextOrNull("subjectId"),
                        row.Number("stateSequence"),
                        row.TextOrNull("idempotency"),
                        row.TextOrNull("bodyFingerprint"),
                        row.Bytes("payload"),
                        row.Hash("previousHash"),
                        row.Hash("hash")
                    )
                );
            case "document":
                return new ExportLine.Document(
                    new StoredDocument(
                        row.Text("version"),
                        row.Text("kind"),
                        row.Bytes("content"),
                        row.Text("seal"),
                        row.Text("recordedAt")
                    )
                );
            case "case":
                return new ExportLine.Case(
                    row.Text("subjectId"),
                    row.Text("referenceLookup"),
                    row.Bytes("sealedReference"),
                    row.Bytes("wrappedKey")
                );
            default:
                return new ExportLine.Footer(
                    row.Number("entries"),
                    row.Number("documents"),
                    row.Number("cases"),
                    row.Hash("head"),
                    row.Bytes("root")
                );
        }
    }

    /// <summary>The fields of one line; the first that is not as it must be is its problem.</summary>
    private sealed class Row(JsonElement fields)
    {
        public string? Problem { get; private set; }

        public string Text(string name) => TextOrNull(name) ?? Wrong(name, "must be a text", "");

        public string? TextOrNull(string name) =>
            fields.GetProperty(name) switch
            {
                { ValueKind: JsonValueKind.Null } => null,
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                _ => Wrong(name, "must be a text", ""),
            };

        public long Number(string name) =>
            fields.GetProperty(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt64(out var number)
                ? number
                : Wrong(name, "must be a whole number", 0L);

        public byte[] Bytes(string name) =>
            fields.GetProperty(name) is { ValueKind: JsonValueKind.String } field && field.TryGetBytesFromBase64(out var bytes)
                ? bytes
                : Wrong(name, "must be base64", Array.Empty<byte>());

        public string Hash(string name) =>
            Text(name) is var hash && LogTree.TryLeafData(hash) is not null
                ? hash
                : Wrong(name, "must be 64 lower-case hexadecimal digits", "");

        public void Require(string name, string value)
        {
            if (fields.GetProperty(name).ToString() != value)
                Wrong(name, $"must be {value}", 0);
        }

        private T Wrong<T>(string name, string what, T instead)
        {
            Problem ??= $"{name} {what}";
            return instead;
        }
    }

    private sealed class Lines(Stream output) : IDisposable
    {
        private readonly Utf8JsonWriter _writer = new(output, Json.Options);

        public void Write(string type, params ReadOnlySpan<object?> values)
        {
            _writer.WriteStartObject();
            _writer.WriteString(Type, type);
            var names = Fields[type];
            for (var i = 0; i < names.Length; i++)
            {
                _writer.WritePropertyName(names[i]);
                if (values[i] is null)
                    _writer.WriteNullValue();
                else if (values[i] is byte[] bytes)
                    _writer.WriteBase64StringValue(bytes);
                else if (values[i] is string text)
                    _writer.WriteStringValue(text);
                else
                    _writer.WriteNumberValue(Convert.ToInt64(values[i], CultureInfo.InvariantCulture));
            }
            _writer.WriteEndObject();
            _writer.Flush();
            _writer.Reset();
            output.WriteByte((byte)'\n');
        }

        public void Dispose() => _writer.Dispose();
    }
}
