using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.WhatIfs;

/// <summary>What would bring a place forward, as callers are reported it.</summary>
public sealed class CounterfactualsTests
{
    const int SetsTried = 3;
    const int GeneratedChildren = 40;

    LiveService service = null!;
    string rankingId = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task The_changes_of_a_set_as_a_what_if_give_the_rank_it_states()
    {
        var tried = 0;
        foreach (var example in Directory.EnumerateFiles(RepositoryFiles.PathOf("data", "examples"), "*.json"))
            tried += await TryAsync(await service.RankAsync(await File.ReadAllTextAsync(example)));
        string[] places = [.. TestReferenceData.Shipped.Catalogue.Placements.Select(placement => placement.Id)];
        for (var child = 0; child < GeneratedChildren; child++)
        {
            // Some children have lived at a place that is not in the catalogue, so they cannot be ranked.
            if (
                await service.RankAsync(RequestJson.Of(new Some(child).Child(places)).ToJsonString()) is
                { Status: HttpStatusCode.Created } ranking
            )
                tried += await TryAsync(ranking);
        }
        Assert.That(tried, Is.GreaterThan(30));
    }

    /// <summary>Gives how many sets were tried.</summary>
    async Task<int> TryAsync(Reply ranking)
    {
        var tried = 0;
        foreach (
            var placement in ranking
                .Json.GetProperty("placements")
                .EnumerateArray()
                .Select(placement => placement.GetProperty("placementId").GetString()!)
        )
        {
            var list = await AskAsync(ranking.RankingId, placement);
            foreach (
                var set in list.Json.GetProperty("sets").EnumerateArray().Where(set => !Facts(set).Contains("services")).Take(SetsTried)
            )
            {
                var whatIf = await service.AskWhatIfAsync(ranking.RankingId, PatchOf(set));
                Assert.That(whatIf.Status, Is.EqualTo(HttpStatusCode.OK), whatIf.Text);
                var then = whatIf
                    .Json.GetProperty("answer")
                    .GetProperty("placements")
                    .EnumerateArray()
                    .Single(one => one.GetProperty("placementId").GetString() == placement);
                Assert.That(
                    (then.GetProperty("rank").GetRawText(), then.GetProperty("score").GetRawText()),
                    Is.EqualTo((set.GetProperty("rank").GetRawText(), set.GetProperty("score").GetRawText())),
                    placement
                );
                Assert.That(
                    list.Json.GetProperty("goal").GetString(),
                    Is.EqualTo("possible")
                        .Or.EqualTo(then.GetProperty("eligibility").GetString())
                        .Or.EqualTo(then.GetProperty("rank").GetInt32() == 1 ? "first" : "")
                );
                tried++;
            }
        }
        return tried;
    }

    [Test]
    public async Task The_answer_has_the_shape_of_the_contract([Values("da", "en")] string language)
    {
        var reply = await service.GetAsync($"/v1/rankings/{rankingId}/counterfactuals?placementId=skodsborg-open", language: language);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(Names(reply.Json), Is.EqualTo(new[] { "placementId", "goal", "text", "sets", "found", "complete" }));
        Assert.That(
            (
                reply.Json.GetProperty("placementId").GetString(),
                reply.Json.GetProperty("goal").GetString(),
                reply.Json.GetProperty("complete").GetBoolean()
            ),
            Is.EqualTo(("skodsborg-open", "first", true))
        );
        foreach (var set in reply.Json.GetProperty("sets").EnumerateArray())
        {
            Assert.That(Names(set), Is.EqualTo(new[] { "changes", "rank", "score", "text" }));
            Assert.That(set.GetProperty("changes").EnumerateArray().Select(Names), Is.All.EqualTo(new[] { "fact", "from", "to" }));
        }
        Assert.That(reply.ContentHeaders.ContentLanguage, Is.EqualTo(new[] { language }));
    }

    [TestCase("", "placementId")]
    [TestCase("?placementId=", "placementId")]
    [TestCase("?placementId=nexus&placementId=skodsborg", "placementId")]
    [TestCase("?placementid=nexus&top=1", "placementid top")]
    [TestCase("?placementId=nexus&top=1", "top")]
    public async Task A_parameter_that_is_missing_or_strange_is_named(string query, string fields)
    {
        var reply = await service.GetAsync($"/v1/rankings/{rankingId}/counterfactuals{query}");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(reply.FaultyFields, Is.SupersetOf(fields.Split(' ')));
    }

    [TestCase("elsewhere")]
    [TestCase("NEXUS")]
    [TestCase("0102031234")]
    public async Task A_place_that_the_catalogue_of_the_ranking_does_not_have_is_not_found(string placementId)
    {
        var reply = await service.GetAsync($"/v1/rankings/{rankingId}/counterfactuals?placementId={placementId}");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)));
        Assert.That(reply.Text, Does.Not.Contain(placementId));
    }

    [Test]
    public async Task A_ranking_that_is_not_there_is_not_found([Values("x", "01890000-0000-7000-8000-000000000000")] string id) =>
        Assert.That((await AskAsync(id, "nexus")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task Asking_is_in_the_access_log_and_records_nothing_else()
    {
        var ranking = await service.RankAsync(Example.With("caseReference", "\"ASKED-1\""));
        await service.GetAsync($"/v1/rankings/{ranking.RankingId}/counterfactuals?placementId=nexus", "auditor");
        var log = (await service.GetAsync("/v1/cases/ASKED-1/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Select(line =>
                (line.GetProperty("caller").GetString(), line.GetProperty("action").GetString(), line.GetProperty("rankingId").GetString())
            );
        Assert.That(
            log,
            Is.EqualTo(
                new[]
                {
                    ("all", "ranking-made", ranking.RankingId),
                    ("auditor", "counterfactuals-read", ranking.RankingId),
                    ("all", "access-log-exported", null),
                }
            )
        );
    }

    Task<Reply> AskAsync(string ranking, string placement) =>
        service.GetAsync($"/v1/rankings/{ranking}/counterfactuals?placementId={placement}");

    static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    static IEnumerable<string?> Facts(JsonElement set) =>
        set.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("fact").GetString());

    static string PatchOf(JsonElement set)
    {
        var patch = new JsonObject();
        foreach (var change in set.GetProperty("changes").EnumerateArray())
        {
            var (parent, names) = (patch, change.GetProperty("fact").GetString()!.Split('.'));
            foreach (var name in names[..^1])
                parent = (parent[name] ??= new JsonObject()).AsObject();
            parent[names[^1]] = JsonNode.Parse(change.GetProperty("to").GetRawText());
        }
        return patch.ToJsonString();
    }
}
