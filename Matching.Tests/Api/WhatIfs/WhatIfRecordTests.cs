using System.Net;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Tests.Api.Cases;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.WhatIfs;

/// <summary>A what-if is recorded, and never as a ranking; it shares what becomes of its case.</summary>
[OnEachStore]
public sealed class WhatIfRecordTests
{
    const string Identical = """{"identical":true,"engineChanged":false,"differences":[]}""";
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

    [Test]
    public async Task It_can_be_read_again_to_the_byte_and_asked_anew_to_the_byte_whatever_has_changed_since()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.ReportAsync("skodsborg", 3);
        for (var start = 0; start < 2; start++)
        {
            Assert.That((await service.GetAsync(PathOf(whatIf))).Text, Is.EqualTo(whatIf.Text));
            Assert.That((await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay")).Text, Is.EqualTo(Identical));
            service = await service.RestartAsync();
        }
    }

    [Test]
    public async Task It_is_never_a_ranking()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        var id = whatIf.Json.GetProperty("whatIfId").GetString()!;

        Assert.That((await service.GetAsync($"/v1/rankings/{id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.ReplayAsync(id)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await service.AskWhatIfAsync(id, "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var rankings = (await service.GetAsync($"/v1/cases/{Example.CaseReference}"))
            .Json.GetProperty("rankings")
            .EnumerateArray()
            .Select(ranking => ranking.GetProperty("rankingId").GetString());
        Assert.That(rankings, Is.EqualTo(new[] { rankingId }));
        Assert.That(
            (await service.GetAsync("/v1/exports/rankings")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(1)
        );
    }

    [Test]
    public async Task The_what_ifs_of_a_ranking_are_listed_with_their_patches()
    {
        var other = (await service.RankAsync(Example.Json)).RankingId;
        var first = await service.AskWhatIfAsync(rankingId, Calmer, caller: "visitator");
        await service.AskWhatIfAsync(other, "{}");
        await service.AskWhatIfAsync(rankingId, """{"wishes":{"child":null}}""", caller: "case-system");

        var list = (await ListAsync()).Json;
        Assert.That(list.GetProperty("rankingId").GetString(), Is.EqualTo(rankingId));
        Assert.That(
            list.GetProperty("whatIfs")
                .EnumerateArray()
                .Select(line => (line.GetProperty("caller").GetString(), line.GetProperty("patch").GetRawText())),
            Is.EqualTo(new[] { ("visitator", Calmer), ("case-system", """{"wishes":{"child":null}}""") })
        );
        var line = list.GetProperty("whatIfs")[0];
        Assert.That(
            (line.GetProperty("whatIfId").GetString(), line.GetProperty("recordedAt").GetString()),
            Is.EqualTo((first.Json.GetProperty("whatIfId").GetString(), first.Json.GetProperty("recordedAt").GetString()))
        );
    }

    [Test]
    public async Task Who_asked_and_who_read_is_in_the_access_log()
    {
        var whatIf = await service.SendAsync(
            HttpMethod.Post,
            $"/v1/rankings/{rankingId}/what-if",
            LiveService.Content(Calmer),
            "visitator",
            request => request.Headers.Add("X-Purpose", "the meeting")
        );
        await service.AskWhatIfAsync(rankingId, """{"child":{"selfHarm":1}}""", caller: "case-system");
        await service.AskWhatIfAsync(rankingId, """{"mode":"rules-and-model"}""", caller: "case-system");
        await service.GetAsync(PathOf(whatIf), "auditor");
        await service.GetAsync($"/v1/rankings/{rankingId}/what-ifs", "case-system");
        await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay", caller: "auditor");

        var log = (await service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log"))
            .Json.GetProperty("entries")
            .EnumerateArray()
            .Skip(1)
            .SkipLast(1)
            .Select(line =>
                (
                    line.GetProperty("caller").GetString(),
                    line.GetProperty("action").GetString(),
                    line.GetProperty("rankingId").GetString(),
                    line.GetProperty("purpose").GetString()
                )
            );
        Assert.That(
            log,
            Is.EqualTo(
                new (string?, string?, string?, string?)[]
                {
                    ("visitator", "what-if-made", rankingId, "the meeting"),
                    ("case-system", "ranking-read", rankingId, null),
                    ("case-system", "ranking-read", rankingId, null),
                    ("auditor", "what-if-read", rankingId, null),
                    ("case-system", "what-if-read", rankingId, null),
                    ("auditor", "what-if-replayed", rankingId, null),
                }
            )
        );
    }

    [Test]
    public async Task A_case_of_another_team_is_not_there()
    {
        await service.DisposeAsync();
        service = await LiveService.StartAsync(
            "--ApiKeys:south:Key=key-of-south",
            "--ApiKeys:south:Roles=visitator,case-system,auditor",
            "--ApiKeys:south:Teams=syd"
        );
        rankingId = (await service.RankAsync(Example.Json)).RankingId;
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.SendAsync(HttpMethod.Put, $"/v1/cases/{Example.CaseReference}/team", LiveService.Content("""{"team":"nord"}"""));
        var entries = await service.EntriesAsync();

        Assert.That(await EveryCallAsync(whatIf, "south"), Is.All.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await service.EntriesAsync(), Is.EqualTo(entries));
        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task After_its_case_was_erased_it_is_gone_and_the_log_is_intact()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await service.RestartAsync($"--DataFolder={data}");
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        Assert.That((await ErasureTests.EraseAsync(service)).Status, Is.EqualTo(HttpStatusCode.OK));
        var begun = await service.RankAsync(Example.Json);

        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.Gone));
        var rankings = (await service.GetAsync($"/v1/cases/{Example.CaseReference}"))
            .Json.GetProperty("rankings")
            .EnumerateArray()
            .Select(ranking => ranking.GetProperty("rankingId").GetString());
        Assert.That(rankings, Is.EqualTo(new[] { begun.RankingId }));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task What_ifs_and_erasures_of_one_case_at_once_leave_an_intact_log()
    {
        var data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await service.RestartAsync($"--DataFolder={data}");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => i == 20 ? ErasureTests.EraseAsync(service) : service.AskWhatIfAsync(rankingId, Calmer))
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.Gone));
        Assert.That((await service.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(), Is.True);
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task It_is_refused_when_the_disk_is_nearly_full_and_can_still_be_read()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        service.App.Services.GetRequiredService<DiskSpace>().Measure = _ => 0;
        await Task.Delay(1100); // What was measured is good for a second.
        var refused = await service.AskWhatIfAsync(rankingId, Calmer);
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), refused.Text);
        Assert.That((await service.GetAsync(PathOf(whatIf))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task It_is_not_answered_when_it_cannot_be_recorded()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        await service.App.Services.GetRequiredService<MatchingStore>().Log.Writer.DisposeAsync();
        Assert.That(await EveryCallAsync(whatIf, "all"), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task The_log_names_the_documents_it_rests_on()
    {
        var whatIf = await service.AskWhatIfAsync(rankingId, Calmer);
        var store = service.App.Services.GetRequiredService<MatchingStore>();
        var (ranking, entry) = (store.Entries.Find(rankingId)!, store.Entries.Find(whatIf.Json.GetProperty("whatIfId").GetString()!)!);
        var claims = RankingRecordJson.ClaimsOf(entry, store.Entries.ReadPayload(entry));
        var ofRanking = RankingRecordJson.ClaimsOf(ranking, store.Entries.ReadPayload(ranking));

        Assert.That(claims.Documents, Is.Not.Empty.And.EqualTo(ofRanking.Documents));
        Assert.That(
            (claims.CaseReference, ofRanking.CaseReference),
            Is.EqualTo((store.Cases.Find(ranking.SubjectId!)!.CaseReference, claims.CaseReference))
        );
        Assert.That((entry.Kind, entry.SubjectId), Is.EqualTo(("what-if", ranking.SubjectId)));
    }

    async Task<List<HttpStatusCode>> EveryCallAsync(Reply whatIf, string caller) =>
        [
            (await service.AskWhatIfAsync(rankingId, Calmer, caller: caller)).Status,
            (await service.GetAsync($"/v1/rankings/{rankingId}/what-ifs", caller)).Status,
            (await service.GetAsync(PathOf(whatIf), caller)).Status,
            (await service.SendAsync(HttpMethod.Post, $"{PathOf(whatIf)}/replay", caller: caller)).Status,
            (await service.GetAsync($"/v1/rankings/{rankingId}/counterfactuals?placementId=nexus", caller)).Status,
        ];

    Task<Reply> ListAsync() => service.GetAsync($"/v1/rankings/{rankingId}/what-ifs");

    static string PathOf(Reply whatIf) => $"/v1/rankings/{whatIf.RankingId}/what-ifs/{whatIf.Json.GetProperty("whatIfId").GetString()}";
}
