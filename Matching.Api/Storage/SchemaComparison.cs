using System.Text.RegularExpressions;

namespace Matching.Api.Storage;

/// <summary>One thing a database is made of: what it is, its name, and what it says.</summary>
/// <param name="What">Such as <c>trigger x on y</c>.</param>
/// <param name="Text">Its definition.</param>
sealed record SchemaPart(string What, string Text);

/// <summary>Holds what a database is made of against what it must be made of.</summary>
static partial class SchemaComparison
{
    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    /// <summary>Each difference in a few words: what is added, what is missing, what says something else.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<SchemaPart> found, IEnumerable<SchemaPart> expected)
    {
        var left = expected.ToDictionary(part => part.What, part => Plain(part.Text), StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var part in found)
        {
            if (!left.Remove(part.What, out var text))
                differences.Add($"{part.What} was added");
            else if (text != Plain(part.Text))
                differences.Add($"{part.What} was changed");
        }
        differences.AddRange(left.Keys.Select(what => $"{what} is missing"));
        differences.Sort(StringComparer.Ordinal);
        return differences;
    }

    // How it is indented says nothing, and a dump and a migration may differ in it.
    static string Plain(string text) => WhiteSpace().Replace(text, " ").Trim();
}
