using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>A case that is limited to a team is not there for anyone else.</summary>
[OnEachStore]
public sealed class TeamTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";

    LiveService service = null!;
    string rankingId = "";

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync([
            .. Member("north", "nord"),
            .. Member("south", "syd,vest"),
            .. Member("everyone", "*"),
            .. Member("visitor", ""),
        ]);
        rankingId = (await service.RankAsync(Example.Json, "north", idempotencyKey: "north")).RankingId;
        Assert.That((await LimitAsync("nord", "north")).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Its_members_see_it_and_so_does_who_sees_every_team([Values("north", "everyone")] string caller)
    {
        Assert.That(
            await Statuses(caller),
            Is.EqualTo(
                new[]
                {
                    HttpStatusCode.OK,
                    HttpStatusCode.OK,
                    HttpStatusCode.OK,
                    HttpStatusCode.OK,
                    HttpStatusCode.Created,
                    HttpStatusCode.NoContent,
                }
            )
        );
    }

    [Test]
    public async Task For_everyone_else_it_is_not_there_and_nothing_is_recorded([Values("south", "visitor")] string caller)
    {
        var entries = await service.EntriesAsync();
        Assert.That(await Statuses(caller), Is.All.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
    }

    [Test]
    public async Task It_says_no_more_to_others_than_a_case_that_was_never_there()
    {
        var there = await service.GetAsync($"/v1/rankings/{rankingId}", "south");
        var notThere = await service.GetAsync($"/v1/rankings/{Guid.NewGuid()}", "south");
        Assert.That(there.Text, Is.EqualTo(notThere.Text));
    }

    [Test]
    public async Task It_stays_limited_after_a_restart_and_is_open_again_when_that_is_said()
    {
        service = await service.RestartAsync();
        Assert.That((await service.GetAsync(Case, "south")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await LimitAsync(null, "north");
        Assert.That((await service.GetAsync(Case, "south")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_case_may_be_limited_before_its_first_ranking()
    {
        await service.SendAsync(HttpMethod.Put, "/v1/cases/NEW-1/team", LiveService.Content("""{"team":"syd"}"""), "south");
        var body = Example.With("caseReference", "\"NEW-1\"");
        Assert.That((await service.RankAsync(body, "north")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.RankAsync(body, "south")).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("{}")]
    [TestCase("""{"team":""}""")]
    [TestCase("""{"team":"*"}""")]
    [TestCase("""{"team":"a b"}""")]
    [TestCase("""{"team":7}""")]
    [TestCase("""{"team":"010203-1234"}""")]
    public async Task A_team_is_a_word(string body)
    {
        var reply = await service.SendAsync(HttpMethod.Put, $"{Case}/team", LiveService.Content(body), "north");
        Assert.That((reply.Status, reply.FaultyFields.SequenceEqual(["team"])), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
    }

    [TestCase("nrod")]
    [TestCase("Nord")]
    [TestCase("only-they-who-see-all")]
    public async Task A_team_that_no_caller_has_is_refused(string team)
    {
        var reply = await LimitAsync(team, "north");
        Assert.That((reply.Status, reply.FaultyFields.SequenceEqual(["team"])), Is.EqualTo((HttpStatusCode.BadRequest, true)), reply.Text);
        Assert.That((await service.GetAsync(Case, "north")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_team_is_there_from_the_first_key_that_has_it_to_the_last()
    {
        Assert.That((await LimitAsync("øst", "north")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var (id, _) = await service.IssueKeyAsync(""","teams":["øst"]""");
        Assert.That((await LimitAsync("øst", "everyone")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        await service.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}");
        Assert.That((await LimitAsync("øst", "everyone")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    async Task<HttpStatusCode[]> Statuses(string caller)
    {
        var replies = new[]
        {
            await service.GetAsync($"/v1/rankings/{rankingId}", caller),
            await service.SendAsync(HttpMethod.Post, $"/v1/rankings/{rankingId}/replay", caller: caller),
            await service.GetAsync(Case, caller),
            await service.GetAsync($"{Case}/access-log", caller),
            await service.RankAsync(Example.Json, caller),
            await LimitAsync("nord", caller),
        };
        return [.. replies.Select(reply => reply.Status)];
    }

    Task<Reply> LimitAsync(string? team, string caller) =>
        service.SendAsync(
            HttpMethod.Put,
            $"{Case}/team",
            LiveService.Content(team is null ? """{"team":null}""" : $$"""{"team":"{{team}}"}"""),
            caller
        );

    static string[] Member(string caller, string teams) =>
        [
            $"--ApiKeys:{caller}:Key={LiveService.KeyOf(caller)}",
            $"--ApiKeys:{caller}:Roles=visitator,case-system,administrator,auditor",
            $"--ApiKeys:{caller}:Teams={teams}",
        ];
}
