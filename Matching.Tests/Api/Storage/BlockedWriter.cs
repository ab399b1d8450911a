using Matching.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>The writer thread, held inside its observer.</summary>
sealed class BlockedWriter : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly ManualResetEventSlim entered = new();
    readonly ManualResetEventSlim released = new();
    int calls;

    public BlockedWriter(TemporaryStore store)
    {
        store.Log.ObserveRegisters((_, _) => HoldOnce());
        Blocking = store.ReportAvailabilityAsync();
        Assert.That(entered.Wait(Patience), Is.True, "the writer never came");
    }

    /// <summary>The entry the writer is held in.</summary>
    public Task<RecordedEntry> Blocking { get; }

    public void Release() => released.Set();

    public void Dispose() => Release();

    void HoldOnce()
    {
        if (Interlocked.Increment(ref calls) > 1)
            return;
        entered.Set();
        released.Wait(Patience);
    }
}
