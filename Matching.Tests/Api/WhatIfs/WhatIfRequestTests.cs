using System.Net;
using System.Text;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.WhatIfs;

/// <summary>What a request for a what-if may be, and how every other is refused.</summary>
public sealed class WhatIfRequestTests
{
    const string Calmer = """{"child":{"selfHarm":"mild","suicideRisk":"low"},"conflicts":[]}""";

    LiveService service = null!;
    string rankingId = "";

    [OneTimeSetUp]
    public async Task Start() => service = await LiveService.StartAsync();

    [SetUp]
    public async Task Rank() => rankingId = (await service.RankAsync(Example.Json)).RankingId;

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [TestCase("application/json")]
    [TestCase("application/merge-patch+json")]
    [TestCase("application/merge-patch+json; charset=utf-8")]
    public async Task A_merge_patch_may_say_what_it_is(string type)
    {
        var reply = await service.SendAsync(
            HttpMethod.Post,
            $"/v1/rankings/{rankingId}/what-if",
            LiveService.Content(Encoding.UTF8.GetBytes(Calmer), type)
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("application/json-patch+json")]
    [TestCase("text/plain")]
    [TestCase("")]
    public async Task Another_type_is_refused(string type)
    {
        var reply = await service.SendAsync(
            HttpMethod.Post,
            $"/v1/rankings/{rankingId}/what-if",
            LiveService.Content(Encoding.UTF8.GetBytes(Calmer), type)
        );
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, (string?)null)));
    }

    [Test]
    public async Task A_ranking_takes_no_merge_patch()
    {
        var reply = await service.SendAsync(
            HttpMethod.Post,
            "/v1/rankings",
            LiveService.Content(Encoding.UTF8.GetBytes(Example.Json), "application/merge-patch+json")
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("""{"caseReference":"OTHER-1"}""", "caseReference")]
    [TestCase("""{"caseReference":null}""", "caseReference")]
    [TestCase("""{"child":{"selfHarm":"MILD","ageYears":18},"x":1}""", "child.ageYears child.selfHarm x")]
    [TestCase("""{"child":{"selfharm":null}}""", "child.selfharm")]
    [TestCase("""{"chidl":null}""", "chidl")]
    [TestCase("""{"child":null}""", "child")]
    [TestCase("""{"child":{"birthDate":"2011-05-07"}}""", "child.ageYears child.birthDate")]
    [TestCase("""{"child":{"selfHarm":"mild","selfHarm":"none"}}""", "child.selfHarm")]
    [TestCase("""{"child":{"sex":null},"child":{}}""", "child")]
    [TestCase("""{"child":{"diagnoses":[{"code":"F84","code":"F70"}]}}""", "child.diagnoses[0].code")]
    [TestCase("""{"child":{"exploitation":"0102031234"}}""", "child.exploitation")]
    [TestCase("""{"0102031234":null}""", "[withheld name]")]
    [TestCase("""{"child":{"\ud800":1}}""", "child.[unreadable name]")]
    [TestCase("""{"wishes":{"child":[{"placementId":"\ud800","stance":"prefer"}]}}""", "wishes.child[0].placementId")]
    [TestCase("""{"conflicts":[{"placementId":"elsewhere","reason":"gang-conflict"}]}""", "conflicts[0].placementId")]
    [TestCase("""{"asOf":"2020-01-01"}""", "asOf")]
    [TestCase("[]", "body")]
    [TestCase("null", "body")]
    [TestCase("\"{}\"", "body")]
    [TestCase("", "body")]
    [TestCase("""{"child":{}""", "body")]
    public async Task Every_fault_of_the_patch_and_of_what_comes_of_it_is_named(string patch, string fields)
    {
        var reply = await service.AskWhatIfAsync(rankingId, patch);
        Assert.That(
            (reply.Status, reply.FaultAsProblem(), string.Join(' ', reply.FaultyFields)),
            Is.EqualTo((HttpStatusCode.BadRequest, (string?)null, fields)),
            reply.Text
        );
        Assert.That(reply.Text, Does.Not.Contain("0102031234"));
        Assert.That((await service.GetAsync($"/v1/rankings/{rankingId}/what-ifs")).Text, Does.EndWith("\"whatIfs\":[]}"));
    }

    [Test]
    public async Task A_body_over_the_limit_is_refused()
    {
        var reply = await service.AskWhatIfAsync(rankingId, $$"""{"urgency":"{{new string('a', 256 * 1024)}}"}""");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, (string?)null)));
    }

    [TestCase("?top=0", "top")]
    [TestCase("?first=1", "first")]
    public async Task Parameters_are_those_of_a_ranking(string query, string field) =>
        Assert.That((await service.AskWhatIfAsync(rankingId, "{}", query)).FaultyFields, Is.EqualTo(new[] { field }));

    [Test]
    public async Task A_model_that_is_not_there_is_a_conflict_as_for_a_ranking()
    {
        var reply = await service.AskWhatIfAsync(rankingId, """{"mode":"rules-and-model"}""");
        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
    }

    [Test]
    public async Task Sent_again_it_is_another_one_whatever_its_idempotency_key()
    {
        var ids = new List<string?>();
        for (var time = 0; time < 2; time++)
        {
            var reply = await service.SendAsync(
                HttpMethod.Post,
                $"/v1/rankings/{rankingId}/what-if",
                LiveService.Content(Calmer),
                change: request => request.Headers.Add("Idempotency-Key", "once")
            );
            ids.Add(reply.Json.GetProperty("whatIfId").GetString());
        }
        Assert.That(ids, Is.Unique);
    }

    [Test]
    public async Task An_id_that_names_nothing_of_the_kind_is_not_found_and_nothing_is_recorded()
    {
        var whatIf = (await service.AskWhatIfAsync(rankingId, "{}")).Json.GetProperty("whatIfId").GetString();
        var other = (await service.RankAsync(Example.Json)).RankingId;
        var entries = await service.EntriesAsync();
        foreach (
            var path in new[]
            {
                $"/v1/rankings/{Guid.NewGuid()}/what-ifs",
                "/v1/rankings/x/what-ifs",
                $"/v1/rankings/{whatIf}/what-ifs",
                $"/v1/rankings/{rankingId}/what-ifs/{Guid.NewGuid()}",
                $"/v1/rankings/{rankingId}/what-ifs/x",
                $"/v1/rankings/{rankingId}/what-ifs/{rankingId}",
                $"/v1/rankings/{other}/what-ifs/{whatIf}",
            }
        )
        {
            var reply = await service.GetAsync(path);
            Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.NotFound, (string?)null)), path);
        }
        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", whatIf! })
            Assert.That((await service.AskWhatIfAsync(id, "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{other}/what-ifs/{whatIf}/replay")).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }
}
