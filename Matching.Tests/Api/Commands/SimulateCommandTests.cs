using System.Text.Json.Nodes;
using System.Xml.Linq;
using Matching.Api.Stays;
using Matching.Engine.Learning;
using Matching.Engine.Simulation;
using Matching.Tests.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class SimulateCommandTests
{
    private static readonly string[] Small = ["simulate", "--years", "1", "--replications", "2"];

    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("matching-simulation-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(60, "en")]
    [TestCase(80, "da")]
    public async Task Every_policy_is_a_row_and_the_table_keeps_within_the_terminal(int width, string language)
    {
        var run = await CommandRun.OfAsync([.. Small, "--lang", language], width: width);

        Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(
            (
                (string[])(
                    language == "da" ? ["Hidtidig", "Reglerne", "Regler og", "Orakel"] : ["Past", "The rules", "Rules and", "Oracle"]
                )
            ).Where(word => !run.Out.Contains($"  {word}", StringComparison.Ordinal)),
            Is.Empty
        );
        Assert.That(
            run.Out,
            Does.Not.Match("(simulation|policy|truth)[-.][a-z]").And.Not.Contain('{').And.Not.Contain('…').And.Not.Contain('\e')
        );
    }

    [Test]
    public async Task Files_are_written_the_same_for_the_same_seed_and_hold_what_the_table_shows()
    {
        var (once, again) = (Path.Combine(_folder, "once", "deep"), Path.Combine(_folder, "again"));
        var run = await CommandRun.OfAsync([.. Small, "--out", once]);
        await CommandRun.OfAsync([.. Small, "--out", again]);
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(once, "simulation.json")))!;
        var rules = report["policies"]![2]!;

        foreach (var name in (string[])["simulation.json", "simulation.svg", "stays.csv", "protected.csv"])
            Assert.That(File.ReadAllBytes(Path.Combine(again, name)), Is.EqualTo(File.ReadAllBytes(Path.Combine(once, name))), name);
        Assert.That(
            report["policies"]!.AsArray().Select(policy => (string)policy!["policy"]!),
            Is.EqualTo(["past-practice", "availability-first", "rules", "rules-and-model", "oracle"])
        );
        Assert.That(
            ((int)report["settings"]!["years"]!, (int)report["settings"]!["replications"]!, (string)report["settings"]!["truth"]!),
            Is.EqualTo((1, 2, "prior"))
        );
        Assert.That(
            run.Out,
            Does.Contain(
                ((decimal)rules["breakdownsPer100"]!["value"]!)
                    .ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)
                    .Replace('.', ',')
            )
        );
        Assert.That(
            XDocument.Load(Path.Combine(once, "simulation.svg")).Root!.Elements().First().Value,
            Is.EqualTo("Ventede sammenbrud i opdigtede byer")
        );
    }

    [Test]
    public async Task What_was_lived_under_past_practice_can_be_trained_on_as_it_is()
    {
        await CommandRun.OfAsync([.. Small, "--out", _folder]);
        using var stays = File.OpenRead(Path.Combine(_folder, "stays.csv"));
        using var origins = File.OpenRead(Path.Combine(_folder, "protected.csv"));
        var read = StayCsv.Read(stays, TestReferenceData.Shipped, origins, TestReferenceData.Rules.FirstDay);
        var grown = GrownStay.Grow(
            new SimulationSettings(1, 2, 1, TruthKind.Prior),
            SimulatedCity.Plan,
            TestReferenceData.Shipped,
            SimulatedCity.Prior
        );

        Assert.That(read.Faults, Is.Empty);
        Assert.That(read.Imported!.LeftOut, Is.EqualTo(LeftOutStays.None));
        Assert.That(read.Imported.Set.Stays.Select(Written), Is.EqualTo(grown.Select(one => Written(one.Stay))));
        Assert.That(
            grown.Select(one => read.Imported.Set.ProtectedByChild[one.Stay.Child]["ethnicOrigin"] == "other"),
            Is.EqualTo(grown.Select(one => one.OfOtherOrigin))
        );

        static string Written(ObservedStay stay) =>
            $"{stay.Child} {stay.PlacementId} {stay.Level} {stay.Start} {string.Join(',', stay.Bins)} {stay.Days} {stay.Ending} "
            + $"{stay.MovedTo} {stay.ReportedBy} {stay.FactsAsOf} {stay.Sex}";
    }

    [Test]
    public async Task Where_nothing_matters_it_says_so()
    {
        var run = await CommandRun.OfAsync([.. Small, "--truth", "flat", "--lang", "en"], width: 120);

        Assert.That(run.Out, Does.Contain("nothing to gain").And.Contain("nothing makes a difference"));
    }

    [Test]
    public async Task A_terminal_sees_how_far_it_is_and_without_blocks_only_letters_are_used()
    {
        var run = await CommandRun.OfAsync(Small, colours: true, blocks: false);

        Assert.That(run.Error, Does.Contain("2 replications"));
        Assert.That(run.Out.Where(letter => letter > 'ÿ'), Is.Empty);
    }

    [TestCase("--years", "0")]
    [TestCase("--years", "51")]
    [TestCase("--replications", "1")]
    [TestCase("--replications", "many")]
    [TestCase("--seed", "-1")]
    [TestCase("--scale", "101")]
    [TestCase("--truth", "kind")]
    [TestCase("--lang", "sv")]
    [TestCase("--top", "3")]
    public async Task Wrong_usage_is_told(string option, string value)
    {
        var run = await CommandRun.OfAsync(["simulate", option, value]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("See: simulate --help"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_is_told_before_any_work()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var run = await CommandRun.OfAsync(["simulate", "--replications", "10000", "--out", Path.Combine(file, "in")]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain("cannot be written"));
    }

    [Test]
    public async Task Data_that_cannot_be_used_is_told()
    {
        Copy(RepositoryFiles.PathOf("data"), _folder);
        var city = Path.Combine(_folder, "simulation.json");
        File.WriteAllText(city, File.ReadAllText(city).Replace("\"crime\"", "\"krimi\"", StringComparison.Ordinal));
        var faulty = await CommandRun.OfAsync([.. Small, "--data-folder", _folder]);
        File.Delete(city);
        var missing = await CommandRun.OfAsync([.. Small, "--data-folder", _folder]);

        Assert.That((faulty.Code, missing.Code), Is.EqualTo((5, 5)));
        Assert.That(
            faulty.Error,
            Does.Contain("groups[0].traits.crime: is required").And.Contain("groups[2].traits.krimi: is not a known field")
        );
        Assert.That(missing.Error, Does.Contain("there is no such file"));
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
