using System.Collections.Concurrent;

namespace Matching.Api.Storage;

/// <summary>
/// One thread with one connection writes for everyone. What gathers while a transaction is flushed to disk goes into the next
/// one together, so under load many callers share a flush and a lone caller waits for nobody.
/// </summary>
sealed class GroupCommit : IAsyncDisposable
{
    readonly Func<WriterSession> openSession;
    readonly int writesPerTransaction;

    // Not a Channel: its wake-up runs through the thread pool, which the waiting requests may have exhausted.
    readonly BlockingCollection<PendingWrite> queue;
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    WriterSession? session;
    volatile bool lastFailed;
    long transactions;

    public GroupCommit(Func<WriterSession> openSession, int queueCapacity, int writesPerTransaction)
    {
        this.openSession = openSession;
        this.writesPerTransaction = writesPerTransaction;
        queue = new(queueCapacity);
        session = openSession();
        CurrentState = session.State;
        new Thread(Run) { IsBackground = true, Name = "log writer" }.Start();
    }

    public long Transactions => Interlocked.Read(ref transactions);

    /// <summary>Whether the last transaction could not be written; a later one that can makes it false again.</summary>
    public bool LastFailed => lastFailed;

    public bool IsFull => queue.Count >= queue.BoundedCapacity;

    /// <summary>The last committed state, before its observers heard of it.</summary>
    public long CurrentState
    {
        get => Interlocked.Read(ref field);
        private set => Interlocked.Exchange(ref field, value);
    }

    /// <exception cref="LogBusyException">The queue is full.</exception>
    /// <exception cref="LogUnavailableException">The log is closing.</exception>
    public void Enqueue(PendingWrite write)
    {
        bool taken;
        try
        {
            taken = queue.TryAdd(write);
        }
        catch (InvalidOperationException closing)
        {
            throw new LogUnavailableException("The log is closing.", closing);
        }

        if (!taken)
            throw new LogBusyException(queue.BoundedCapacity);
    }

    /// <summary>Takes nothing new, writes what waits, closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            queue.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        await closed.Task;
        queue.Dispose();
    }

    void Run()
    {
        var batch = new List<PendingWrite>(writesPerTransaction);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < writesPerTransaction && queue.TryTake(out var next))
                batch.Add(next);
            Commit(batch);
            batch.Clear();
        }

        CloseSession();
        closed.SetResult();
    }

    void Commit(List<PendingWrite> batch)
    {
        try
        {
            session ??= openSession();
            session.Begin();
            foreach (var write in batch)
                write.Write(session);
            session.Commit();
        }
        catch (Exception cause)
        {
            // The next batch opens anew and reads the end of the chain from the database: no half-known state is carried on.
            CloseSession();
            lastFailed = true;
            foreach (var write in batch)
                write.Failed(new LogUnavailableException("The log could not be written to; nothing of this batch was recorded.", cause));
            return;
        }

        lastFailed = false;
        Interlocked.Increment(ref transactions);
        CurrentState = session.State;
        foreach (var write in batch)
            write.Committed();
    }

    void CloseSession()
    {
        try
        {
            session?.Dispose();
        }
        catch (Exception)
        {
            // It is given up either way; what failed before it is what the callers are told.
        }

        session = null;
    }
}
