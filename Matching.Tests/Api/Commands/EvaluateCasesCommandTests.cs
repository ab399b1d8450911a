using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matching.Api.Vignettes;
using Matching.Tests.Api.Vignettes;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class EvaluateCasesCommandTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("matching-cases-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Every_shipped_case_holds_and_is_a_row()
    {
        var run = await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder], width: 140);
        var names = ShippedCase.Names.ToList();

        Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
        Assert.That(names.Where(name => !run.Out.Contains(BeginningOf(ShippedCase.Read(name)), StringComparison.Ordinal)), Is.Empty);
        Assert.That(run.Out, Does.Contain($"\n{names.Count} sager, ").And.Contain("Alle holder.").And.Not.Contain("Holder ikke"));
    }

    // Long titles go on in the next line of the table.
    private static string BeginningOf(VignetteFile vignette) => string.Concat(vignette.Title.Danish.Take(20));

    [Test]
    public async Task The_readme_shows_what_it_prints()
    {
        var run = await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder, "--lang", "en"]);
        var readme = File.ReadAllText(RepositoryFiles.PathOf("Matching.Api", "Vignettes", "README.md"));
        var row = run.Out[run.Out.IndexOf("  30-mild", StringComparison.Ordinal)..];

        Assert.That(readme, Does.Contain(row[..row.IndexOf('─', StringComparison.Ordinal)]).And.Contain(run.OutLines[^2]));
    }

    [Test]
    public async Task A_case_that_does_not_hold_says_what_was_seen_and_what_it_rests_on()
    {
        Put("holds", _ => { });
        Put(
            "fails",
            file => file["expect"] = new JsonArray(new JsonObject { ["first"] = "nexus" }, new JsonObject { ["possible"] = "skodsborg" })
        );
        var run = await CommandRun.OfAsync(["evaluate-cases", _folder, "--lang", "en"], width: 140);

        Assert.That(run.Code, Is.EqualTo(1));
        Assert.That(
            OneLine(run.Out),
            Does.Contain("Nexus comes first.")
                .And.Contain("Does not")
                .And.Contain("Seen: Skodsborg comes first, Nexus is no.")
                .And.Contain("Rests on: Skodsborg is meant for")
        );
        Assert.That(run.Out, Does.Contain("1 of 2 cases hold. 1 of ").And.Contain("expectations do not."));
    }

    // A title, a statement, a source and a file's name could hold what would clear, recolour or retitle the terminal of whoever looks, or
    // write it backwards.
    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Nothing_in_a_file_steers_the_terminal(bool colours, bool isJson)
    {
        const string steering = "\u001b[2J\u001b]0;owned\u0007\u009b31mred\u0008\u007f\u202ebackwards";
        Put(
            "steers",
            file =>
            {
                foreach (var language in new[] { "da", "en" })
                    (file["title"]![language], file["statement"]![language]) = ($"Safe {steering} title", $"Safe {steering} statement");
                file["source"] = steering;
                file["expect"] = new JsonArray(new JsonObject { ["first"] = "nexus" });
            }
        );
        var run = await CommandRun.OfAsync(
            ["evaluate-cases", _folder, "--lang", "en", .. isJson ? ["--json"] : Array.Empty<string>()],
            width: 140,
            colours: colours
        );

        // Such a file is not read; what is wrong with it is told without what is not seen.
        Assert.That(run.Code, Is.EqualTo(2));
        Assert.That(run.Out + run.Error, Does.Contain("steers"));
        Assert.That(Steering(run.Out + run.Error), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Nothing_in_an_argument_or_a_complaint_steers_the_terminal(bool colours)
    {
        var run = await CommandRun.OfAsync(["evaluate-cases", $"{_folder}/\u001b[31m\u009b2Jnowhere"], colours: colours);
        Assert.That(run.Error, Does.Contain("nowhere"));
        Assert.That(Steering(run.Out + run.Error), Is.Empty);
    }

    // What the program itself writes in colour: set graphics rendition, ESC [ digits m.
    static IEnumerable<string> Steering(string written) =>
        Regex
            .Replace(written, "\u001b\\[[0-9;]*m", "")
            .Where(letter => (char.IsControl(letter) && letter != '\n') || letter is >= '\u202a' and <= '\u202e')
            .Select(letter => $"U+{(int)letter:X4}")
            .Distinct();

    [Test]
    public async Task Json_gives_every_expectation_as_it_stands_in_the_file_and_how_it_held()
    {
        Put(
            "a",
            file => file["expect"] = new JsonArray(new JsonObject { ["first"] = "nexus" }, new JsonObject { ["possible"] = "skodsborg" })
        );
        var run = await CommandRun.OfAsync(["evaluate-cases", _folder, "--json", "--lang", "en"]);
        var report = JsonNode.Parse(run.Out)!;
        var result = report["results"]![0]!;

        Assert.That((run.Code, (int)report["schema"]!, (int)report["cases"]!, (int)report["held"]!), Is.EqualTo((1, 1, 1, 0)));
        Assert.That(
            report["versions"]!.AsObject().Select(version => version.Key),
            Is.EqualTo(["engine", "rules", "criteria", "catalogue", "texts"])
        );
        Assert.That(
            ((string?)result["case"], (string?)result["title"], (bool)result["held"]!),
            Is.EqualTo(("a", ShippedCase.Read(First).Title.English, false))
        );
        Assert.That(
            result["expectations"]!
                .AsArray()
                .Select(one => (one!["expect"]!.ToJsonString(), (string?)one["text"], (bool)one["held"]!, one["seen"] is null)),
            Is.EqualTo([
                ("""{"first":"nexus"}""", "Nexus comes first.", false, false),
                ("""{"possible":"skodsborg"}""", "Skodsborg is possible.", true, true),
            ])
        );
    }

    [Test]
    public async Task The_same_cases_get_the_same_bytes()
    {
        var (once, again) = (
            await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder, "--json"]),
            await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder, "--json"])
        );

        Assert.That(again.Out, Is.EqualTo(once.Out));
    }

    [Test]
    public async Task Every_fault_of_every_file_is_listed_by_file_and_path_and_nothing_is_answered()
    {
        Put("good", _ => { });
        Put("one", file => file["expect"]![0] = new JsonObject { ["first"] = "nowhere" });
        Put("two", file => (file["source"], file["request"]!["child"]!["ageYears"]) = (null, 99));
        var run = await CommandRun.OfAsync(["evaluate-cases", _folder]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines[0], Is.EqualTo("Der er fejl i sagerne:"));
        Assert.That(
            run.ErrorLines.Skip(1).Select(line => line.Trim().Split(':')[0]),
            Is.EqualTo(["one.expect[0].first", "two.request.child.ageYears", "two.source"])
        );
    }

    [Test]
    public async Task Other_files_and_folders_inside_are_not_looked_at()
    {
        Put("case", _ => { });
        File.WriteAllText(Path.Combine(_folder, "README.md"), "# Ours");
        Directory.CreateDirectory(Path.Combine(_folder, "old"));
        File.WriteAllText(Path.Combine(_folder, "old", "broken.json"), "{");

        Assert.That((await CommandRun.OfAsync(["evaluate-cases", _folder])).Code, Is.Zero);
    }

    [Test]
    public async Task A_folder_without_a_case_and_one_that_is_not_there_are_told()
    {
        var (empty, missing) = (
            await CommandRun.OfAsync(["evaluate-cases", _folder]),
            await CommandRun.OfAsync(["evaluate-cases", "no-such-folder"])
        );

        Assert.That((empty.Code, missing.Code), Is.EqualTo((2, 2)));
        Assert.That(empty.Error, Does.Contain("holds no case"));
        Assert.That(missing.Error, Is.EqualTo($"'no-such-folder' cannot be read: there is no such folder.{Environment.NewLine}"));
    }

    [Test]
    public async Task Cases_can_be_answered_on_data_of_ones_own()
    {
        Put("case", file => file["expect"] = new JsonArray(new JsonObject { ["first"] = "skodsborg" }));
        var data = Path.Combine(_folder, "data");
        foreach (var part in (string[])["catalogue", "rules", "texts"])
            Copy(RepositoryFiles.PathOf("data", part), Path.Combine(data, part));
        File.Copy(RepositoryFiles.PathOf("data", "criteria.json"), Path.Combine(data, "criteria.json"));
        var shipped = await CommandRun.OfAsync(["evaluate-cases", _folder, "--data", data]);
        File.WriteAllText(
            Path.Combine(data, "catalogue", "city.json"),
            File.ReadAllText(Path.Combine(data, "catalogue", "city.json"))
                .Replace("""[ "social", "youth-crime-board" ]""", """["remand"]""", StringComparison.Ordinal)
                .Replace("""["social", "youth-crime-board"]""", """["remand"]""", StringComparison.Ordinal)
        );
        var own = await CommandRun.OfAsync(["evaluate-cases", _folder, "--data", data]);

        Assert.That((shipped.Code, own.Code), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Data_that_cannot_be_used_is_told()
    {
        Put("case", _ => { });
        var run = await CommandRun.OfAsync(["evaluate-cases", _folder, "--data", _folder]);

        Assert.That((run.Code, run.Out), Is.EqualTo((5, "")));
        Assert.That(run.Error, Does.Contain("there is no such folder"));
    }

    [Test]
    public async Task A_table_keeps_within_the_terminal(
        [Values(60, 80, 120)] int width,
        [Values("da", "en")] string language,
        [Values] bool blocks
    )
    {
        var run = await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder, "--lang", language], width: width, blocks: blocks);

        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(run.Out, Does.Not.Contain('…').And.Not.Contain(" \n").And.Not.Contain('\e'));
    }

    [Test]
    public async Task No_label_is_missing_in_either_language([Values("da", "en")] string language)
    {
        Put("fails", file => file["expect"] = new JsonArray(new JsonObject { ["first"] = "nexus" }));
        var run = await CommandRun.OfAsync(["evaluate-cases", ShippedCase.Folder, "--lang", language], width: 140);
        var failing = await CommandRun.OfAsync(["evaluate-cases", _folder, "--lang", language], width: 140);

        Assert.That(
            run.Out + failing.Out,
            Does.Not.Match("(level|condition|notice|criterion|need-strength|need|fact)\\.[a-z]")
                .And.Not.Contain('{')
                .And.Not.Match("(expect|seen|cases|rests)-")
        );
    }

    [Test]
    public async Task A_terminal_gets_colours_and_without_blocks_only_letters_are_used()
    {
        Put("fails", file => file["expect"] = new JsonArray(new JsonObject { ["first"] = "nexus" }));
        var coloured = await CommandRun.OfAsync(["evaluate-cases", _folder], colours: true);
        var plain = await CommandRun.OfAsync(["evaluate-cases", _folder], blocks: false);

        Assert.That(coloured.Out, Does.Contain('\e'));
        Assert.That(plain.Out.Where(letter => letter > 'ÿ'), Is.Empty);
    }

    [TestCase]
    [TestCase("one", "two")]
    [TestCase("one", "--lang", "sv")]
    [TestCase("one", "--top", "3")]
    public async Task Wrong_usage_is_told(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(["evaluate-cases", .. arguments]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("See: evaluate-cases --help"));
    }

    static string First => ShippedCase.Names.First();

    void Put(string name, Action<JsonObject> change)
    {
        var file = ShippedCase.Open(First);
        change(file);
        File.WriteAllText(
            Path.Combine(_folder, $"{name}.json"),
            file.ToJsonString(),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    static string OneLine(string page) => string.Join(' ', page.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
