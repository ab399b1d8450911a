using System.Collections.Concurrent;
using System.Net;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>What was acknowledged is recorded, however the service ends.</summary>
[Platform(Exclude = "Win", Reason = "Ends processes by signal.")]
public sealed class KillTests
{
    const int RoundsPerScale = 3;
    const int AtOnce = 16;

    // A short answer reaches its caller sooner, and what it acknowledges is the same.
    const string Top = "?top=1";

    string folder = "";

    [SetUp]
    public void NewFolder() => folder = TemporaryStore.NewFolder();

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_killed_service_has_every_ranking_it_acknowledged()
    {
        var random = new Random(Scale.NewSeed());
        var acknowledged = new Dictionary<string, string>();
        for (var round = 0; round < RoundsPerScale * Scale.Factor; round++)
        {
            await using (var service = await ServiceProcess.StartAsync(folder))
            {
                var load = new Load(service);
                await Task.Delay(random.Next(50, 601));
                load.KillAtNextAnswer();
                foreach (var (id, text) in await load.EndAsync())
                    acknowledged.Add(id, text);
            }
            await VerifyAsync(acknowledged);
        }
        TestContext.Out.WriteLine($"{acknowledged.Count} acknowledged");
        Assert.That(acknowledged, Is.Not.Empty, "The load must have got something acknowledged.");
    }

    [Test]
    public async Task A_service_that_is_asked_to_end_finishes_what_it_has_begun()
    {
        Dictionary<string, string> acknowledged;
        await using (var service = await ServiceProcess.StartAsync(folder))
        {
            var load = new Load(service);
            await Task.Delay(1000);
            await service.TerminateAsync();
            acknowledged = await load.EndAsync();
            Assert.That(service.ExitCode, Is.Zero);
        }
        Assert.That(acknowledged, Is.Not.Empty);
        var entries = await VerifyAsync(acknowledged);
        Assert.That(entries, Is.EqualTo(acknowledged.Count), "Whatever was taken in was answered.");
    }

    async Task<long> VerifyAsync(Dictionary<string, string> acknowledged)
    {
        await using var service = await ServiceProcess.StartAsync(folder);
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (ranking, _) =>
        {
            var reply = await service.GetAsync($"/v1/rankings/{ranking.Key}{Top}");
            if (reply.Status != HttpStatusCode.OK || reply.Text != ranking.Value)
                lost.Add(ranking.Key);
        });
        Assert.That(lost, Is.Empty, $"of {acknowledged.Count} acknowledged");
        await service.KillAsync();
        return verification.GetProperty("entries").GetInt64();
    }

    /// <summary>Callers that rank one child after the other until nobody answers any more.</summary>
    sealed class Load
    {
        readonly ConcurrentDictionary<string, string> acknowledged = new();
        readonly Task callers;
        volatile bool isLast;

        public Load(ServiceProcess service) => callers = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(caller => Task.Run(() => CallAsync(service, caller))));

        /// <summary>Whoever is answered next kills the service at once: the worst moment for what was said to be recorded.</summary>
        public void KillAtNextAnswer() => isLast = true;

        public async Task<Dictionary<string, string>> EndAsync()
        {
            await callers;
            return new Dictionary<string, string>(acknowledged);
        }

        async Task CallAsync(ServiceProcess service, int caller)
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    var reply = await service.RankAsync(Example.With(("caseReference", $"\"kill-{caller}-{i % 3}\""), ("child.ageYears", $"{(caller + i) % 18}")), Top);
                    if (isLast)
                        service.Kill();
                    Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
                    acknowledged[reply.RankingId] = reply.Text;
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        }
    }
}
