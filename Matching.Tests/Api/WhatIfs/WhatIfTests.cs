using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.WhatIfs;
using Matching.Engine.Parsing;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.WhatIfs;

/// <summary>A recorded request ranked again with changes, as it was then: what is answered.</summary>
public sealed class WhatIfTests
{
    const string Calmer = """{"child":{"selfHarm":"mild","suicideRisk":"low"},"conflicts":[]}""";

    LiveService service = null!;
    string rankingId = "";

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("da")]
    [TestCase("en")]
    public async Task The_answer_is_that_of_a_ranking_of_the_patched_request(string language)
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer, language: language);
        var ranking = await service.RankAsync(
            Example.With(("child.selfHarm", "\"mild\""), ("child.suicideRisk", "\"low\""), ("conflicts", "[]")),
            language: language
        );

        Assert.That(whatIf.Status, Is.EqualTo(HttpStatusCode.OK), whatIf.Text);
        Assert.That(Names(whatIf.Json), Is.EqualTo(new[] { "whatIfId", "rankingId", "recordedAt", "answer", "differences" }));
        var head = $$"""{"rankingId":"{{ranking.RankingId}}","recordedAt":"{{ranking.Json.GetProperty("recordedAt").GetString()}}",""";
        Assert.That(whatIf.Json.GetProperty("answer").GetRawText(), Is.EqualTo("{" + ranking.Text[head.Length..]));
    }

    [Test]
    public async Task Every_place_that_stands_otherwise_is_told_with_what_moved_it()
    {
        var before = (await service.GetAsync($"/v1/rankings/{rankingId}")).Json;
        var whatIf = (await service.AskWhatIfAsync(rankingId, Calmer, language: "en")).Json;
        var (was, now) = (Positions(before), Positions(whatIf.GetProperty("answer")));
        var differences = whatIf.GetProperty("differences").EnumerateArray().ToList();

        Assert.That(differences, Is.Not.Empty);
        foreach (var difference in differences)
        {
            var id = difference.GetProperty("placementId").GetString()!;
            Assert.That(
                (difference.GetProperty("from").GetRawText(), difference.GetProperty("to").GetRawText()),
                Is.EqualTo((was[id], now[id]))
            );
            Assert.That(difference.GetProperty("text").GetString(), Does.Match(@"^[A-Z].*\.$"));
            Assert.That(
                Names(difference),
                Is.EqualTo(new[] { "placementId", "from", "to", "contributions", "conditionsAdded", "conditionsRemoved", "text" })
            );
        }
        var order = now.Keys.ToList();
        Assert.That(differences.Select(difference => order.IndexOf(difference.GetProperty("placementId").GetString()!)), Is.Ordered);
        Assert.That(
            was.Keys.Where(id => was[id] != now[id]),
            Is.SubsetOf(differences.Select(difference => difference.GetProperty("placementId").GetString()))
        );
        Assert.That(
            Of(differences, "nexus").GetProperty("conditionsRemoved").EnumerateArray().Select(code => code.GetString()),
            Does.Contain("conflict-co-resident-conflict")
        );
    }

    [TestCase("{}")]
    [TestCase("""{"caseReference":"SOF-2026-00017","child":{"somaticHealthNeeds":null,"ageYears":15},"legal":{}}""")]
    public async Task A_patch_that_changes_nothing_makes_no_difference(string patch) =>
        Assert.That((await service.AskWhatIfAsync(rankingId, patch)).Json.GetProperty("differences").GetArrayLength(), Is.Zero);

    [Test]
    public async Task Top_shortens_the_answer_and_not_the_differences()
    {
        var (whole, shortened) = (
            (await service.AskWhatIfAsync(rankingId, Calmer)).Json,
            (await service.AskWhatIfAsync(rankingId, Calmer, "?top=1")).Json
        );
        Assert.That(shortened.GetProperty("answer").GetProperty("placements").GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            shortened.GetProperty("answer").GetProperty("omitted").GetInt32(),
            Is.EqualTo(whole.GetProperty("answer").GetProperty("placements").GetArrayLength() - 1)
        );
        Assert.That(shortened.GetProperty("differences").GetRawText(), Is.EqualTo(whole.GetProperty("differences").GetRawText()));
    }

    [Test]
    public async Task The_day_is_that_of_the_ranking_unless_the_patch_names_another()
    {
        var undated = (await service.RankAsync(Example.Without("asOf"))).RankingId;
        Assert.That((await service.AskWhatIfAsync(undated, "{}")).Json.GetProperty("differences").GetArrayLength(), Is.Zero);
        Assert.That(AsOf(await service.AskWhatIfAsync(rankingId, """{"asOf":null}""")), Is.EqualTo("2026-11-22"));
        Assert.That(AsOf(await service.AskWhatIfAsync(rankingId, """{"asOf":"2027-01-31"}""")), Is.EqualTo("2027-01-31"));
    }

    [Test]
    public async Task It_rests_on_the_versions_and_the_state_of_the_ranking()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        foreach (
            var (file, old, replacement) in new[]
            {
                ("criteria.json", "\"points\": 5,", "\"points\": 6,"),
                ("texts/da.json", "rykker op", "RYKKER OP"),
                ("catalogue/city.json", "\"Skodsborg\"", "\"Skodsborg, nyt navn\""),
            }
        )
        {
            var path = Path.Combine(data, file);
            Assert.That(File.ReadAllText(path), Does.Contain(old), "The test's change must hit.");
            File.WriteAllText(path, File.ReadAllText(path).Replace(old, replacement, StringComparison.Ordinal));
        }
        var before = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.ReportAsync("skodsborg", 3);
        service = await service.RestartAsync($"--DataFolder={data}");
        var after = await service.AskWhatIfAsync(rankingId, Calmer);

        Assert.That((await service.RankAsync(Example.Json)).Text, Does.Contain("Skodsborg, nyt navn"));
        Assert.That(WithoutIdAndTime(after), Is.EqualTo(WithoutIdAndTime(before)));
        Assert.That((await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("differences").GetArrayLength(), Is.Zero);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public void An_answer_of_an_older_engine_is_asked_for_anew_before_it_is_compared_with()
    {
        var data = ShippedData.Load(ShippedData.DefaultFolder);
        using var body = JsonDocument.Parse(Example.Json);
        var request = RankingRequestReader.Read(body.RootElement, data.ReferenceDataSet, default, new Problems())!;
        var record = RankingHandler.Rank(request, body.RootElement, data, PlacementState.Empty);
        var placements = record.Answer.Placements.Select(placement => placement with { Score = placement.Score + 1 }).ToList();
        var otherwise = record with { Answer = record.Answer with { Placements = placements } };
        var older = otherwise with { Versions = record.Versions with { Engine = "0.9.0" } };

        Assert.That(
            WhatIfHandler.Compare(older, request, data.ReferenceDataSet, PlacementState.Empty, CancellationToken.None).Differences,
            Is.Empty
        );
        Assert.That(
            WhatIfHandler.Compare(otherwise, request, data.ReferenceDataSet, PlacementState.Empty, CancellationToken.None).Differences,
            Is.Not.Empty
        );
    }

    static string? AsOf(Reply whatIf) => whatIf.Json.GetProperty("answer").GetProperty("asOf").GetString();

    static string WithoutIdAndTime(Reply whatIf)
    {
        var json = JsonNode.Parse(whatIf.Text)!.AsObject();
        json.Remove("whatIfId");
        json.Remove("recordedAt");
        return json.ToJsonString();
    }

    static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    static JsonElement Of(IEnumerable<JsonElement> differences, string placementId) =>
        differences.Single(difference => difference.GetProperty("placementId").GetString() == placementId);

    static Dictionary<string, string> Positions(JsonElement answer) =>
        answer
            .GetProperty("placements")
            .EnumerateArray()
            .ToDictionary(
                placement => placement.GetProperty("placementId").GetString()!,
                placement =>
                    $$"""{"rank":{{placement.GetProperty("rank").GetRawText()}},"score":{{placement.GetProperty("score").GetRawText()}},"eligibility":{{placement.GetProperty("eligibility").GetRawText()}}}"""
            );
}
