namespace Matching.Api.Storage;

/// <summary>
/// The record of everything that matters, in order, chained by hashes. What <see cref="AppendAsync"/> has answered is on disk.
/// Reading is <see cref="LogReader"/>'s.
/// </summary>
public sealed class AppendOnlyLog
{
    readonly GroupCommit writer;
    readonly LogReader reader;
    readonly ILogger logger;
    readonly MasterKey master;
    readonly TimeProvider clock;
    readonly Lock gate = new();
    readonly List<Action<ProjectionEntry>> followers = [];
    long lastProjected;

    internal AppendOnlyLog(
        Func<Action<IReadOnlyList<LogEntry>>, GroupCommit> openWriter,
        LogReader reader,
        MasterKey master,
        TimeProvider clock,
        ILogger logger
    )
    {
        this.logger = logger;
        this.reader = reader;
        this.master = master;
        this.clock = clock;
        writer = openWriter(NotifyAll);
        lastProjected = writer.FirstProjected;
    }

    /// <summary>The number of the last committed state-changing entry; 0 before the first. Followers hear of it just after.</summary>
    public long CurrentState => writer.CurrentState;

    /// <summary>
    /// The number of the last projected entry the followers have heard of. Whoever decides something by what a projection holds notes
    /// this first and appends with it as the <see cref="NewEntry.Expected"/> version of the stream.
    /// </summary>
    public long LastProjected => Interlocked.Read(ref lastProjected);

    /// <summary>How many transactions were committed since start.</summary>
    public long Transactions => writer.Transactions;

    /// <summary>How many writes wait.</summary>
    public int Queued => writer.Queued;

    internal GroupCommit Writer => writer;

    /// <summary>
    /// Calls back for every projected entry there is and will be, from whichever instance, in the order of the log: after it is on disk
    /// and before the caller who made it is answered. The follower must be quick and must not throw.
    /// </summary>
    /// <param name="follower">Called with each entry.</param>
    /// <param name="kinds">Those it wants of what there is already, for opening what it passes over costs as much as what it takes; null =
    /// all. Of what will be it hears all.</param>
    public void Follow(Action<ProjectionEntry> follower, IReadOnlyList<string>? kinds = null)
    {
        // Whoever writes meanwhile waits, so that nothing is missed between what is read and what is heard.
        lock (gate)
        {
            foreach (
                var entry in reader
                    .ForProjection(kinds ?? LogKinds.Projected, (entry, key) => Opened(entry, () => reader.ReadPayload(entry, key)))
                    .TakeWhile(entry => entry.Sequence <= lastProjected)
            )
                follower(entry);
            followers.Add(follower);
        }
    }

    /// <summary>
    /// Records an entry durably. Cancelling before the writer has taken it means that it is not recorded; later it has no effect.
    /// </summary>
    /// <exception cref="LogBusyException">Too many entries wait already.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DuplicateIdempotencyException">One with the same idempotency value is there already.</exception>
    /// <exception cref="StaleVersionException">A stream has gone on since its expected version.</exception>
    /// <exception cref="CaseGoneException">The key of its case is not in force any more.</exception>
    public Task<RecordedEntry> AppendAsync(NewEntry entry, CancellationToken cancellation)
    {
        RefuseControlCharacters(entry.Kind, entry.Caller, entry.Idempotency, entry.BodyFingerprint);
        if (entry.Case is null && entry.Expected.Any(expected => LogKinds.IsOfCase(expected.Stream)))
            throw new ArgumentException("An entry about no case depends on no stream of a case.");
        cancellation.ThrowIfCancellationRequested();

        var now = clock.GetUtcNow();
        var entryId = Guid.CreateVersion7(now).ToString("D");
        var key = entry.Case is null || LogKinds.OutlivesCase(entry.Kind) ? master.SystemPayload : entry.Case.Key;
        var sealedPayload = AuthenticatedEncryption.Seal(key, entry.Payload, LogEntry.Binding(entryId, entry.Kind));
        var pending = new PendingEntry(entry, entryId, Timestamp.Of(now), sealedPayload, Report, cancellation);
        writer.Enqueue(pending);
        return pending.Outcome;
    }

    void NotifyAll(IReadOnlyList<LogEntry> news)
    {
        var keys = new Dictionary<string, CaseKey>(StringComparer.Ordinal);
        foreach (var entry in news)
            Report(Opened(entry, () => reader.ReadPayload(entry, keys)));
    }

    void Report(ProjectionEntry entry)
    {
        lock (gate)
        {
            // An entry whose commit was not heard of comes twice: as news, and as its caller's own.
            if (entry.Sequence <= lastProjected)
                return;
            foreach (var follower in followers)
                follower(entry);
            Interlocked.Exchange(ref lastProjected, entry.Sequence);
        }
    }

    ProjectionEntry Opened(LogEntry entry, Func<byte[]> read)
    {
        byte[]? payload;
        try
        {
            payload = LogKinds.IsProjectedByHeader(entry.Kind) ? null : read();
        }
        catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
        {
            payload = null;
        }
        catch (PayloadUnreadableException unreadable) when (LogKinds.MayBePassedOver(entry.Kind))
        {
            StorageLog.PassedOver(logger, entry.Sequence, unreadable);
            payload = null;
        }

        return new(entry.Sequence, entry.EntryId, entry.Kind, entry.RecordedAt, entry.Caller, entry.SubjectId, payload);
    }

    // A text with a NUL in it does not come back from the database as it went in, so its hash would never fit again.
    static void RefuseControlCharacters(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && text.Any(char.IsControl))
                throw new ArgumentException("The texts of a log entry's header must not hold control characters.");
        }
    }
}
