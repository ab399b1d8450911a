using System.Diagnostics;
using System.Net;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Instances;

/// <summary>The network to the database swallows everything and closes nothing.</summary>
[NonParallelizable] // Times are the promise here.
public sealed class BlackHoleTests
{
    static readonly TimeSpan Promise = TimeSpan.FromSeconds(20),
        OfTheMachine = TimeSpan.FromSeconds(2),
        Soon = TimeSpan.FromSeconds(8);

    [Test]
    public async Task Every_call_that_needs_the_database_is_answered_503_in_time_and_readiness_says_so_soon()
    {
        using var line = Line.To(PostgresCluster.Shared.NewSchema(), out var through);
        await using var service = await LiveService.StartAsync($"--ConnectionStrings:Postgres={through}");
        var ranking = await service.RankAsync(Example.Json);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.GetAsync($"/v1/rankings/{ranking.RankingId}")));
        line.Cut();
        var calls = new (string What, Func<Task<Reply>> Send)[]
        {
            ("rank", () => service.RankAsync(Example.Json)),
            ("rank in a new case", () => service.RankAsync(Example.With("caseReference", "\"BH-1\""))),
            ("read a ranking", () => service.GetAsync($"/v1/rankings/{ranking.RankingId}")),
            ("read a case", () => service.GetAsync($"/v1/cases/{Example.CaseReference}")),
            ("who looked", () => service.GetAsync($"/v1/cases/{Example.CaseReference}/access-log")),
            ("replay", () => service.ReplayAsync(ranking.RankingId)),
            ("letter", () => service.GetAsync($"/v1/rankings/{ranking.RankingId}/explanation?audience=child")),
            ("report a bed", () => service.ReportAsync("skodsborg", 1)),
            ("verify", () => service.GetAsync("/v1/audit/verification")),
            ("what is due", () => service.GetAsync("/v1/retention/due")),
        };
        var timed = calls.Select(call => TimedAsync(call.What, call.Send)).ToList();
        var later = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5));
            return await Task.WhenAll(calls.Select(call => TimedAsync("later: " + call.What, call.Send)));
        });
        var ready = Stopwatch.StartNew();
        Reply told;
        do
        {
            told = await service.GetAsync("/health/ready", caller: "");
            await Task.Delay(100);
        } while (told.Status == HttpStatusCode.OK && ready.Elapsed < Promise * 4);
        var toldAfter = ready.Elapsed;
        var answers = (await Task.WhenAll(timed)).Concat(await later).ToList();
        TestContext.Out.WriteLine($"not ready after {toldAfter.TotalSeconds:f1} s: {told.Text}");
        foreach (var answer in answers)
            TestContext.Out.WriteLine($"{answer.What}: {(int)answer.Reply.Status} after {answer.After.TotalSeconds:f1} s");

        Assert.Multiple(() =>
        {
            Assert.That(toldAfter, Is.LessThan(Soon));
            Assert.That(told.Text, Does.Contain("database-not-heard"));
            foreach (var (what, reply, after) in answers)
            {
                Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), $"{what}: {reply.Text}");
                Assert.That(reply.Headers.RetryAfter, Is.Not.Null, what);
                Assert.That(after, Is.LessThan(Promise + OfTheMachine), what);
            }
        });
        line.Mend();
        await UntilAsync(async () => (await service.RankAsync(Example.Json)).Status == HttpStatusCode.Created);
        await UntilAsync(async () => (await service.GetAsync("/health/ready", caller: "")).Status == HttpStatusCode.OK);
    }

    [Test]
    public async Task Health_is_answered_however_many_calls_wait_for_the_database()
    {
        const int many = 200;
        using var line = Line.To(PostgresCluster.Shared.NewSchema(), out var through);
        await using var service = await LiveService.StartAsync($"--ConnectionStrings:Postgres={through}");
        var ranking = await service.RankAsync(Example.Json);
        line.Cut();
        var calls = Enumerable
            .Range(0, many)
            .Select(_ => TimedAsync("read", () => service.GetAsync($"/v1/rankings/{ranking.RankingId}")))
            .ToList();
        var longest = TimeSpan.Zero;
        for (var asked = Stopwatch.StartNew(); asked.Elapsed < Promise; await Task.Delay(200))
        {
            var (_, live, after) = await TimedAsync("live", () => service.GetAsync("/health/live", caller: ""));
            Assert.That(live.Status, Is.EqualTo(HttpStatusCode.OK));
            longest = after > longest ? after : longest;
        }
        var answers = await Task.WhenAll(calls);
        TestContext.Out.WriteLine($"health answered within {longest.TotalSeconds:f1} s, calls {answers.Max(answer => answer.After)}");
        Assert.That(longest, Is.LessThan(OfTheMachine));
        Assert.That(answers.Select(answer => answer.Reply.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answers.Max(answer => answer.After), Is.LessThan(Promise + OfTheMachine));
    }

    [Test]
    public async Task Who_cannot_hear_of_revoked_keys_answers_none_and_says_why()
    {
        var direct = PostgresCluster.Shared.NewSchema();
        using var line = Line.To(direct, out var through);
        await using var one = await LiveService.StartAsync($"--ConnectionStrings:Postgres={direct}");
        await using var cutOff = await LiveService.StartOnAsync(
            TemporaryStore.NewFolder(),
            $"--ConnectionStrings:Postgres={through}",
            $"--MasterKey:File={Path.Combine(one.Folder, "master.key")}"
        );
        var (id, key) = await one.IssueKeyAsync();
        await UntilAsync(async () => (await cutOff.GetWithKeyAsync("/v1/placements", key)).Status == HttpStatusCode.OK);

        line.Cut();
        Assert.That(
            (await one.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}")).Status,
            Is.EqualTo(HttpStatusCode.NoContent).Or.EqualTo(HttpStatusCode.OK)
        );
        var revoked = Stopwatch.StartNew();
        Reply refused;
        do refused = await cutOff.GetWithKeyAsync("/v1/placements", key);
        while (refused.Status == HttpStatusCode.OK && revoked.Elapsed < Promise * 3);
        TestContext.Out.WriteLine($"the revoked key was refused {revoked.Elapsed.TotalSeconds:f1} s after: {refused.Status}");
        Assert.That(revoked.Elapsed, Is.LessThan(Soon));
        Assert.That(
            (refused.Status, refused.ContentType, refused.Headers.RetryAfter is not null),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", true))
        );
        Assert.That(refused.Text, Does.Contain("spærret"));
        Assert.That((await cutOff.GetWithKeyAsync("/health/live", key)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await cutOff.GetWithKeyAsync("/health/ready", key)).Text, Does.Contain("database-not-heard"));
        Assert.That(
            (await cutOff.GetAsync("/v1/placements")).Status,
            Is.EqualTo(HttpStatusCode.OK),
            "A configured key is not revoked there."
        );
        Assert.That((await cutOff.GetWithKeyAsync("/v1/placements", "nobody's")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));

        line.Mend();
        await UntilAsync(async () => (await cutOff.GetWithKeyAsync("/v1/placements", key)).Status == HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_process_that_slept_hears_before_it_answers_a_stored_key()
    {
        var schema = PostgresCluster.Shared.NewSchema();
        await using var one = await LiveService.StartAsync($"--ConnectionStrings:Postgres={schema}");
        var folder = TemporaryStore.NewFolder();
        await using var slept = await ServiceProcess.StartAsync(
            folder,
            $"--ConnectionStrings:Postgres={schema}",
            $"--MasterKey:File={Path.Combine(one.Folder, "master.key")}"
        );
        for (var time = 0; time < 5; time++)
        {
            var (id, key) = await one.IssueKeyAsync();
            await UntilAsync(async () => (await slept.GetAsync("/v1/placements", key)).Status == HttpStatusCode.OK);
            slept.Pause();
            await one.SendAsync(HttpMethod.Delete, $"/v1/keys/{id}");
            await Task.Delay(TimeSpan.FromSeconds(4));
            var first = Enumerable.Range(0, 8).Select(_ => slept.GetAsync("/v1/placements", key)).ToList();
            slept.Resume();
            Assert.That(
                (await Task.WhenAll(first)).Select(reply => reply.Status),
                Is.All.EqualTo(HttpStatusCode.Unauthorized).Or.EqualTo(HttpStatusCode.ServiceUnavailable),
                $"time {time}"
            );
        }
        await slept.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    static async Task<(string What, Reply Reply, TimeSpan After)> TimedAsync(string what, Func<Task<Reply>> send)
    {
        var clock = Stopwatch.StartNew();
        var reply = await send();
        return (what, reply, clock.Elapsed);
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(50))
            Assert.That(waited.Elapsed, Is.LessThan(Promise * 3));
    }
}
