using System.Net;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>
/// What a caller of another team can tell of a case: nothing by any id, before and after it is erased, and by a name only that it cannot be
/// begun. Nor does it cost more to answer.
/// </summary>
[OnEachStore]
public sealed class ForeignCaseTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";
    const string Unused = "/v1/cases/NOT-USED-1";

    LiveService service = null!;
    string data = "",
        rankingId = "",
        whatIfId = "",
        stayId = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await LiveService.StartAsync([$"--DataFolder={data}", .. Member("north", "nord"), .. Member("south", "syd")]);
        await LimitAsync("nord");
        rankingId = (await service.RankAsync(Example.Json, "north")).RankingId;
        whatIfId = (await service.AskWhatIfAsync(rankingId, "{}", caller: "north")).Json.GetProperty("whatIfId").GetString()!;
        stayId = (await PostAsync("/v1/stays", Stay(Example.CaseReference), "north")).Json.GetProperty("stayId").GetString()!;
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task By_id_it_is_answered_as_what_never_was_and_costs_the_same([Values] bool isErased)
    {
        if (isErased)
            await EraseAsync();
        AssertTheSame(await IdsAsync(rankingId, whatIfId, stayId), await IdsAsync(NewId(), NewId(), NewId()));
    }

    [Test]
    public async Task By_name_it_is_answered_as_what_never_was_and_costs_the_same([Values] bool isErased)
    {
        if (isErased)
            await EraseAsync();
        AssertTheSame(await NamesAsync(Case), await NamesAsync(Unused));
    }

    [Test]
    public async Task Neither_its_key_nor_its_record_is_opened_for_it()
    {
        // Keys that were used are at hand; after a restart none is.
        service = await service.RestartAsync();
        service.Tamper(
            "UPDATE cases SET wrapped_key = sealed_reference; UPDATE log_entries SET payload = (SELECT wrapped_key FROM cases LIMIT 1);"
        );
        var foreign = (await IdsAsync(rankingId, whatIfId, stayId)).Concat(await NamesAsync(Case));
        Assert.That(foreign.Select(found => found.Status), Is.All.EqualTo(404));
        Assert.That((await IdsAsync(rankingId, whatIfId, stayId, "north")).Select(found => found.Status), Is.All.GreaterThanOrEqualTo(500));
    }

    [Test]
    public async Task Erased_it_is_gone_for_its_team_and_nothing_for_others_also_after_a_restart()
    {
        await EraseAsync();
        for (var start = 0; start < 2; start++)
        {
            Assert.That((await IdsAsync(rankingId, whatIfId, stayId, "north")).Select(found => found.Status), Is.All.EqualTo(410));
            Assert.That((await IdsAsync(rankingId, whatIfId, stayId)).Select(found => found.Status), Is.All.EqualTo(404));
            Assert.That((await service.GetAsync($"/v1/rankings/{rankingId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
            service = await service.RestartAsync();
        }
    }

    [Test]
    public async Task Of_an_erased_case_that_was_open_everyone_is_told()
    {
        await LimitAsync(null);
        await EraseAsync();
        service = await service.RestartAsync();
        Assert.That((await IdsAsync(rankingId, whatIfId, stayId)).Select(found => found.Status), Is.All.EqualTo(410));
    }

    [Test]
    public async Task Of_a_case_erased_before_its_team_was_kept_only_those_of_every_team_are_told()
    {
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Erasure,
                Caller = "before",
                Case = store.Cases.FindByReference(Example.CaseReference),
                Payload = """{"schema":1,"reason":"RetentionEnded"}"""u8.ToArray(),
            },
            CancellationToken.None
        );
        service = await service.RestartAsync();
        Assert.That((await IdsAsync(rankingId, whatIfId, stayId)).Select(found => found.Status), Is.All.EqualTo(404));
        Assert.That((await service.GetAsync($"/v1/rankings/{rankingId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
    }

    [Test]
    public async Task Its_name_begins_no_case_while_it_is_used_and_after_it_is_erased_it_does()
    {
        Assert.That(
            (await service.RankAsync(Example.Json, "south")).Text,
            Is.EqualTo((await service.GetAsync(Unused, "south")).Text),
            "the words of every other call"
        );
        await EraseAsync();
        Assert.That((await service.RankAsync(Example.Json, "south")).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task What_is_refused_without_a_record_is_refused_alike_for_another_teams_case_and_for_none()
    {
        foreach (var name in new[] { Example.CaseReference, "NOT-USED-2" })
        {
            var model = await service.RankAsync(Example.With(("caseReference", $"\"{name}\""), ("mode", "\"rules-and-model\"")), "south");
            var madeUp = await PostAsync("/v1/stays", Stay(name, NewId()), "south");
            var itsOwn = await PostAsync("/v1/stays", Stay(name, rankingId), "south");
            Assert.That(
                (model.Status, madeUp.Status, madeUp.FaultyFields.Single(), itsOwn.Text),
                Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, "rankingId", madeUp.Text)),
                name
            );
        }
    }

    static void AssertTheSame(List<Found> foreign, List<Found> unknown)
    {
        Assert.That(foreign, Is.EqualTo(unknown));
        Assert.That(foreign.Select(found => found.Status), Is.All.EqualTo(404));
    }

    /// <summary>An answer and what it cost.</summary>
    sealed record Found(string Call, int Status, string Text, long Queries);

    async Task<List<Found>> IdsAsync(string ranking, string whatIf, string stay, string caller = "south")
    {
        var calls = new (HttpMethod Method, string Call, string Path, string? Body)[]
        {
            (HttpMethod.Get, "ranking", $"/v1/rankings/{ranking}", null),
            (HttpMethod.Post, "replay", $"/v1/rankings/{ranking}/replay", null),
            (HttpMethod.Get, "letter", $"/v1/rankings/{ranking}/explanation?audience=child", null),
            (HttpMethod.Get, "counterfactuals", $"/v1/rankings/{ranking}/counterfactuals?placementId=nexus", null),
            (HttpMethod.Post, "what-if", $"/v1/rankings/{ranking}/what-if", "{}"),
            (HttpMethod.Get, "what-ifs", $"/v1/rankings/{ranking}/what-ifs", null),
            (HttpMethod.Get, "one what-if", $"/v1/rankings/{ranking}/what-ifs/{whatIf}", null),
            (HttpMethod.Post, "its replay", $"/v1/rankings/{ranking}/what-ifs/{whatIf}/replay", null),
            (HttpMethod.Get, "stay", $"/v1/stays/{stay}", null),
            (HttpMethod.Patch, "its end", $"/v1/stays/{stay}", """{"end":"2026-02-01","ending":"planned"}"""),
            (HttpMethod.Post, "its withdrawal", $"/v1/stays/{stay}/withdrawal", """{"reason":"never-began"}"""),
        };
        return await AnswersAsync(calls, caller);
    }

    Task<List<Found>> NamesAsync(string address) =>
        AnswersAsync(
            [
                (HttpMethod.Get, "case", address, null),
                (HttpMethod.Get, "access log", $"{address}/access-log", null),
                (HttpMethod.Put, "hold", $"{address}/legal-hold", """{"held":true,"reason":"klage"}"""),
                (HttpMethod.Post, "erasure", $"{address}/erasure", """{"reason":"retention-ended"}"""),
            ],
            "south"
        );

    async Task<List<Found>> AnswersAsync(IEnumerable<(HttpMethod, string, string, string?)> calls, string caller)
    {
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var found = new List<Found>();
        foreach (var (method, call, path, body) in calls)
        {
            var before = store.Queries;
            var reply = await service.SendAsync(method, path, body is null ? null : LiveService.Content(body), caller);
            found.Add(new Found(call, (int)reply.Status, reply.Text, store.Queries - before));
        }
        return found;
    }

    async Task EraseAsync() =>
        Assert.That(
            (await PostAsync($"{Case}/erasure", """{"reason":"retention-ended"}""", "north")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );

    Task<Reply> LimitAsync(string? team) =>
        service.SendAsync(
            HttpMethod.Put,
            $"{Case}/team",
            LiveService.Content(team is null ? """{"team":null}""" : $$"""{"team":"{{team}}"}"""),
            "north"
        );

    Task<Reply> PostAsync(string path, string body, string caller) =>
        service.SendAsync(HttpMethod.Post, path, LiveService.Content(body), caller);

    static string Stay(string reference, string? ranking = null) =>
        JsonSerializer.Serialize(
            new
            {
                caseReference = reference,
                placementId = "skodsborg",
                start = "2026-01-15",
                rankingId = ranking,
            }
        );

    static string NewId() => Guid.NewGuid().ToString();

    static string[] Member(string caller, string teams) =>
        [
            $"--ApiKeys:{caller}:Key={LiveService.KeyOf(caller)}",
            $"--ApiKeys:{caller}:Roles=visitator,case-system,administrator,auditor",
            $"--ApiKeys:{caller}:Teams={teams}",
        ];
}
