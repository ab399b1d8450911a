using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Matching.Tests.Api.Support;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// Callers of a fleet whose instances come and go. Half of the rankings carry an idempotency key: whose request failed without an answer
/// sends it again
/// until it is answered. Others give up. Free places are reported the same way, by one caller for each placement, so that the last report
/// is known.
/// </summary>
sealed class FleetLoad : IAsyncDisposable
{
    // A short answer reaches its caller sooner, and what it acknowledges is the same.
    public const string Top = "?top=1";

    const int Rankers = 12;
    const int Cases = 40;
    const int MostFreePlaces = 1000;
    static readonly string[] Reported = ["nexus", "skodsborg"];
    static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Fleet fleet;
    readonly ConcurrentQueue<(string Id, byte[] Sha256)> news = new();
    readonly ConcurrentDictionary<string, int> free = new();
    readonly ConcurrentQueue<string> wrong = new();
    readonly Task callers;
    volatile TaskCompletionSource? marked;
    volatile int markedInstance;
    volatile Pace pace = Pace.Stopped;
    volatile bool ended;
    int busy;
    int keys;
    int keyed;
    int unanswered;
    int refused;

    public FleetLoad(Fleet fleet, int seed)
    {
        this.fleet = fleet;
        callers = Task.WhenAll(
            Enumerable
                .Range(0, Rankers)
                .Select(caller => Task.Run(() => CallAsync(new Random(seed + caller), random => RankAsync(caller, random))))
                .Concat(
                    Reported.Select(
                        (placement, i) => Task.Run(() => CallAsync(new Random(seed - 1 - i), random => ReportAsync(placement, random)))
                    )
                )
        );
    }

    /// <summary>How hard the callers go.</summary>
    public enum Pace
    {
        Stopped,
        Slow,
        Full,
    }

    /// <summary>Rankings with a key that were acknowledged, each counted once.</summary>
    public int Keyed => keyed;

    /// <summary>Rankings without a key of which nobody knows what became.</summary>
    public int Unanswered => unanswered;

    /// <summary>Rankings without a key that were answered with 503: nothing was recorded.</summary>
    public int Refused => refused;

    /// <summary>Answers that should not have been.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>Free places as last acknowledged; what is on its way is not among them.</summary>
    public IReadOnlyDictionary<string, int> Free => free;

    public void Go(Pace at) => pace = at;

    /// <summary>Lets everyone finish what they have begun, which needs an instance that runs.</summary>
    public async Task StopAsync()
    {
        pace = Pace.Stopped;
        using var patience = new CancellationTokenSource(Patience);
        while (Volatile.Read(ref busy) > 0)
            await Task.Delay(2, patience.Token);
    }

    /// <summary>
    /// Whoever is answered next by an instance kills it at once: the worst moment for what was said to be recorded. If nobody is, it is
    /// killed anyway.
    /// </summary>
    public async Task KillAtNextAnswerAsync(int instance)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (markedInstance, marked) = (instance, done);
        await Task.WhenAny(done.Task, Task.Delay(500));
        marked = null;
        await fleet.EndAsync(instance);
    }

    /// <summary>What was acknowledged since this was last asked: the rankings and the SHA-256 of their answers.</summary>
    public IReadOnlyList<(string Id, byte[] Sha256)> TakeNews()
    {
        var taken = new List<(string, byte[])>();
        while (news.TryDequeue(out var one))
            taken.Add(one);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        ended = true;
        await callers;
    }

    async Task CallAsync(Random random, Func<Random, Task> call)
    {
        while (!ended)
        {
            Interlocked.Increment(ref busy);
            try
            {
                if (pace != Pace.Stopped)
                    await call(random);
            }
            catch (Exception fault)
            {
                wrong.Enqueue(fault.ToString());
            }
            finally
            {
                Interlocked.Decrement(ref busy);
            }
            await (pace == Pace.Full ? Task.Delay(random.Next(4)) : Task.Delay(SlowPause * random.NextDouble()));
        }
    }

    async Task RankAsync(int caller, Random random)
    {
        var body = Example.With(("caseReference", $"\"kill-{random.Next(Cases)}\""), ("child.ageYears", $"{random.Next(18)}"));
        var key = random.Next(2) == 0 ? $"key {Interlocked.Increment(ref keys)} of {caller}" : null;
        for (var tries = 0; !ended; tries++)
        {
            var reply = await TryAsync(random, instance => instance.SendAsync(HttpMethod.Post, "/v1/rankings" + Top, body, key));
            if (reply?.Status == HttpStatusCode.Created || (reply?.Status == HttpStatusCode.OK && tries > 0))
            {
                news.Enqueue((reply.RankingId, SHA256.HashData(reply.Bytes)));
                if (key is not null)
                    Interlocked.Increment(ref keyed);
                return;
            }
            if (reply is not null && reply.Status != HttpStatusCode.ServiceUnavailable)
            {
                wrong.Enqueue($"ranking, try {tries}: {reply}");
                return;
            }
            if (key is null)
            {
                Interlocked.Increment(ref reply is null ? ref unanswered : ref refused);
                return;
            }
        }
    }

    async Task ReportAsync(string placement, Random random)
    {
        var next = (free.GetValueOrDefault(placement) + 1) % MostFreePlaces;
        while (!ended)
        {
            var reply = await TryAsync(
                random,
                instance =>
                    instance.SendAsync(
                        HttpMethod.Put,
                        $"/v1/placements/{placement}/availability",
                        $$"""{"freePlaces":{{next}},"asOf":"2026-11-22"}"""
                    )
            );
            if (reply?.Status == HttpStatusCode.NoContent)
            {
                free[placement] = next;
                return;
            }
            if (reply is not null && reply.Status != HttpStatusCode.ServiceUnavailable)
            {
                wrong.Enqueue($"report: {reply}");
                return;
            }
        }
    }

    /// <summary>Asks an instance that runs; null when it did not answer.</summary>
    async Task<Reply?> TryAsync(Random random, Func<ServiceProcess, Task<Reply>> ask)
    {
        var (instance, process) = await AnyRunningAsync(random);
        if (process is null)
            return null;
        try
        {
            var reply = await ask(process);
            if (marked is { } mark && markedInstance == instance)
            {
                process.Kill();
                mark.TrySetResult();
            }
            return reply;
        }
        catch (Exception gone)
            when (gone is HttpRequestException or TaskCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.Delay(random.Next(1, 20));
            return null;
        }
    }

    async Task<(int, ServiceProcess?)> AnyRunningAsync(Random random)
    {
        while (!ended)
        {
            var instance = random.Next(fleet.Count);
            if (fleet[instance] is { } process)
                return (instance, process);
            await Task.Delay(random.Next(1, 10));
        }
        return (0, null);
    }
}
