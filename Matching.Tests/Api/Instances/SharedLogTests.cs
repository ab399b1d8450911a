using System.Net;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Instances;

/// <summary>Two instances on one database: one log, one order, and what is said to one holds for the other.</summary>
public sealed class SharedLogTests
{
    const string Case = $"/v1/cases/{Example.CaseReference}";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    LiveService one = null!,
        other = null!;

    [SetUp]
    public async Task Start() => (one, other) = await TwoAsync(PostgresCluster.Shared.NewSchema());

    [TearDown]
    public async Task Stop()
    {
        await other.DisposeAsync();
        await one.DisposeAsync();
    }

    /// <summary>Two services on one schema, the second with the first one's master key.</summary>
    internal static async Task<(LiveService One, LiveService Other)> TwoAsync(string postgres, params string[] settings)
    {
        var first = await LiveService.StartAsync([$"--ConnectionStrings:Postgres={postgres}", .. settings]);
        var second = await LiveService.StartOnAsync(
            TemporaryStore.NewFolder(),
            [$"--ConnectionStrings:Postgres={postgres}", $"--MasterKey:File={Path.Combine(first.Folder, "master.key")}", .. settings]
        );
        return (first, second);
    }

    [Test]
    public async Task What_one_records_the_other_reads_and_both_write_one_intact_log()
    {
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).RankAsync(Example.With("caseReference", $"\"CASE-{i % 5}\"")))
        );
        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.Created));
        foreach (var (reply, i) in replies.Select((reply, i) => (reply, i)))
            Assert.That((await (i % 2 == 0 ? other : one).GetAsync($"/v1/rankings/{reply.RankingId}")).Text, Is.EqualTo(reply.Text));
        foreach (var service in new[] { one, other })
        {
            var verification = (await service.GetAsync("/v1/audit/verification")).Json;
            Assert.That(
                (verification.GetProperty("intact").GetBoolean(), verification.GetProperty("entries").GetInt64()),
                Is.EqualTo((true, 80L)),
                verification.GetRawText()
            );
        }
    }

    [Test]
    public async Task Beds_reported_to_one_are_in_the_next_ranking_of_the_other()
    {
        await one.RankAsync(Example.Json);
        for (var beds = 1; beds <= 5; beds++)
        {
            var (reported, ranks) = beds % 2 == 0 ? (one, other) : (other, one);
            await reported.ReportAsync("nexus", beds);
            var ranking = await ranks.RankAsync(Example.Json);
            Assert.That(Beds(ranking), Is.EqualTo(beds));
            Assert.That((await reported.ReplayAsync(ranking.RankingId)).Json.GetProperty("identical").GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task Residents_reported_to_one_are_in_the_next_ranking_of_the_other()
    {
        await other.RankAsync(Example.Json);
        await one.SendAsync(
            HttpMethod.Put,
            "/v1/placements/nexus/peer-group",
            LiveService.Content("""{"asOf":"2026-11-20","residents":6}""")
        );
        var ranking = await other.RankAsync(Example.Json);
        var nexus = ranking
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(place => place.GetProperty("placementId").GetString() == "nexus");

        Assert.That(nexus.GetProperty("peerGroup").GetRawText(), Is.EqualTo("""{"asOf":"2026-11-20","known":true}"""));
        Assert.That((await one.ReplayAsync(ranking.RankingId)).Json.GetProperty("identical").GetBoolean(), Is.True);
    }

    [Test]
    public async Task One_idempotency_key_at_both_at_once_gives_one_ranking()
    {
        for (var round = 0; round < 5; round++)
        {
            var body = Example.With("caseReference", $"\"ONCE-{round}\"");
            var replies = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).RankAsync(body, idempotencyKey: $"key-{round}"))
            );
            Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
            Assert.That(
                replies.Where(reply => reply.Status != HttpStatusCode.Created).Select(reply => reply.Status),
                Is.All.EqualTo(HttpStatusCode.OK)
            );
            Assert.That(replies.Select(reply => reply.Text).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_case_that_both_begin_at_once_is_one_case()
    {
        for (var round = 0; round < 5; round++)
        {
            var body = Example.With("caseReference", $"\"NEW-{round}\"");
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : other).RankAsync(body)));
            Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.Created));
            Assert.That((await one.GetAsync($"/v1/cases/NEW-{round}")).Json.GetProperty("rankings").GetArrayLength(), Is.EqualTo(6));
        }
    }

    [Test]
    public async Task A_case_limited_to_a_team_at_one_is_not_there_for_others_at_the_other()
    {
        await Stop();
        string[] member =
        [
            "--ApiKeys:north:Key=key-of-north",
            "--ApiKeys:north:Roles=visitator,case-system",
            "--ApiKeys:north:Teams=nord",
            "--ApiKeys:south:Key=key-of-south",
            "--ApiKeys:south:Roles=visitator",
            "--ApiKeys:south:Teams=syd",
        ];
        (one, other) = await TwoAsync(PostgresCluster.Shared.NewSchema(), member);
        var ranking = await one.RankAsync(Example.Json, "north");
        Assert.That((await other.GetAsync($"/v1/rankings/{ranking.RankingId}", "south")).Status, Is.EqualTo(HttpStatusCode.OK));
        await one.SendAsync(HttpMethod.Put, $"{Case}/team", LiveService.Content("""{"team":"nord"}"""), "north");
        // Who is known to be let in is let in only after the other instance's word was heard.
        Assert.That((await other.GetAsync($"/v1/rankings/{ranking.RankingId}", "south")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.RankAsync(Example.Json, "south")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.GetAsync($"/v1/rankings/{ranking.RankingId}", "north")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_case_erased_at_one_is_gone_at_the_other_and_may_begin_anew_there()
    {
        await Stop();
        var data = TemporaryStore.NewFolder();
        Cases.ErasureTests.CopyData(data, months: 0);
        (one, other) = await TwoAsync(PostgresCluster.Shared.NewSchema(), $"--DataFolder={data}");
        var ranking = await other.RankAsync(Example.Json);
        Assert.That(
            (await one.SendAsync(HttpMethod.Post, $"{Case}/erasure", LiveService.Content("""{"reason":"court-order"}"""))).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        Assert.That((await other.GetAsync($"/v1/rankings/{ranking.RankingId}")).Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That((await other.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await one.GetAsync(Case)).Json.GetProperty("rankings").GetArrayLength(), Is.EqualTo(1));
        var verification = (await one.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        Directory.Delete(data, recursive: true);
    }

    [TestCase("")]
    [TestCase("/access-log")]
    public async Task A_case_erased_at_one_is_at_once_not_there_at_the_other(string what)
    {
        await Stop();
        var data = TemporaryStore.NewFolder();
        Cases.ErasureTests.CopyData(data, months: 0);
        (one, other) = await TwoAsync(PostgresCluster.Shared.NewSchema(), $"--DataFolder={data}");
        for (var round = 0; round < 5; round++)
        {
            await other.RankAsync(Example.With("caseReference", $"\"GONE-{round}\""));
            await one.SendAsync(HttpMethod.Post, $"/v1/cases/GONE-{round}/erasure", LiveService.Content("""{"reason":"court-order"}"""));
            Assert.That((await other.GetAsync($"/v1/cases/GONE-{round}{what}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task A_case_limited_to_a_team_at_one_is_told_to_no_other_team_at_the_other()
    {
        await Stop();
        var data = TemporaryStore.NewFolder();
        Cases.ErasureTests.CopyData(data, months: 0);
        string[] south = ["--ApiKeys:south:Key=key-of-south", "--ApiKeys:south:Roles=visitator,administrator", "--ApiKeys:south:Teams=syd"];
        (one, other) = await TwoAsync(PostgresCluster.Shared.NewSchema(), [$"--DataFolder={data}", .. south]);
        for (var round = 0; round < 5; round++)
        {
            var body = Example.With("caseReference", $"\"NORTH-{round}\"");
            await other.RankAsync(body, "south", idempotencyKey: $"key-{round}");
            await one.SendAsync(HttpMethod.Put, $"/v1/cases/NORTH-{round}/team", LiveService.Content("""{"team":"nord"}"""));
            Assert.That(
                (await other.RankAsync(body, "south", idempotencyKey: $"key-{round}")).Status,
                Is.EqualTo(HttpStatusCode.NotFound),
                "The same request again."
            );

            await one.SendAsync(HttpMethod.Put, $"/v1/cases/NORTH-{round}/team", LiveService.Content("""{"team":null}"""));
            await other.GetAsync($"/v1/cases/NORTH-{round}");
            await one.SendAsync(HttpMethod.Put, $"/v1/cases/NORTH-{round}/team", LiveService.Content("""{"team":"nord"}"""));
            Assert.That((await other.GetAsync("/v1/retention/due", "south")).Text, Does.Not.Contain($"NORTH-{round}"));
        }
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task A_key_made_and_revoked_at_one_is_so_at_the_other_soon()
    {
        var made = await one.SendAsync(HttpMethod.Post, "/v1/keys", LiveService.Content("""{"name":"made","roles":["auditor"]}"""));
        var (id, key) = (made.Json.GetProperty("id").GetString(), made.Json.GetProperty("key").GetString()!);
        await UntilAsync(async () => await StatusOf(key) == HttpStatusCode.OK);
        await one.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}");
        await UntilAsync(async () => await StatusOf(key) == HttpStatusCode.Unauthorized);
        Assert.That(await StatusOf(key), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task An_instance_whose_master_key_was_exchanged_meanwhile_records_nothing_with_the_old_one()
    {
        await one.RankAsync(Example.Json);
        await one.StopAsync();
        Matching.Api.Storage.KeyRotation.Run(
            one.Folder,
            new Matching.Api.Storage.StorageOptions { Postgres = one.Postgres },
            TimeProvider.System
        );
        Assert.That((await other.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        one = await one.RestartAsync(() => { });
        Assert.That((await one.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        var verification = (await one.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
    }

    [Test]
    public async Task The_log_is_verified_with_a_single_connection_to_read_on()
    {
        await Stop();
        (one, other) = await TwoAsync(
            PostgresCluster.Shared.NewSchema() + ";Maximum Pool Size=1;Timeout=1",
            "--Storage:ReconnectSeconds=1"
        );
        await one.RankAsync(Example.Json);
        var verification = await one.GetAsync("/v1/audit/verification");
        Assert.That(verification.Status, Is.EqualTo(HttpStatusCode.OK), verification.Text);
    }

    async Task<HttpStatusCode> StatusOf(string key) =>
        (
            await other.SendAsync(HttpMethod.Get, "/v1/placements", caller: "", change: request => request.Headers.Add("X-Api-Key", key))
        ).Status;

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }

    static int Beds(Reply ranking) =>
        ranking
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(place => place.GetProperty("placementId").GetString() == "nexus")
            .GetProperty("availability")
            .GetProperty("freePlaces")
            .GetInt32();
}
