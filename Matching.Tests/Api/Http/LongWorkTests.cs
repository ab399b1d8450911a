using Matching.Api.Http;
using NUnit.Framework;

namespace Matching.Tests.Api.Http;

/// <summary>Work over the whole log: one at a time, a few wait, the others are refused, and who hangs up is done with.</summary>
public sealed class LongWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task One_runs_a_few_wait_and_the_next_is_refused_with_how_long_to_wait()
    {
        using var work = new LongWork();
        using var goOn = new ManualResetEventSlim();
        var (running, most) = (0, 0);
        int Count(CancellationToken cancellation)
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            goOn.Wait(cancellation);
            return Interlocked.Decrement(ref running);
        }

        var taken = Enumerable.Range(0, 1 + LongWork.MostWaiting).Select(_ => work.RunAsync(Count, CancellationToken.None)).ToList();
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => work.RunAsync(Count, CancellationToken.None));
        goOn.Set();
        await Task.WhenAll(taken).WaitAsync(Patience);

        Assert.Multiple(() =>
        {
            Assert.That(refusal.Problem.Status, Is.EqualTo(503));
            Assert.That(refusal.Problem.RetryAfterSeconds, Is.GreaterThan(LongWork.MostWaiting));
            Assert.That(most, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task As_many_questions_to_the_engine_run_at_once_as_there_are_processors()
    {
        using var work = new EngineWork();
        using var goOn = new ManualResetEventSlim();
        var (running, most) = (0, 0);
        var taken = Enumerable
            .Range(0, work.Most)
            .Select(_ =>
                work.RunAsync(
                    cancellation =>
                    {
                        InterlockedMax(ref most, Interlocked.Increment(ref running));
                        goOn.Wait(cancellation);
                        return Interlocked.Decrement(ref running);
                    },
                    CancellationToken.None
                )
            )
            .ToList();
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => work.RunAsync(_ => 0, CancellationToken.None));
        Assert.That(() => Volatile.Read(ref running), Is.EqualTo(Environment.ProcessorCount).After(30_000, 10));
        goOn.Set();
        await Task.WhenAll(taken).WaitAsync(Patience);

        Assert.That(most, Is.EqualTo(Environment.ProcessorCount));
        Assert.That((refusal.Problem.Status, refusal.Problem.RetryAfterSeconds), Is.EqualTo((503, work.Most / Environment.ProcessorCount)));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }

    [Test]
    public async Task Who_hangs_up_while_waiting_makes_room_and_work_that_is_given_up_ends()
    {
        using var work = new LongWork();
        using var begun = new ManualResetEventSlim();
        using var hungUp = new CancellationTokenSource();
        using var alsoHungUp = new CancellationTokenSource();
        var running = work.RunAsync(
            cancellation =>
            {
                begun.Set();
                return cancellation.WaitHandle.WaitOne(Patience);
            },
            hungUp.Token
        );
        Assert.That(begun.Wait(Patience), Is.True);
        var waiting = work.RunAsync(_ => true, alsoHungUp.Token);

        await alsoHungUp.CancelAsync();
        Assert.That(async () => await waiting.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        await hungUp.CancelAsync();
        Assert.That(await running.WaitAsync(Patience), Is.True, "The work was told that it is given up.");
        Assert.That(await work.RunAsync(_ => 7, CancellationToken.None).WaitAsync(Patience), Is.EqualTo(7));
    }
}
