using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

public sealed class RankCommandTests
{
    const string Cpr = "010203-1234";

    [TestCaseSource(typeof(Requests), nameof(Requests.All))]
    public async Task Json_is_the_answer_of_the_api_but_for_id_and_time(string request)
    {
        await using var service = await RunningService.StartAsync();
        foreach (var (language, top) in ((string, string?)[])[("da", null), ("en", null), ("da", "3")])
        {
            var answer = JsonNode.Parse(await service.RankAsync(request, language, top is null ? "" : $"?top={top}"))!;
            var printed = await CommandRun.RankAsync(
                request,
                ["--json", "--lang", language, .. top is null ? Array.Empty<string>() : ["--top", top]]
            );

            (answer["rankingId"], answer["recordedAt"]) = ("", "");
            Assert.That(printed.Error, Is.Empty);
            Assert.That(JsonNode.Parse(printed.Out)!.ToJsonString(), Is.EqualTo(answer.ToJsonString()));
        }
    }

    [Test]
    public async Task Every_ranked_and_every_excluded_placement_is_on_the_page_in_order()
    {
        var json = JsonNode.Parse((await CommandRun.RankAsync(Requests.Usual, "--json")).Out)!;
        var names = json["placements"]!.AsArray().Select(placement => placement!["name"]!.GetValue<string>()).ToList();
        var page = (await CommandRun.OfAsync(["rank", "-"], Requests.Usual, width: 140)).Out;

        var at = 0;
        foreach (var name in names)
        {
            at = page.IndexOf(name, at, StringComparison.Ordinal);
            Assert.That(at, Is.GreaterThanOrEqualTo(0), name);
        }
    }

    [Test]
    public async Task The_page_gives_every_reason_of_the_first_three_and_every_notice()
    {
        var json = JsonNode.Parse((await CommandRun.RankAsync(Requests.Usual, "--json")).Out)!;
        var page = OneLine((await CommandRun.RankAsync(Requests.Usual)).Out);
        var texts = json["placements"]!
            .AsArray()
            .Take(3)
            .SelectMany(placement => placement!["contributions"]!.AsArray().Concat(placement["conditions"]!.AsArray()))
            .Concat(json["notices"]!.AsArray())
            .Select(one => one!["text"]!.GetValue<string>());

        Assert.That(texts.Where(text => !page.Contains(text, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task The_page_says_why_each_excluded_placement_is_excluded()
    {
        var json = JsonNode.Parse((await CommandRun.RankAsync(Requests.Usual, "--json")).Out)!;
        var page = OneLine((await CommandRun.RankAsync(Requests.Usual)).Out);
        string[] refusals =
        [
            .. json["placements"]!
                .AsArray()
                .Where(placement => placement!["rank"] is null)
                .SelectMany(placement => placement!["conditions"]!.AsArray())
                .Where(condition => condition!["refuses"]!.GetValue<bool>())
                .Select(condition => condition!["text"]!.GetValue<string>()),
        ];

        Assert.That(refusals, Is.Not.Empty);
        Assert.That(refusals.Where(text => !page.Contains(text, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Emergency_care_is_told_before_the_ranking()
    {
        var page = (await CommandRun.RankAsync(Requests.Usual)).Out;

        Assert.That(page.IndexOf("Ring 112", StringComparison.Ordinal), Is.InRange(0, page.IndexOf("Skodsborg", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_page_keeps_within_the_terminal([Values(60, 80, 120)] int width, [Values("da", "en")] string language)
    {
        var run = await CommandRun.OfAsync(["rank", "-", "--lang", language], Requests.Usual, width);

        Assert.That(run.OutLines.Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(run.Out, Does.Not.Contain('…').And.Not.Contain(" \n"));
    }

    [Test]
    public async Task No_label_is_missing_in_either_language([Values("da", "en")] string language, [Values] bool littleKnown)
    {
        var run = await CommandRun.RankAsync(littleKnown ? Requests.LittleKnown : Requests.Usual, "--lang", language);

        Assert.That(
            run.Out,
            Does.Not.Match("(level|standing|need-strength|need)\\.[a-z]")
                .And.Not.Contain('{')
                .And.Not.Contain("offline-")
                .And.Not.Contain("gaps-")
        );
    }

    [Test]
    public async Task Piped_output_has_no_escape_codes()
    {
        var run = await CommandRun.RankAsync(Requests.Usual);

        Assert.That(run.Out, Does.Not.Contain('\e'));
    }

    [Test]
    public async Task A_terminal_gets_colours()
    {
        var run = await CommandRun.OfAsync(["rank", "-"], Requests.Usual, colours: true);

        Assert.That(run.Out, Does.Contain('\e'));
    }

    [Test]
    public async Task Without_blocks_only_letters_are_used()
    {
        var run = await CommandRun.OfAsync(["rank", "-"], Requests.Usual, blocks: false);

        Assert.That(run.Out.Where(letter => letter > 'ÿ'), Is.Empty);
        Assert.That(run.Out, Does.Contain("####").And.Contain("--"));
    }

    [Test]
    public async Task Top_limits_the_places_and_says_how_many_are_left_out()
    {
        var all = JsonNode.Parse((await CommandRun.RankAsync(Requests.Usual, "--json")).Out)!["placements"]!.AsArray().Count;
        var run = await CommandRun.RankAsync(Requests.Usual, "--top", "2", "--lang", "en");

        Assert.That(run.Out, Does.Contain($"Placements not shown here: {all - 2}.").And.Not.Contain("Excluded placements"));
    }

    [Test]
    public async Task Every_fault_is_listed_by_its_path()
    {
        var run = await CommandRun.RankAsync(
            """{ "caseReference": "a b", "extra": 1, "child": { "ageYears": 99, "sex": "FEMALE", "diagnoses": [ { "code": "?" } ] } }"""
        );

        Assert.That((run.Code, run.Out), Is.EqualTo((3, "")));
        Assert.That(
            run.ErrorLines.Skip(1).Select(line => line.Trim().Split(':')[0]),
            Is.EqualTo((string[])["caseReference", "child.ageYears", "child.diagnoses[0].code", "child.sex", "extra"])
        );
    }

    [TestCase("", "body: is required", "body: skal udfyldes")]
    [TestCase("{", "body: is not valid JSON at line 1, column 2", "body: er ikke gyldig JSON i linje 1, kolonne 2")]
    [TestCase("[]", "body: must be an object", "body: skal være et objekt")]
    [TestCase(
        """{ "caseReference": "SOF-1", "mode": "rules-and-model", "child": { "ageYears": 3 } }""",
        "mode: no model is promoted; ask for rules",
        "mode: ingen model er taget i brug; angiv rules"
    )]
    public async Task A_request_the_api_would_refuse_is_refused(string request, string english, string danish)
    {
        var (inEnglish, inDanish) = (await CommandRun.RankAsync(request, "--lang", "en"), await CommandRun.RankAsync(request));

        Assert.That((inEnglish.Code, inEnglish.Out, inDanish.Code, inDanish.Out), Is.EqualTo((3, "", 3, "")));
        Assert.That(inEnglish.ErrorLines, Is.EqualTo(new[] { "The request has faults:", "  " + english }));
        Assert.That(inDanish.ErrorLines, Is.EqualTo(new[] { "Der er fejl i forespørgslen:", "  " + danish }));
    }

    [Test]
    public async Task A_request_that_is_too_large_is_refused()
    {
        var run = await CommandRun.RankAsync(new string(' ', 256 * 1024) + Requests.Usual);

        Assert.That(run.Code, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("body: må højst fylde 262144 byte"));
    }

    [Test]
    public async Task A_civil_registration_number_is_refused_and_never_repeated()
    {
        CommandRun[] runs =
        [
            await CommandRun.RankAsync($$"""{ "caseReference": "{{Cpr}}", "child": { "ageYears": 3 } }"""),
            await CommandRun.RankAsync($$"""{ "caseReference": "SOF-1", "child": { "ageYears": 3, "{{Cpr}}": 1 } }"""),
            await CommandRun.OfAsync(["rank", $"{Cpr}.json"]),
            await CommandRun.OfAsync(["rank", "a.json", Cpr]),
            await CommandRun.OfAsync(["rank", "a.json", "--lang", Cpr]),
            await CommandRun.OfAsync(["replay", Cpr]),
            await CommandRun.OfAsync([Cpr]),
        ];

        Assert.That(runs.Select(run => run.Code), Is.EqualTo((int[])[3, 3, 2, 2, 2, 2, 2]));
        Assert.That(runs.Where(run => (run.Out + run.Error).Contains(Cpr, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task When_nothing_is_possible_the_code_says_so_and_the_page_says_why()
    {
        var run = await CommandRun.RankAsync(Requests.NothingPossible, "--lang", "en");

        Assert.That(run.Code, Is.EqualTo(4));
        Assert.That(run.Out, Does.Contain("Excluded placements").And.Contain("No placement is possible"));
    }

    [TestCase("--top", "0")]
    [TestCase("--top", "20001")]
    [TestCase("--top", "x")]
    [TestCase("--top", "-1")]
    [TestCase("--lang", "sv")]
    [TestCase("--lang", "DA")]
    [TestCase("--lang", "1")]
    [TestCase("--colour")]
    [TestCase("another.json")]
    public async Task Wrong_usage_is_told(params string[] options)
    {
        var run = await CommandRun.RankAsync(Requests.Usual, options);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines[^1], Is.EqualTo("See: rank --help"));
    }

    [Test]
    public async Task A_file_is_found_from_where_the_person_stands_with_or_without_a_byte_order_mark([Values] bool mark)
    {
        var file = Path.GetRandomFileName();
        await File.WriteAllTextAsync(file, Requests.Usual, new System.Text.UTF8Encoding(mark));
        try
        {
            Assert.That((await CommandRun.OfAsync(["rank", file])).Code, Is.Zero);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("no-such-file.json", "there is no such file")]
    [TestCase("no-such-folder/case.json", "there is no such file")]
    [TestCase(".", "it could not be opened or read")]
    [TestCase("@case.json", "there is no such file")]
    public async Task A_file_that_cannot_be_read_is_told(string file, string reason)
    {
        var run = await CommandRun.OfAsync(["rank", file]);

        Assert.That((run.Code, run.Error), Is.EqualTo((2, $"'{file}' cannot be read: {reason}.{Environment.NewLine}")));
    }

    /// <summary>Without wrapping, bars and bullets, so that a sentence can be looked for.</summary>
    static string OneLine(string page) => string.Join(' ', page.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
