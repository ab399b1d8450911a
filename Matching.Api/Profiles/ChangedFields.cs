using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Profiles;

/// <summary>Which fields differ between two JSON objects: by path, lists as a whole, and what is null as what is not there.</summary>
internal static class ChangedFields
{
    /// <summary>The paths, in ordinal order.</summary>
    /// <param name="before">One of them; null for nothing at all.</param>
    /// <param name="after">The other.</param>
    public static IReadOnlyList<string> Between(JsonElement? before, JsonElement after)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        Compare(before, after, "", changed);
        return [.. changed];
    }

    private static void Compare(JsonElement? before, JsonElement? after, string path, SortedSet<string> changed)
    {
        var (was, isNow) = (Known(before), Known(after));
        if (was?.ValueKind != JsonValueKind.Object && isNow?.ValueKind != JsonValueKind.Object)
        {
            if (was is null ? isNow is not null : isNow is null || !JsonElement.DeepEquals(was.Value, isNow.Value))
                changed.Add(path);
            return;
        }
        foreach (var name in Names(was).Union(Names(isNow), StringComparer.Ordinal))
            Compare(Member(was, name), Member(isNow, name), path.Length == 0 ? name : $"{path}.{name}", changed);
    }

    private static JsonElement? Known(JsonElement? element) => element is { ValueKind: not JsonValueKind.Null } known ? known : null;

    private static IEnumerable<string> Names(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } known ? known.EnumerateObject().Select(JsonText.NameOf) : [];

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;
}
