using System.Text.RegularExpressions;

namespace Matching.Tests.Support;

/// <summary>A README.md of the repository.</summary>
/// <param name="Path">Where it lies, from the root, with <c>/</c>.</param>
/// <param name="Text">All of it.</param>
sealed partial record ReadmePage(string Path, string Text)
{
    private static readonly string[] Shells = ["sh", "bash", "shell", "console"];
    private static readonly string[] LeftOut = ["bin", "obj", "node_modules", "TestResults"];

    /// <summary>Every README.md, sorted by where it lies.</summary>
    public static IReadOnlyList<ReadmePage> All { get; } =
    [
        .. Directory
            .EnumerateFiles(RepositoryFiles.Root, "README.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => LeftOut.Contains(part) || part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .Select(path => new ReadmePage(path, File.ReadAllText(RepositoryFiles.PathOf(path)))),
    ];

    /// <summary>The page of a folder; of the repository itself when none is named.</summary>
    public static ReadmePage Of(params string[] folders) => All.Single(page => page.Path == string.Join('/', [.. folders, "README.md"]));

    /// <summary>Its lines, without line feeds.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>Its fenced blocks in order.</summary>
    public IReadOnlyList<FencedBlock> Blocks { get; } = ReadBlocks(Text);

    /// <summary>Its blocks of shell commands in order.</summary>
    public IEnumerable<FencedBlock> Commands => Blocks.Where(block => Shells.Contains(block.Language));

    /// <summary>What is neither in a fenced block nor a row of a table nor a comment, with the numbers of the lines.</summary>
    public IEnumerable<(int Number, string Text)> Prose =>
        Lines
            .Select((line, index) => (Number: index + 1, Text: line))
            .Where(line =>
                !Blocks.Any(block => block.FirstLine <= line.Number && line.Number <= block.LastLine)
                && !line.Text.StartsWith('|')
                && !line.Text.StartsWith("<!--", StringComparison.Ordinal)
            );

    /// <summary>The targets of its links to other files and sections of the repository.</summary>
    public IEnumerable<string> Links =>
        Prose
            .Select(line => line.Text)
            .Concat(Lines.Where(line => line.StartsWith('|')))
            .SelectMany(line => Link().Matches(line))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors =>
        Prose
            .Where(line => line.Text.StartsWith('#'))
            .Select(line => NoAnchorLetter().Replace(line.Text.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    public override string ToString() => Path;

    private static List<FencedBlock> ReadBlocks(string text)
    {
        var lines = text.Split('\n');
        var blocks = new List<FencedBlock>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (!lines[at].TrimStart().StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, at + 1, line => line.Trim() == "```");
            if (end < 0)
                throw new FormatException($"The block in line {at + 1} is never closed.");
            var comment = at > 0 ? Comment().Match(lines[at - 1]) : Match.Empty;
            blocks.Add(
                new FencedBlock(
                    lines[at].Trim()[3..],
                    at + 1,
                    end + 1,
                    [.. lines[(at + 1)..end]],
                    comment.Success ? comment.Groups[1].Value : null
                )
            );
            at = end;
        }
        return blocks;
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\s-]")]
    private static partial Regex NoAnchorLetter();

    [GeneratedRegex(@"^\s*<!--\s*(.*?)\s*-->\s*$")]
    private static partial Regex Comment();
}
