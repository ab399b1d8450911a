using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matching.Api.Storage;

/// <summary>
/// One thread with one connection writes for everyone. What gathers while a transaction is flushed to disk goes into the next
/// one together, so under load many callers share a flush and a lone caller waits for nobody.
/// </summary>
sealed class GroupCommit : IAsyncDisposable
{
    // How often a writer that nobody asks for anything looks after the database.
    static readonly TimeSpan MaintenanceInterval = TimeSpan.FromSeconds(1);

    readonly Database database;
    readonly MasterKey master;
    readonly Action<IReadOnlyList<LogEntry>> notifyAll;
    readonly int writesPerTransaction;
    readonly WriterMeasures? measures;
    readonly ILogger logger;

    // Not a Channel: its wake-up runs through the thread pool, which the waiting requests may have exhausted.
    readonly BlockingCollection<PendingWrite> queue;
    readonly LastHeard heard;
    readonly LatestTime latest;
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    WriterSession? session;
    long lastProjected;
    volatile bool lastFailed;
    Exception? lastFault;
    volatile string? unsafeSetting;
    long settingsCheckedAt = Stopwatch.GetTimestamp();
    long transactions;

    /// <param name="database">Where it is written, at first and after a failure on a new connection.</param>
    /// <param name="master">What it is sealed with.</param>
    /// <param name="notifyAll">Hears of register entries that others have written, on the writer thread, before anything is written after
    /// them.</param>
    /// <param name="heard">Keeps when that was.</param>
    /// <param name="latest">Keeps the latest time at which anything was recorded.</param>
    /// <param name="options">How many writes may wait and share a transaction, what is reported of it, and where faults go that no caller
    /// hears of.</param>
    public GroupCommit(
        Database database,
        MasterKey master,
        Action<IReadOnlyList<LogEntry>> notifyAll,
        LastHeard heard,
        LatestTime latest,
        StorageOptions options
    )
    {
        (this.database, this.master, this.notifyAll, this.heard, this.latest) = (database, master, notifyAll, heard, latest);
        writesPerTransaction = options.CommitPerEntry ? 1 : options.WritesPerTransaction;
        measures = options.Measures;
        logger = options.Logger ?? NullLogger.Instance;
        queue = new(options.QueueCapacity);
        var (began, asked) = (Environment.TickCount64, heard.Now);
        database.Try(
            () => (asked, session) = (heard.Now, database.OpenSession(master, latest)),
            () => Environment.TickCount64 - began < database.Patience.TotalMilliseconds
        );
        heard.Note(asked);
        CurrentState = session!.State;
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
            database.Try(() => Try(batch, isRetry: tries++ > 0), () => batch.Exists(IsWaitedFor));
        }
        catch (Exception cause)
        {
            lastFault = cause is LogUnavailableException ? lastFault : cause;
            if (!lastFailed || batch.Exists(write => write is PendingProbe))
                StorageLog.NotWritten(logger, cause);
            lastFailed = true;
            foreach (var write in batch)
                write.Failed(NotWritten(cause));
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
            if (session is null)
            {
                GiveUpOnWhatWaitedTooLong(batch);
                session = database.OpenSession(master, latest);
            }
            var asked = heard.Now;
            if (session.Begin(batch, lastProjected, isRetry, headTaken: () => asked = heard.Now) is { Count: > 0 } news)
            {
                notifyAll(news);
                lastProjected = session.LastProjected;
            }
            heard.Note(asked);

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

    /// <summary>
    /// Where a connection has yet to be made, whoever has waited in the queue for as long as one waits is answered now: the time counts
    /// from when something was asked for, however many tries went by before its own.
    /// </summary>
    void GiveUpOnWhatWaitedTooLong(List<PendingWrite> batch)
    {
        var fault = NotWritten(lastFault);
        foreach (var write in batch.FindAll(write => !IsWaitedFor(write)))
        {
            batch.Remove(write);
            write.Failed(fault);
        }
        if (batch.Count == 0)
            throw fault;
    }

    bool IsWaitedFor(PendingWrite write) => Environment.TickCount64 - write.AskedAt < database.Patience.TotalMilliseconds;

    static LogUnavailableException NotWritten(Exception? cause) => new("The log could not be written to.", cause);

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
