using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Matching.Tests.Api.Commands;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

/// <summary>
/// The commands of every README, run in the order they stand, in a copy of the repository's files and against a service of their own, as
/// someone does who has just cloned it.
/// </summary>
[Platform("Linux")]
public sealed partial class ReadmeCommandsTests
{
    private const string Address = "http://127.0.0.1:5080";
    private const string Gap = "…";
    private const int ShortestReason = 15;

    // What a clone holds and commands read; the project's folder is there for its name.
    private static readonly string[] Copied = ["data", "models", "Matching.Api/Deploy", ".gitignore"];

    private static readonly Lazy<HashSet<string>> Tests = new(() =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetTypes()
                .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes<NUnitAttribute>().Any()))
                .Select(type => type.Name),
        ]
    );

    private DirectoryInfo? _root;

    private static IEnumerable<ReadmePage> Pages => ReadmePage.All.Where(page => page.Commands.Any(IsRunHere));

    private static IEnumerable<(ReadmePage Page, FencedBlock Block)> Marked =>
        ReadmePage.All.SelectMany(page => page.Commands.Where(block => !IsRunHere(block)).Select(block => (page, block)));

    private string Checkout => Path.Combine(_root!.FullName, "checkout");

    [TearDown]
    public void Remove()
    {
        _root?.Delete(recursive: true);
        _root = null;
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Its_commands_succeed_in_order_and_print_what_it_shows(object page)
    {
        Bash.Require("bash", "curl", "git", "jq");
        Clone();
        var blocks = ((ReadmePage)page).Commands.Where(IsRunHere).ToList();
        await using var service = await RunningService.StartAsync(new DirectoryInfo(Path.Combine(Checkout, ".matching")));
        var bash = Bash.WithStandIns(Path.Combine(_root!.FullName, "bin"), "curl", "dotnet");
        bash.Environment["DataDirectory"] = service.DataDirectory;
        bash.Environment["SERVICE"] = service.Address;
        Assert.That((await bash.RunAsync("git init -q . && git add -A", Checkout)).Code, Is.Zero);

        var run = await bash.RunAsync(Script(blocks).Replace(Address, service.Address, StringComparison.Ordinal), Checkout);

        Assert.That(run.Code, Is.Zero, $"{run.Error}\n{run.Out}");
        Assert.That(Problem().IsMatch(run.Out), Is.False, run.Out);
        var printed = Printed(run.Out);
        foreach (
            var (block, shown) in blocks.Select(block => (block, Shown((ReadmePage)page, block))).Where(pair => pair.Item2 is not null)
        )
            Assert.That(
                MissingIn(printed[block.FirstLine], shown!.Lines),
                Is.Null,
                $"shown in line {shown.FirstLine}, printed:\n{string.Join('\n', printed[block.FirstLine])}"
            );
        var left = await bash.RunAsync("git ls-files --others --exclude-standard; git diff --name-only", Checkout);
        Assert.That(left, Is.EqualTo((0, "", "")), "what git would see of personal data and of changed files");
    }

    [Test]
    public void Every_block_that_is_not_run_here_names_the_test_that_runs_it_or_the_reason()
    {
        Assert.That(Marked, Is.Not.Empty);
        Assert.That(
            Marked
                .Where(one => one.Block.RunBy is { } test ? !IsRunBy(test, one.Block) : one.Block.NotRunBecause!.Length < ShortestReason)
                .Select(one => $"{one.Page}:{one.Block.FirstLine} {one.Block.Mark}"),
            Is.Empty
        );
    }

    [Test]
    public void Commands_stand_in_blocks_of_a_shell()
    {
        var others = ReadmePage.All.SelectMany(page =>
            page.Blocks.Except(page.Commands)
                .SelectMany(block => block.Lines)
                .Where(line => Command().IsMatch(line))
                .Select(line => $"{page}: {line}")
        );
        Assert.That(others, Is.Empty);
    }

    /// <summary>Whether a class of tests exists and names the verbs of the commands, or reads the page they stand on.</summary>
    private static bool IsRunBy(string test, FencedBlock block)
    {
        if (!Tests.Value.Contains(test))
            return false;
        var source = File.ReadAllText(RepositoryFiles.Sources("Matching.Tests").Single(file => Path.GetFileName(file) == $"{test}.cs"));
        var verbs = Verb().Matches(block.Text).SelectMany(match => match.Groups[1].Value.Split(' ')).ToList();
        return verbs.Count > 0
            ? verbs.TrueForAll(verb => Regex.IsMatch(source, $@"[""\s]{verb}[""\s]"))
            : source.Contains("ReadmePage.Of(", StringComparison.Ordinal);
    }

    /// <summary>What a clone holds, as far as commands read it.</summary>
    private void Clone()
    {
        _root = Directory.CreateTempSubdirectory("matching-readme-");
        foreach (var path in Copied)
        {
            var from = RepositoryFiles.PathOf(path);
            foreach (var file in File.Exists(from) ? [from] : Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(Checkout, Path.GetRelativePath(RepositoryFiles.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private static bool IsRunHere(FencedBlock block) => block.RunBy is null && block.NotRunBecause is null;

    /// <summary>All blocks as one script, so that a variable set in one is there in the next; each says where its output begins.</summary>
    private static string Script(IEnumerable<FencedBlock> blocks)
    {
        var script = new StringBuilder("unset KEY ID\ntrap 'echo \"failed: $BASH_COMMAND\" >&2' ERR\n");
        foreach (var block in blocks)
            script.Append(CultureInfo.InvariantCulture, $"printf '\\n<<<%s>>>\\n' {block.FirstLine}\n{block.Text}\n");
        return script.ToString();
    }

    /// <summary>What each block printed, by the line it stands in.</summary>
    private static Dictionary<int, string[]> Printed(string output) =>
        BlockBegins()
            .Split("\n" + output)
            .Skip(1)
            .Chunk(2)
            .ToDictionary(
                pair => int.Parse(pair[0], CultureInfo.InvariantCulture),
                pair => pair[1].TrimEnd('\n').Split('\n').Select(line => line.TrimEnd()).ToArray()
            );

    /// <summary>The block of text directly below a block of commands: what they print.</summary>
    private static FencedBlock? Shown(ReadmePage page, FencedBlock commands) =>
        page.Blocks.SingleOrDefault(block => block.Language == "text" && block.FirstLine == commands.LastLine + 1);

    /// <summary>The first line that is shown and was not printed where it should be; null when there is none.</summary>
    private static string? MissingIn(string[] printed, IReadOnlyList<string> shown)
    {
        var (at, maySkip) = (0, false);
        for (var next = 0; next < shown.Count; )
        {
            if (shown[next] == Gap)
            {
                (maySkip, next) = (true, next + 1);
                continue;
            }
            var part = shown.Skip(next).TakeWhile(line => line != Gap).Select(line => line.TrimEnd()).ToArray();
            var found = Enumerable
                .Range(at, maySkip ? Math.Max(printed.Length - at, 0) : 1)
                .Where(start => printed.Skip(start).Take(part.Length).SequenceEqual(part))
                .Select(start => (int?)start)
                .FirstOrDefault();
            if (found is null)
                return string.Join('\n', part);
            (at, next, maySkip) = (found.Value + part.Length, next + part.Length, false);
        }
        return maySkip || at == printed.Length ? null : "(and nothing more)";
    }

    [GeneratedRegex(@"\n<<<(\d+)>>>\n")]
    private static partial Regex BlockBegins();

    [GeneratedRegex(@"""status""\s*:\s*[45]\d\d|application/problem\+json")]
    private static partial Regex Problem();

    [GeneratedRegex(@" -- ([a-z-]+(?: [a-z][a-z-]*(?=\s|$))?)", RegexOptions.Multiline)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^\s*(?:\$ )?(?:dotnet|curl|podman|docker|systemctl|bash|jq|sudo)\s")]
    private static partial Regex Command();
}
