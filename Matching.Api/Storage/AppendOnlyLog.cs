namespace Matching.Api.Storage;

/// <summary>
/// The record of everything that matters, in order, chained by hashes. What <see cref="AppendAsync"/> has answered is on disk.
/// Reading is <see cref="LogReader"/>'s.
/// </summary>
public sealed class AppendOnlyLog
{
    readonly GroupCommit writer;
    readonly MasterKey master;
    readonly TimeProvider clock;
    readonly Lock gate = new();
    volatile Action<RecordedEntry, byte[]>[] observers = [];

    internal AppendOnlyLog(GroupCommit writer, MasterKey master, TimeProvider clock)
    {
        this.writer = writer;
        this.master = master;
        this.clock = clock;
    }

    /// <summary>The number of the last committed state-changing entry; 0 before the first. Observers hear of it just after.</summary>
    public long CurrentState => writer.CurrentState;

    /// <summary>How many transactions were committed since start.</summary>
    public long Transactions => writer.Transactions;

    /// <summary>
    /// Calls back for each entry that a register is made of (<see cref="LogKinds.IsRegister"/>) with its plain payload: after it is on disk, before its caller is answered,
    /// in the order of the log, on the one writer thread. It must be quick and must not throw.
    /// </summary>
    public void ObserveRegisters(Action<RecordedEntry, byte[]> observer)
    {
        lock (gate)
            observers = [.. observers, observer];
    }

    /// <summary>Records an entry durably. Cancelling before the writer has taken it means that it is not recorded; later it has no effect.</summary>
    /// <exception cref="LogBusyException">Too many entries wait already.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DuplicateIdempotencyException">One with the same idempotency value is there already.</exception>
    public Task<RecordedEntry> AppendAsync(NewEntry entry, CancellationToken cancellation)
    {
        RefuseControlCharacters(entry.Kind, entry.Caller, entry.Idempotency, entry.BodyFingerprint);
        cancellation.ThrowIfCancellationRequested();

        var now = clock.GetUtcNow();
        var entryId = Guid.CreateVersion7(now).ToString("D");
        var key = entry.Case?.Key ?? master.SystemPayload;
        var sealedPayload = AuthenticatedEncryption.Seal(key, entry.Payload, LogEntry.Binding(entryId, entry.Kind));
        var pending = new PendingEntry(entry, entryId, Timestamp.Of(now), sealedPayload, Notify, cancellation);
        writer.Enqueue(pending);
        return pending.Outcome;
    }

    void Notify(RecordedEntry recorded, byte[] payload)
    {
        foreach (var observer in observers)
            observer(recorded, payload);
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
