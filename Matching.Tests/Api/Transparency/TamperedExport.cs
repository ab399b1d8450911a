using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Matching.Api.Storage;
using Matching.Api.Transparency;

namespace Matching.Tests.Api.Transparency;

/// <summary>An export in the hands of someone who may write anything into it, and who knows how its hashes are made.</summary>
sealed class TamperedExport
{
    readonly List<JsonObject> lines;

    TamperedExport(List<JsonObject> lines) => this.lines = lines;

    public static TamperedExport Of(byte[] export) =>
        new([
            .. Encoding
                .UTF8.GetString(export)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject()),
        ]);

    public byte[] Bytes => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.ToJsonString() + "\n")));

    public JsonObject Entry(int sequence) => Entries.Single(line => line["sequence"]!.GetValue<long>() == sequence);

    public void Remove(int sequence) => lines.Remove(Entry(sequence));

    public void CutAfter(int sequence) => lines.RemoveAll(line => IsEntry(line) && line["sequence"]!.GetValue<long>() > sequence);

    public void Swap(int one, int other)
    {
        var (here, there) = (lines.IndexOf(Entry(one)), lines.IndexOf(Entry(other)));
        (lines[here], lines[there]) = (lines[there], lines[here]);
    }

    public void InsertCopy(int of, int before)
    {
        var copy = JsonNode.Parse(Entry(of).ToJsonString())!.AsObject();
        copy["entryId"] = "inserted";
        lines.Insert(lines.IndexOf(Entry(before)), copy);
    }

    /// <summary>Gives every entry the number, link and hash that fit where it stands, and the footer what fits the entries.</summary>
    public void MakeItFit()
    {
        var (head, tree, number) = (LogEntry.NoHash, new CompactRange(), 0L);
        foreach (var line in Entries)
        {
            line["sequence"] = ++number;
            line["previousHash"] = head;
            var entry = Row(line);
            line["hash"] = head = EntryHash.Of(entry, SHA256.HashData(entry.Payload));
            tree.Add(Convert.FromHexString(head));
        }
        FitFooter(number, head, tree.Root());
    }

    /// <summary>Makes one entry's hash fit its content, and nothing behind it.</summary>
    public void MakeItFit(int sequence)
    {
        var entry = Row(Entry(sequence));
        Entry(sequence)["hash"] = EntryHash.Of(entry, SHA256.HashData(entry.Payload));
    }

    /// <summary>Makes the footer fit what stands above it.</summary>
    public void FitFooter()
    {
        var (tree, head) = (new CompactRange(), LogEntry.NoHash);
        foreach (var line in Entries)
            tree.Add(Convert.FromHexString(head = line["hash"]!.GetValue<string>()));
        FitFooter(tree.Size, head, tree.Root());
    }

    void FitFooter(long entries, string head, byte[] root)
    {
        var footer = lines[^1];
        (footer["entries"], footer["head"], footer["root"]) = (entries, head, Convert.ToBase64String(root));
    }

    IEnumerable<JsonObject> Entries => lines.Where(IsEntry);

    static bool IsEntry(JsonObject line) => line["type"]!.GetValue<string>() == "entry";

    static LogEntry Row(JsonObject line)
    {
        string? Text(string name) => line[name]?.GetValue<string>();
        return new(
            line["sequence"]!.GetValue<long>(),
            Text("entryId")!,
            Text("kind")!,
            Text("recordedAt")!,
            Text("caller")!,
            Text("subjectId"),
            line["stateSequence"]!.GetValue<long>(),
            Text("idempotency"),
            Text("bodyFingerprint"),
            Convert.FromBase64String(Text("payload")!),
            Text("previousHash")!,
            Text("hash")!
        );
    }
}
