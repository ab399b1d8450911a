using System.Text.Json;
using Matching.Api.ReferenceData;
using Matching.Engine;

namespace Matching.Api.Rankings;

/// <summary>What a replay found.</summary>
/// <param name="Identical">The answer came out the same to the byte.</param>
/// <param name="EngineChanged">The engine is another one than recorded.</param>
/// <param name="Differences">Where the answers differ.</param>
public sealed record ReplayResult(bool Identical, bool EngineChanged, IReadOnlyList<ReplayDifference> Differences)
{
    /// <summary>Compares what was recorded with what came out now, both as canonical JSON.</summary>
    internal static ReplayResult Compare(RankingVersions versions, byte[] recorded, byte[] replayed)
    {
        var engineChanged = versions.Engine != Matcher.EngineVersion;
        if (recorded.AsSpan().SequenceEqual(replayed))
            return new ReplayResult(true, engineChanged, []);
        using var one = JsonDocument.Parse(recorded);
        using var other = JsonDocument.Parse(replayed);
        var differences = new List<ReplayDifference>();
        Compare(one.RootElement, other.RootElement, "", differences);
        return new ReplayResult(false, engineChanged, differences);
    }

    private static void Compare(JsonElement? recorded, JsonElement? replayed, string path, List<ReplayDifference> differences)
    {
        if (recorded is { ValueKind: JsonValueKind.Object } one && replayed is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(property => property.Name).Distinct())
                Compare(Property(one, name), Property(other, name), path.Length == 0 ? name : $"{path}.{name}", differences);
        }
        else if (recorded is { ValueKind: JsonValueKind.Array } list && replayed is { ValueKind: JsonValueKind.Array } otherList)
        {
            for (var i = 0; i < Math.Max(list.GetArrayLength(), otherList.GetArrayLength()); i++)
                Compare(Item(list, i), Item(otherList, i), $"{path}[{i}]", differences);
        }
        else if (recorded?.GetRawText() != replayed?.GetRawText())
        {
            differences.Add(new ReplayDifference(path, recorded?.Clone(), replayed?.Clone()));
        }
    }

    private static JsonElement? Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Item(JsonElement json, int index) => index < json.GetArrayLength() ? json[index] : null;
}

/// <summary>One place in the answer that differs; null = not there.</summary>
public sealed record ReplayDifference(string Path, JsonElement? Recorded, JsonElement? Replayed);
