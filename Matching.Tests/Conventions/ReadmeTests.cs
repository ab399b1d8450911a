using System.Text.RegularExpressions;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

/// <summary>How the READMEs read: short, in plain words, each link leading somewhere.</summary>
public sealed partial class ReadmeTests
{
    private const int MostLines = 200;
    private const int MostColumns = 140;
    private static readonly string[] Projects = ["Matching.Engine", "Matching.Api"];
    private static readonly string[] NoRooms = ["bin", "obj"];

    private static IEnumerable<ReadmePage> Pages => ReadmePage.All;

    [Test]
    public void The_first_page_is_short() => Assert.That(ReadmePage.Of().Lines, Has.Length.AtMost(MostLines));

    [TestCaseSource(nameof(Projects))]
    public void The_house_lists_every_room_and_no_other(string project)
    {
        var row = ReadmePage.Of().Lines.Single(line => line.StartsWith($"| `{project}/`", StringComparison.Ordinal));
        var listed = row.Split('|')[2].Split('·').Select(room => room.Trim());
        var folders = Directory.GetDirectories(RepositoryFiles.PathOf(project)).Select(folder => Path.GetFileName(folder));

        Assert.That(listed, Is.EquivalentTo(folders.Except(NoRooms)));
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_link_leads_to_a_file_or_a_heading(object page)
    {
        var from = (ReadmePage)page;
        Assert.That(from.Links.Where(target => !Exists(from, target)), Is.Empty);
    }

    [Test]
    public void Every_page_is_reached_from_the_first()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { ReadmePage.Of().Path };
        var waiting = new Queue<ReadmePage>([ReadmePage.Of()]);
        while (waiting.TryDequeue(out var page))
        {
            foreach (var next in ReadmePage.All.Where(other => page.Links.Any(target => PathOf(page, target) == other.Path)))
            {
                if (reached.Add(next.Path))
                    waiting.Enqueue(next);
            }
        }
        Assert.That(ReadmePage.All.Select(page => page.Path).Except(reached), Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Prose_keeps_within_140_columns(object page) =>
        Assert.That(((ReadmePage)page).Prose.Where(line => line.Text.Length > MostColumns).Select(line => line.Number), Is.Empty);

    [TestCaseSource(nameof(Pages))]
    public void Words_are_plain(object page) =>
        Assert.That(OldWord().Matches(((ReadmePage)page).Text).Select(match => match.Value), Is.Empty);

    private static bool Exists(ReadmePage from, string target)
    {
        var path = PathOf(from, target);
        if (!target.Contains('#'))
            return File.Exists(RepositoryFiles.PathOf(path)) || File.Exists(RepositoryFiles.PathOf(path, "README.md"));
        return ReadmePage.All.SingleOrDefault(page => page.Path == path) is { } page && page.Anchors.Contains(target.Split('#')[1]);
    }

    /// <summary>Where a link leads, from the root.</summary>
    private static string PathOf(ReadmePage from, string target)
    {
        var file = target.Split('#')[0];
        if (file.Length == 0)
            return from.Path;
        var folder = Path.GetDirectoryName(RepositoryFiles.PathOf(from.Path))!;
        return Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(folder, file))).Replace('\\', '/');
    }

    [GeneratedRegex(@"\b(anew|whatever|strangers?|reckon(s|ed|ing)?|foretold|for ever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OldWord();
}
