using System.Text.RegularExpressions;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

/// <summary>How the source reads: within 140 columns and in plain words.</summary>
public sealed partial class SourceTextTests
{
    private const int MostColumns = 140;
    private static readonly string[] Projects = ["Matching.Engine", "Matching.Api", "Matching.Tests"];

    // A literal keeps to one line where a break would change what it says; the code around it is measured.
    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex Literal();

    [GeneratedRegex(
        @"^\s*//.*\b(anew|whatever|stranger|strangers|reckon|reckons|reckoned)\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline
    )]
    private static partial Regex OldWord();

    [GeneratedRegex(@"\b(?:class|record|struct|interface)\s+(?:struct\s+)?([A-Z]\w*(?:Desk|Board|Book|Manager|Helper|Util|Utils))\b")]
    private static partial Regex HouseholdName();

    [TestCaseSource(nameof(Projects))]
    public void Code_keeps_within_140_columns(string project) =>
        Assert.That(
            Sources(project)
                .SelectMany(file => CodeLines(file.Text).Select((line, index) => (file.Name, Line: index + 1, Text: line)))
                .Where(line => Literal().Replace(line.Text, "").Length > MostColumns)
                .Select(line => $"{line.Name}:{line.Line}"),
            Is.Empty
        );

    [TestCaseSource(nameof(Projects))]
    public void Comments_use_plain_words(string project) =>
        Assert.That(
            Sources(project).SelectMany(file => OldWord().Matches(file.Text).Select(match => $"{file.Name}: {match.Value.Trim()}")),
            Is.Empty
        );

    [TestCaseSource(nameof(Projects))]
    public void Types_are_named_by_the_terms_of_the_field(string project) =>
        Assert.That(
            Sources(project).SelectMany(file => HouseholdName().Matches(file.Text).Select(match => match.Groups[1].Value)),
            Is.Empty
        );

    private static IEnumerable<(string Name, string Text)> Sources(string project) =>
        RepositoryFiles.Sources(project).Select(file => (Path.GetRelativePath(RepositoryFiles.Root, file), File.ReadAllText(file)));

    /// <summary>The lines, those within raw literals left empty: what they hold is data.</summary>
    private static string[] CodeLines(string text) =>
        Regex
            .Replace(text, "\"\"\"[\\s\\S]*?\"\"\"", literal => new string('\n', literal.Value.Count(letter => letter == '\n')))
            .Split('\n');
}
