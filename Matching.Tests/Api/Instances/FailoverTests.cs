using System.Diagnostics;
using System.Net;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Instances;

/// <summary>
/// The database goes away in the middle and comes back: nothing acknowledged is lost, nothing is recorded twice, and callers need do
/// nothing, unless it was away for so long that nobody may be let in by what was known before.
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
            .Select(caller => Task.Run(() => CallAsync(caller % 2, caller % 2 == 0 ? one : other, caller, enough.Token)))
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
        var calls = (await Task.WhenAll(callers)).SelectMany(calls => calls).ToList();
        var answered = calls.Where(call => call.Reply.Status == HttpStatusCode.Created).ToList();

        foreach (var refused in calls.Except(answered))
        {
            Assert.That(
                (refused.Reply.Status, refused.Reply.Headers.RetryAfter is not null),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, true)),
                refused.Reply.Text
            );
            // An answer that was asked for and given in that time would have brought news of the other instance.
            var since = refused.End - OtherInstances.LongestSilence;
            Assert.That(
                answered.Where(call => call.Instance == refused.Instance && call.Begin > since && call.End < refused.Begin),
                Is.Empty,
                "Nobody needs to be told that the database was away for a moment."
            );
        }
        Assert.That(answered.Select(call => call.Key), Is.EquivalentTo(calls.Select(call => call.Key).Distinct()));
        foreach (var call in answered)
        {
            var read = await other.RankAsync(Body(call.Key), idempotencyKey: call.Key);
            Assert.That((read.Status, read.Text), Is.EqualTo((HttpStatusCode.OK, call.Reply.Text)));
        }
        var cases = answered.Select(call => call.Key).ToList();
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

    /// <summary>Asks one ranking after the other, and each again under its key until it is answered.</summary>
    static async Task<List<Call>> CallAsync(int instance, LiveService service, int caller, CancellationToken enough)
    {
        var calls = new List<Call>();
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"FO-{caller}-{i}";
            do
            {
                var begin = Stopwatch.GetTimestamp();
                var reply = await service.RankAsync(Body(key), idempotencyKey: key);
                calls.Add(new Call(instance, key, Stopwatch.GetElapsedTime(0, begin), Stopwatch.GetElapsedTime(0), reply));
            } while (calls[^1].Reply.Status == HttpStatusCode.ServiceUnavailable);
        }
        return calls;
    }

    sealed record Call(int Instance, string Key, TimeSpan Begin, TimeSpan End, Reply Reply);
}
