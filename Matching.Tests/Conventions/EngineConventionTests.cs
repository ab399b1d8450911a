using System.Text.RegularExpressions;
using Matching.Engine;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Conventions;

public sealed partial class EngineConventionTests
{
    /// <summary>The rooms of the engine, each with what it may look at beside itself: what comes before it in the flow.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Parsing"] = [],
        ["Profiles"] = ["Parsing"],
        ["Placements"] = ["Profiles", "Parsing"],
        ["Eligibility"] = ["Placements", "Profiles", "Parsing", "Eligibility.Gates"],
        ["Eligibility.Gates"] = ["Eligibility", "Placements", "Profiles", "Parsing"],
        ["Scoring"] = ["Eligibility", "Placements", "Profiles", "Parsing"],
        ["Learning"] = ["Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Ranking"] = ["Learning", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Inquiry"] = ["Learning", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Vignettes"] = ["Inquiry", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Learning.Evaluation"] = ["Learning", "Placements", "Profiles", "Parsing"],
        ["Learning.Reporting"] = ["Learning", "Learning.Evaluation", "Placements", "Profiles", "Parsing"],
        ["Learning.MicrosoftML"] = ["Learning", "Parsing"],
        ["Learning.Selection"] = ["Learning"],
        ["Simulation"] = ["Learning", "Learning.Selection", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Localization"] = ["Vignettes", "Inquiry", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        ["Localization.Letters"] = ["Localization", "Inquiry", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
        [""] = ["Learning", "Ranking", "Scoring", "Eligibility", "Placements", "Profiles", "Parsing"],
    };

    private static IEnumerable<string> Rooms => MayUse.Keys;

    [GeneratedRegex(@"^(?:global )?using (?:static )?Matching\.Engine(?:\.([A-Za-z.]+))?;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace Matching\.Engine(?:\.([A-Za-z.]+))?;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z][A-Za-z]*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[^/\n]*?""[A-Z][^""\n]* [^""\n]*\.""", RegexOptions.Multiline)]
    private static partial Regex Sentence();

    [TestCaseSource(nameof(Rooms))]
    public void A_room_looks_only_at_what_comes_before_it(string room)
    {
        var files = Sources().Where(file => Namespace().Match(file.Text).Groups[1].Value == room).ToList();
        var used = files.SelectMany(file => Using().Matches(file.Text).Select(match => (file.Name, Room: match.Groups[1].Value)));

        Assert.That(files, Is.Not.Empty);
        Assert.That(used.Where(use => use.Room.Length > 0 && !MayUse[room].Contains(use.Room)), Is.Empty);
    }

    [TestCaseSource(nameof(Rooms))]
    public void A_room_does_not_reach_round_its_usings(string room)
    {
        var others = MayUse
            .Keys.Where(other => other.Length > 0 && other != room && !MayUse[room].Contains(other) && !other.Contains('.'))
            .ToList();
        var files = Sources().Where(file => Namespace().Match(file.Text).Groups[1].Value == room);

        // A type of another room can also be named by the room itself: Scoring.WeightDraws.
        Assert.That(
            files
                .Where(file => others.Exists(other => Regex.IsMatch(Code(file.Text), $@"(?<![\w.""]){other}\.[A-Z]\w+")))
                .Select(file => file.Name),
            Is.Empty
        );
    }

    [Test]
    public void Every_room_is_known() =>
        Assert.That(Sources().Select(file => Namespace().Match(file.Text).Groups[1].Value).Distinct().Except(MayUse.Keys), Is.Empty);

    [Test]
    public void Only_inquiry_and_what_stands_above_it_asks_the_matcher() =>
        Assert.That(
            Sources()
                .Where(file => Code(file.Text).Contains("Matcher.Rank("))
                .Select(file => Namespace().Match(file.Text).Groups[1].Value)
                .Distinct(),
            Is.EquivalentTo(["Inquiry", "Simulation"])
        );

    [Test]
    public void The_engine_is_pure() =>
        Assert.That(
            typeof(Matcher).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name),
            Has.None.Matches(
                "AspNetCore|Sqlite|Dapper|Npgsql|EntityFramework|System.Data|System.Net|Microsoft.Extensions|Polly|Matching.Api"
            )
        );

    /// <summary>The library can be exchanged, and a service that trains nothing never loads it.</summary>
    [Test]
    public void Only_its_own_room_knows_Microsoft_ML() =>
        Assert.That(
            Sources()
                .Concat(RepositoryFiles.Sources("Matching.Api").Select(file => (Name: file, Text: File.ReadAllText(file))))
                .Where(file => Regex.IsMatch(Code(file.Text), @"\bMicrosoft\.ML\b|\bMLContext\b|\bIDataView\b"))
                .Select(file => Namespace().Match(file.Text).Groups[1].Value)
                .Distinct(),
            Is.EqualTo(["Learning.MicrosoftML"])
        );

    [Test]
    public void Nothing_is_named_for_its_kind() =>
        Assert.That(
            Sources()
                .SelectMany(file => TypeName().Matches(Code(file.Text)).Select(match => match.Groups[1].Value))
                .Distinct()
                .Where(name => Regex.IsMatch(name, "(Manager|Helper|Helpers|Util|Utils|Utility|Processor|Info|Base)$")),
            Is.Empty
        );

    [Test]
    public void Below_wording_there_are_no_sentences()
    {
        string[] silent = ["Eligibility", "Eligibility.Gates", "Scoring", "Ranking", "Inquiry", "Vignettes", "Profiles", "Placements"];
        var sentences = Sources()
            .Where(file => silent.Contains(Namespace().Match(file.Text).Groups[1].Value))
            .SelectMany(file => Sentence().Matches(file.Text).Select(match => match.Value.Trim()))
            .Where(line => !line.Contains("Exception("));

        Assert.That(sentences, Is.Empty);
    }

    private static IEnumerable<(string Name, string Text)> Sources() =>
        RepositoryFiles
            .Sources("Matching.Engine")
            .Select(file => (Path.GetRelativePath(RepositoryFiles.Root, file), File.ReadAllText(file)));

    /// <summary>The text without its comments.</summary>
    private static string Code(string text) => Regex.Replace(text, "//.*$", "", RegexOptions.Multiline);
}
