using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// What was acknowledged is recorded, however the service or its database ends, and what was sent again is recorded once.
/// </summary>
[OnEachStore]
[Platform(Exclude = "Win", Reason = "Ends processes by signal.")]
[NonParallelizable] // Kills processes under load: it needs the machine for itself.
public sealed class KillTests
{
    /// <summary>The number of kills over both stores, in place of what the scale gives.</summary>
    const string KillsVariable = "MATCHING_TEST_KILLS";

    const int EmbeddedKillsPerScale = 4;
    const int PostgresKillsPerScale = 2;
    const int CrashOneRoundIn = 4;
    const int AtOnce = 8;

    // The walk over the whole log is due whenever it has grown so much, so that all walks together cost no more than a few.
    const double WalkWhenGrown = 2.5;

    [Test]
    public async Task Killed_again_and_again_the_service_has_everything_it_acknowledged()
    {
        var seed = Scale.NewSeed();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var acknowledged = new Dictionary<string, byte[]>();
        var (kills, crashes, probes, walkedAt) = (Kills, 0, 0, 0L);
        await using var fleet = await Fleet.StartAsync();
        await using var load = new FleetLoad(fleet, seed);
        for (var round = 0; round < kills; round++)
        {
            load.Go(FleetLoad.Pace.Full);
            await Task.Delay(random.Next(20, 150));
            var victim = random.Next(fleet.Count);
            var crashesToo = fleet.Cluster is not null && random.Next(CrashOneRoundIn) == 0;
            if (crashesToo)
            {
                crashes++;
                fleet.Cluster!.Crash();
                await Task.Delay(random.Next(200));
            }
            await load.KillAtNextAnswerAsync(victim);
            load.Go(FleetLoad.Pace.Slow);
            if (crashesToo)
                fleet.Cluster!.Start();
            await fleet.StartAsync(victim);
            await load.StopAsync();

            var news = load.TakeNews();
            foreach (var (id, sha256) in news)
                acknowledged.Add(id, sha256);
            await HasAllAsync(fleet[victim]!, news);
            probes += await BedsAreAsAcknowledgedAsync(fleet, load);
            if (fleet.Ask("SELECT MAX(sequence) FROM log_entries") is var last && last > walkedAt * WalkWhenGrown)
            {
                walkedAt = last;
                await IsIntactAsync(fleet[victim]!);
            }
            Assert.That(load.Wrong, Is.Empty);
        }

        await HasAllAsync(fleet[random.Next(fleet.Count)]!, [.. acknowledged.Select(one => (one.Key, one.Value))]);
        await IsIntactAsync(fleet[random.Next(fleet.Count)]!);
        var (rankings, keyed) = (
            fleet.Ask($"SELECT COUNT(*) FROM log_entries WHERE kind = 'ranking'") - probes,
            fleet.Ask("SELECT COUNT(*) FROM log_entries WHERE kind = 'ranking' AND idempotency IS NOT NULL")
        );
        TestContext.Out.WriteLine(
            $"{kills} kills, {crashes} crashes of the database, {acknowledged.Count} rankings acknowledged ({load.Keyed} with a key), "
                + $"{rankings} recorded, {load.Unanswered} unanswered, {load.Refused} refused, {watch.Elapsed.TotalSeconds:0} s"
        );
        Assert.That(acknowledged, Is.Not.Empty, "The load must have got something acknowledged.");
        Assert.That(keyed, Is.EqualTo(load.Keyed), "One ranking for each key, however often it was sent.");
        Assert.That(
            rankings,
            Is.InRange(acknowledged.Count, acknowledged.Count + load.Unanswered),
            "Nothing but what was acknowledged, or might have been, is recorded."
        );
        if (fleet.Cluster is null)
            Assert.That(
                (await fleet[0]!.GetAsync("/v1/audit/checkpoint")).Status,
                Is.EqualTo(HttpStatusCode.OK),
                "The kept checkpoints still fit."
            );
    }

    [Test]
    public async Task A_service_that_is_asked_to_end_finishes_what_it_has_begun()
    {
        await using var fleet = await Fleet.StartAsync();
        await using var load = new FleetLoad(fleet, Scale.NewSeed());
        load.Go(FleetLoad.Pace.Full);
        await Task.Delay(800);
        for (var i = 0; i < fleet.Count; i++)
            await fleet.EndAsync(i, kindly: true);
        for (var i = 0; i < fleet.Count; i++)
            await fleet.StartAsync(i);
        await load.StopAsync();
        var news = load.TakeNews();
        await IsIntactAsync(fleet[0]!);
        await HasAllAsync(fleet[0]!, news);
        Assert.That(load.Wrong, Is.Empty);
        Assert.That(news, Is.Not.Empty);
        Assert.That(
            fleet.Ask("SELECT COUNT(*) FROM log_entries WHERE kind = 'ranking'"),
            Is.EqualTo(news.Count),
            "Whatever was taken in was answered."
        );
    }

    static int Kills
    {
        get
        {
            var isEmbedded = OnEachStoreAttribute.Current == StoreKind.Sqlite;
            var perScale = isEmbedded ? EmbeddedKillsPerScale : PostgresKillsPerScale;
            return int.TryParse(
                Environment.GetEnvironmentVariable(KillsVariable),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var kills
            )
                ? (int)Math.Ceiling((double)kills * perScale / (EmbeddedKillsPerScale + PostgresKillsPerScale))
                : perScale * Scale.Factor;
        }
    }

    static async Task HasAllAsync(ServiceProcess service, IReadOnlyList<(string Id, byte[] Sha256)> acknowledged)
    {
        var lost = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            acknowledged,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (ranking, _) =>
            {
                var reply = await service.GetAsync($"/v1/rankings/{ranking.Id}{FleetLoad.Top}");
                if (reply.Status != HttpStatusCode.OK || !SHA256.HashData(reply.Bytes).AsSpan().SequenceEqual(ranking.Sha256))
                    lost.Enqueue($"{ranking.Id}: {reply}");
            }
        );
        Assert.That(lost, Is.Empty, $"of {acknowledged.Count} acknowledged");
    }

    /// <summary>Asks every instance by a ranking; gives how many that were.</summary>
    static async Task<int> BedsAreAsAcknowledgedAsync(Fleet fleet, FleetLoad load)
    {
        foreach (var instance in fleet.Running)
        {
            var reply = await instance.RankAsync(Example.Json);
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
            var beds = reply
                .Json.GetProperty("placements")
                .EnumerateArray()
                .Where(place => load.Free.ContainsKey(place.GetProperty("placementId").GetString()!))
                .ToDictionary(
                    place => place.GetProperty("placementId").GetString()!,
                    place => place.GetProperty("availability").GetProperty("freePlaces").GetInt32()
                );
            Assert.That(beds, Is.EquivalentTo(load.Free));
        }
        return fleet.Count;
    }

    static async Task IsIntactAsync(ServiceProcess service)
    {
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
    }
}
