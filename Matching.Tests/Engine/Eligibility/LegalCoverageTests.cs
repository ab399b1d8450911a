using System.Globalization;
using System.Text.RegularExpressions;
using Matching.Engine.Eligibility;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>The table of what was read of the law holds every line of the rules once, and names tests and acts that there are.</summary>
public sealed partial class LegalCoverageTests
{
    private const string Heading = "## legal-coverage";
    private const double Goal = 90;

    private static readonly Row[] Rows = [.. ReadRows()];
    private static readonly Authority[] Lines = [.. TestReferenceData.Rules.Authorities];

    [Test]
    public void Every_line_stands_in_the_table_once_and_no_other() =>
        Assert.That(Rows.SelectMany(row => row.Rules).Order(), Is.EqualTo(Lines.Select(line => line.Id).Order()));

    [Test]
    public void The_table_says_where_a_line_is_written_and_what_was_read_for_it()
    {
        var byId = Lines.ToDictionary(line => line.Id);
        foreach (var (row, id) in Rows.SelectMany(row => row.Rules.Select(id => (row, id))))
            Assert.That((row.Paragraph, row.Acts), Is.EqualTo((byId[id].Source, byId[id].Acts)), id);
    }

    [Test]
    public void Every_test_named_is_there()
    {
        var methods = typeof(LegalCoverageTests)
            .Assembly.GetTypes()
            .Where(type => !type.IsNested)
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var cases = Directory
            .EnumerateFiles(RepositoryFiles.PathOf("data", "cases"), "*.json")
            .Select(file => $"cases/{Path.GetFileName(file).Split('-')[0]}")
            .ToHashSet(StringComparer.Ordinal);
        var named = Rows.SelectMany(row => row.Tests).Distinct().ToList();

        Assert.That(named.Where(test => !methods.Contains(test) && !cases.Contains(test)), Is.Empty);
        Assert.That(Rows.Where(row => row.Tests.Length == 0).SelectMany(row => row.Rules), Is.Empty);
    }

    [Test]
    public void Every_act_says_its_wording_when_it_was_read_and_where()
    {
        var page = ReadmePage.Of("data", "rules").Text;

        foreach (var act in TestReferenceData.Rules.Acts)
        {
            var read = act.Read.ToString("O", CultureInfo.InvariantCulture);
            Assert.That(page, Does.Contain($"| `{act.Id}` {act.Title} | {act.Wording} | read {read}: {act.Where} |"));
        }
        Assert.That(TestReferenceData.Rules.Acts.Select(act => act.Id).Except(Lines.SelectMany(line => line.Acts)), Is.Empty);
    }

    [Test]
    public void Nine_of_ten_lines_were_read_and_the_page_says_how_many()
    {
        var read = Lines.Count(line => line.Verified);
        var share = 100.0 * read / Lines.Length;

        Assert.That(share, Is.AtLeast(Goal));
        Assert.That(
            ReadmePage.Of("data", "rules").Text,
            Does.Contain(string.Create(CultureInfo.InvariantCulture, $"**{read} of {Lines.Length} lines ({share:0.0} %)**"))
        );
    }

    [Test]
    public void No_line_claims_a_lawyers_word() => Assert.That(Lines.Select(line => line.LegallyReviewed), Is.All.EqualTo(false));

    private static IEnumerable<Row> ReadRows() =>
        ReadmePage
            .Of("data", "rules")
            .Lines.SkipWhile(line => line != Heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|'))
            .Select(cells => new Row(cells[0].Trim(), Names(cells[1]), Names(cells[2]), Names(cells[3])));

    private static string[] Names(string cell) => [.. Quoted().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    private sealed record Row(string Paragraph, string[] Rules, string[] Tests, string[] Acts);
}
