using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Matching.Engine.Parsing;

/// <summary>
/// JSON merge patch (RFC 7396): objects are merged, member by member; <c>null</c> removes a member; every other value, lists too, stands in
/// the place of what was there.
/// </summary>
public static class MergePatch
{
    /// <summary>The media type of a patch.</summary>
    public const string MediaType = "application/merge-patch+json";

    /// <summary>Notes every member that a patch holds twice: which of the two is meant would be lost in merging.</summary>
    public static void RefuseTwice(JsonElement patch, Problems problems) => RefuseTwice(patch, "", problems);

    /// <summary>The target with the patch applied.</summary>
    public static JsonElement Apply(JsonElement target, JsonElement patch) => Merge(target, patch, showsRemoved: false);

    /// <summary>
    /// The same, but what the patch removes stands there as <c>null</c>, also where there was nothing to remove. To a reader for whom
    /// <c>null</c> and absent are one it is the same
    /// value, and one that refuses unknown names sees those the patch would remove too.
    /// </summary>
    public static JsonElement ApplyShowingRemoved(JsonElement target, JsonElement patch) => Merge(target, patch, showsRemoved: true);

    private static void RefuseTwice(JsonElement element, string path, Problems problems)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                RefuseTwice(item, $"{path}[{index++}]", problems);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var name = JsonText.NameOf(member);
                var inside = path.Length == 0 ? JsonText.Shown(name) : $"{path}.{JsonText.Shown(name)}";
                if (!names.Add(name))
                    problems.Add(inside, "is there twice");
                RefuseTwice(member.Value, inside, problems);
            }
        }
    }

    private static JsonElement Merge(JsonElement target, JsonElement patch, bool showsRemoved)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, target, patch, showsRemoved);
        using var merged = JsonDocument.Parse(output.WrittenMemory);
        return merged.RootElement.Clone();
    }

    // Values and names go over as the bytes they are: a text with half a character in it, which no writer takes, is for the reader to
    // refuse.
    private static void Write(ArrayBufferWriter<byte> output, JsonElement? target, JsonElement patch, bool showsRemoved)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            output.Write(JsonMarshal.GetRawUtf8Value(patch));
            return;
        }
        var changes = new Dictionary<string, JsonProperty>(StringComparer.Ordinal);
        foreach (var member in patch.EnumerateObject())
            changes[JsonText.NameOf(member)] = member;
        var isFirst = true;
        output.Write("{"u8);
        if (target is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                if (!changes.Remove(JsonText.NameOf(member), out var change))
                {
                    WriteName(output, member, ref isFirst);
                    output.Write(JsonMarshal.GetRawUtf8Value(member.Value));
                }
                else
                {
                    WriteChange(output, member, member.Value, change.Value, showsRemoved, ref isFirst);
                }
            }
        }
        foreach (var member in patch.EnumerateObject())
        {
            if (changes.Remove(JsonText.NameOf(member), out var change))
                WriteChange(output, change, null, change.Value, showsRemoved, ref isFirst);
        }
        output.Write("}"u8);
    }

    private static void WriteChange(
        ArrayBufferWriter<byte> output,
        JsonProperty named,
        JsonElement? target,
        JsonElement change,
        bool showsRemoved,
        ref bool isFirst
    )
    {
        if (change.ValueKind == JsonValueKind.Null && !showsRemoved)
            return;
        WriteName(output, named, ref isFirst);
        Write(output, target, change, showsRemoved);
    }

    private static void WriteName(ArrayBufferWriter<byte> output, JsonProperty member, ref bool isFirst)
    {
        output.Write(isFirst ? "\""u8 : ",\""u8);
        isFirst = false;
        output.Write(JsonMarshal.GetRawUtf8PropertyName(member));
        output.Write("\":"u8);
    }
}
