using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Polly;

namespace Matching.Api.Storage;

/// <summary>
/// One thread with one connection writes for everyone. What gathers while a transaction is flushed to disk goes into the next
/// one together, so under load many callers share a flush and a lone caller waits for nobody.
/// </summary>
sealed class GroupCommit : IAsyncDisposable
{
    // How often a writer that nobody asks for anything looks after the database.
    static readonly TimeSpan MaintenanceInterval = TimeSpan.FromSeconds(1);

    readonly Func<WriterSession> openSession;
    readonly Action<IReadOnlyList<LogEntry>> notifyAll;
    readonly ResiliencePipeline retry;
    readonly int writesPerTransaction;
    readonly WriterMeasures? measures;
    readonly ILogger logger;

    // Not a Channel: its wake-up runs through the thread pool, which the waiting requests may have exhausted.
    readonly BlockingCollection<PendingWrite> queue;
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    WriterSession? session;
    long lastProjected;
    volatile bool lastFailed;
    volatile string? unsafeSetting;
    long settingsCheckedAt = Stopwatch.GetTimestamp();
    long transactions;

    /// <param name="openSession">Opens the connection to write on, at first and after a failure.</param>
    /// <param name="notifyAll">Hears of register entries that others have written, on the writer thread, before anything is written after
    /// them.</param>
    /// <param name="retry">How a failed batch is tried again.</param>
    /// <param name="queueCapacity">How many writes may wait.</param>
    /// <param name="writesPerTransaction">How many share a transaction at most.</param>
    /// <param name="measures">What is reported of every transaction.</param>
    /// <param name="logger">Takes the faults that no caller hears of.</param>
    public GroupCommit(
        Func<WriterSession> openSession,
        Action<IReadOnlyList<LogEntry>> notifyAll,
        ResiliencePipeline retry,
        int queueCapacity,
        int writesPerTransaction,
        WriterMeasures? measures,
        ILogger logger
    )
    {
        this.openSession = openSession;
        this.notifyAll = notifyAll;
        this.retry = retry;
        this.writesPerTransaction = writesPerTransaction;
        this.measures = measures;
        this.logger = logger;
        queue = new(queueCapacity);
        session = openSession();
        CurrentState = session.State;
        lastProjected = session.LastProjected;
        FirstProjected = lastProjected;
        new Thread(Run) { IsBackground = true, Name = "log writer" }.Start();
    }

    public long Transactions => Interlocked.Read(ref transactions);

    /// <summary>How many writes wait.</summary>
    public int Queued => queue.Count;

    /// <summary>Whether the last transaction could not be written; a later one that can makes it false again.</summary>
    public bool LastFailed => lastFailed;

    /// <summary>The setting by which what is committed might be lost all the same; null when there was none a moment ago.</summary>
    public string? UnsafeSetting => unsafeSetting;

    public bool IsFull => queue.Count >= queue.BoundedCapacity;

    /// <summary>The last committed state, before its observers heard of it.</summary>
    public long CurrentState
    {
        get => Interlocked.Read(ref field);
        private set => Interlocked.Exchange(ref field, value);
    }

    /// <summary>The number of the last projected entry when the log was opened.</summary>
    public long FirstProjected { get; }

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
        while (!queue.IsCompleted)
        {
            if (queue.TryTake(out var first, MaintenanceInterval))
            {
                batch.Add(first);
                while (batch.Count < writesPerTransaction && queue.TryTake(out var next))
                    batch.Add(next);
                Commit(batch);
                batch.Clear();
            }
            Maintain();
        }

        CloseSession();
        closed.SetResult();
    }

    void Commit(List<PendingWrite> batch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var tries = 0;
            retry.Execute(() => Try(batch, isRetry: tries++ > 0));
        }
        catch (Exception cause)
        {
            if (!lastFailed || batch.Exists(write => write is PendingProbe))
                StorageLog.NotWritten(logger, cause);
            lastFailed = true;
            foreach (var write in batch)
                write.Failed(new LogUnavailableException("The log could not be written to.", cause));
            return;
        }

        lastFailed = !Acknowledged();
        Interlocked.Increment(ref transactions);
        CurrentState = session!.State;
        measures?.Committed(batch, began);
        foreach (var write in batch)
            write.Committed();
    }

    /// <summary>
    /// Notes that the batch is committed. When that fails its callers are answered all the same, for it is committed; the service is not
    /// ready until a later batch can be noted.
    /// </summary>
    bool Acknowledged()
    {
        try
        {
            session!.Acknowledge();
            return true;
        }
        catch (Exception fault)
        {
            StorageLog.NotNoted(logger, fault);
            return false;
        }
    }

    /// <summary>Between commits. What fails is found out by the next who writes or asks whether writing works.</summary>
    void Maintain()
    {
        try
        {
            if (session is not { HasFailed: true })
            {
                session?.Maintain();
                CheckSettings();
                return;
            }
            StorageLog.NotMaintained(logger, null);
        }
        catch (Exception fault)
        {
            // Nobody waits for it, and the thread must go on; the session is given up below.
            StorageLog.NotMaintained(logger, fault);
        }
        lastFailed = true;
        GiveUpSession();
    }

    /// <summary>
    /// Asks now and then whether the database still keeps what it commits, as was asked when the connection was opened. What cannot be
    /// asked now is asked again, and who writes next finds out why.
    /// </summary>
    void CheckSettings()
    {
        if (session is null || Stopwatch.GetElapsedTime(settingsCheckedAt) < MaintenanceInterval)
            return;
        settingsCheckedAt = Stopwatch.GetTimestamp();
        try
        {
            var found = session.UnsafeSetting();
            if (found is not null && found != unsafeSetting)
                StorageLog.NotDurable(logger, found);
            else if (found is null && unsafeSetting is not null)
                StorageLog.DurableAgain(logger);
            unsafeSetting = found;
        }
        catch (DbException) { }
    }

    void Try(List<PendingWrite> batch, bool isRetry)
    {
        if (isRetry)
            measures?.Retried();
        try
        {
            session ??= openSession();
            if (session.Begin(batch, lastProjected, isRetry) is { Count: > 0 } news)
            {
                notifyAll(news);
                lastProjected = session.LastProjected;
            }

            foreach (var write in batch)
                write.Write(session);
            session.Commit();
            lastProjected = session.LastProjected;
        }
        catch
        {
            // The next try opens again and reads the end of the chain from the database: no half-known state is carried on.
            GiveUpSession();
            throw;
        }
    }

    void GiveUpSession()
    {
        try
        {
            session?.Distrust();
        }
        catch (Exception)
        {
            // As when it is closed.
        }
        CloseSession();
    }

    void CloseSession()
    {
        try
        {
            session?.Dispose();
        }
        catch (Exception)
        {
            // It is given up either way; what failed before it is what the callers are reported.
        }

        session = null;
    }
}
