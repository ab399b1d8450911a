using System.Net;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Instances;

/// <summary>
/// The database goes away in the middle and comes back: nothing acknowledged is lost, nothing is recorded twice, and callers need do
/// nothing.
/// </summary>
[NonParallelizable] // Crashes a database server under load: it needs the machine for itself.
public sealed class FailoverTests
{
    const int Callers = 8;

    [Test]
    public async Task A_database_that_crashes_and_comes_back_loses_and_doubles_nothing()
    {
        using var cluster = PostgresCluster.New();
        var (one, other) = await SharedLogTests.TwoAsync(cluster.NewSchema());
        await using var first = one;
        await using var second = other;
        using var enough = new CancellationTokenSource();
        var callers = Enumerable
            .Range(0, Callers)
            .Select(caller => Task.Run(() => CallAsync(caller % 2 == 0 ? one : other, caller, enough.Token)))
            .ToList();
        for (var crash = 0; crash < 3; crash++)
        {
            await Task.Delay(400);
            cluster.Crash();
            await Task.Delay(200);
            cluster.Start();
        }
        await Task.Delay(1500);
        await enough.CancelAsync();
        var answered = (await Task.WhenAll(callers)).SelectMany(replies => replies).ToList();

        Assert.That(
            answered.Select(pair => pair.Reply.Status),
            Is.All.EqualTo(HttpStatusCode.Created),
            "Nobody needed to be told that the database was away."
        );
        foreach (var (key, reply) in answered)
        {
            var read = await other.RankAsync(Body(key), idempotencyKey: key);
            Assert.That((read.Status, read.Text), Is.EqualTo((HttpStatusCode.OK, reply.Text)));
        }
        var cases = answered.Select(pair => pair.Key).ToList();
        foreach (var key in cases.Take(20).Concat(cases.TakeLast(20)))
            Assert.That((await one.GetAsync($"/v1/cases/{key}")).Json.GetProperty("rankings").GetArrayLength(), Is.EqualTo(1), key);
        var verification = (await one.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        TestContext.Out.WriteLine($"{answered.Count} rankings over 3 crashes");
    }

    [Test]
    public async Task While_the_database_is_away_the_service_says_so_and_recovers_by_itself()
    {
        using var cluster = PostgresCluster.New();
        await using var service = await LiveService.StartAsync(
            $"--ConnectionStrings:Postgres={cluster.NewSchema()}",
            "--Storage:ReconnectSeconds=0"
        );
        var before = await service.RankAsync(Example.Json);
        cluster.Crash();
        foreach (
            var reply in new[]
            {
                await service.RankAsync(Example.Json),
                await service.GetAsync($"/v1/rankings/{before.RankingId}"),
                await service.GetAsync("/health/ready"),
            }
        )
            Assert.That(
                (reply.Status, reply.ContentType, reply.Headers.RetryAfter is not null),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", true)),
                reply.Text
            );
        Assert.That((await service.GetAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await service.GetAsync("/v1/placements")).Status, Is.EqualTo(HttpStatusCode.OK));
        cluster.Start();
        Reply ranking;
        do ranking = await service.RankAsync(Example.Json);
        while (ranking.Status == HttpStatusCode.ServiceUnavailable);
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await service.GetAsync("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await service.GetAsync($"/v1/rankings/{before.RankingId}")).Text, Is.EqualTo(before.Text));
    }

    static string Body(string key) => Example.With("caseReference", $"\"{key}\"");

    static async Task<List<(string Key, Reply Reply)>> CallAsync(LiveService service, int caller, CancellationToken enough)
    {
        var replies = new List<(string, Reply)>();
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"FO-{caller}-{i}";
            replies.Add((key, await service.RankAsync(Body(key), idempotencyKey: key)));
        }
        return replies;
    }
}
