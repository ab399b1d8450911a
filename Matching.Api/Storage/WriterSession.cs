using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>The writing connection and the end of the chain as it stands within the running transaction.</summary>
abstract class WriterSession : IDisposable
{
    protected const string InsertEntry = """
        INSERT INTO log_entries
            (sequence, entry_id, kind, recorded_at, caller, subject_id, state_sequence, idempotency, body_fingerprint, payload, previous_hash, hash)
        """;

    const string ErasedCases = "SELECT subject_id FROM log_entries WHERE kind = @kind AND subject_id IS NOT NULL";

    // Of every case that has an entry of a kind, the last.
    const string LastOfCases = """
        SELECT subject_id, MAX(sequence) FROM log_entries WHERE kind = @kind AND subject_id IS NOT NULL GROUP BY subject_id
        """;

    readonly Database database;
    readonly MasterKey master;
    readonly HashSet<string> erased = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> lastOfCases = new(StringComparer.Ordinal);
    readonly LatestTime latest;
    readonly long[] lastOfStreams = new long[Enum.GetValues<StreamName>().Length];
    bool endFitsSeal;
    bool chainHasGrown;
    bool keyWasDestroyed;
    bool keysAreForgotten; // What an earlier session came to is not known.
    bool isNew = true;

    protected WriterSession(Database database, MasterKey master, LatestTime latest)
    {
        (this.database, this.master, this.latest) = (database, master, latest);
        Connection = database.OpenWriter();
        try
        {
            StoreIdentity.Check(Connection, master);
            ReadEnd();
            latest.Read(Connection);
            State = LastOf(LogKinds.ThatChangeState);
            LastProjected = LastOf(LogKinds.Projected);
            foreach (var stream in new[] { StreamName.CallerKeys, StreamName.Models, StreamName.Places })
                lastOfStreams[(int)stream] = LastOf(LogKinds.Of(stream));
            foreach (var kind in LogKinds.Of(StreamName.Case))
            {
                foreach (var (subjectId, last) in Connection.Query<(string, long)>(LastOfCases, new { kind }))
                    lastOfCases[subjectId] = Math.Max(last, lastOfCases.GetValueOrDefault(subjectId));
            }
            erased.UnionWith(Connection.Query<string>(ErasedCases, new { kind = LogKinds.Erasure }));
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>The last entry's number; 0 when there is none.</summary>
    public long Sequence { get; private set; }

    public string Hash { get; private set; } = LogEntry.NoHash;

    /// <summary>The last state-changing entry's number; 0 when there is none.</summary>
    public long State { get; private set; }

    /// <summary>The number of the last entry that fills a projection; 0 when there is none.</summary>
    public long LastProjected { get; private set; }

    protected DbConnection Connection { get; }

    protected DbTransaction? Transaction { get; private set; }

    /// <summary>Whether the batch was tried before, and may have been committed without our hearing of it.</summary>
    public bool IsRetry { get; private set; }

    /// <summary>Begins a transaction; gives the register entries that came after those that are known, in order.</summary>
    /// <param name="batch">What is about to be written.</param>
    /// <param name="knownRegisters">The number of the last entry that is known.</param>
    /// <param name="isRetry">Whether it was tried before.</param>
    /// <param name="headTaken">Called when nobody else writes any more, and before it is read what others have written.</param>
    public IReadOnlyList<LogEntry> Begin(IReadOnlyList<PendingWrite> batch, long knownRegisters, bool isRetry, Action? headTaken = null)
    {
        Transaction = Connection.BeginTransaction();
        IsRetry = isRetry;
        chainHasGrown = false;
        keyWasDestroyed = false;
        var mayHaveNews = OthersHaveWritten() | isNew;
        isNew = false;
        headTaken?.Invoke();
        var news = mayHaveNews ? CatchUp(knownRegisters) : [];
        Expect(batch);
        return news;
    }

    public void Commit()
    {
        Flush();

        // A log whose end does not fit its seal was tampered with. It is written on, but never sealed again: verification must go on
        // finding it.
        if (chainHasGrown && endFitsSeal)
            LogSeal.Write(Connection, Transaction!, master, Sequence, Hash);
        Transaction!.Commit();
        Transaction.Dispose();
        Transaction = null;
        if (keyWasDestroyed || !keysAreForgotten)
            keysAreForgotten = ForgetDestroyedKeys();
    }

    /// <summary>Whether the key of a case was destroyed: nothing may be sealed with it any more, whoever still holds it.</summary>
    public bool IsErased(string subjectId) => erased.Contains(subjectId);

    public abstract (string EntryId, string? BodyFingerprint)? FindIdempotency(string idempotency);

    /// <summary>An entry that an earlier try at the same batch committed without our hearing of it.</summary>
    public RecordedEntry? FindCommitted(string entryId)
    {
        const string sql = """
            SELECT sequence AS Sequence, entry_id AS EntryId, kind AS Kind, recorded_at AS RecordedAt, state_sequence AS StateSequence
            FROM log_entries WHERE entry_id = @entryId
            """;
        return Connection.QuerySingleOrDefault<RecordedEntry>(sql, new { entryId }, Transaction);
    }

    /// <summary>Saves a case's key; false when the case has another one already.</summary>
    /// <exception cref="LikeReferenceException">The name would be taken for another case's; nothing was saved.</exception>
    public bool Insert(CaseRow row)
    {
        const string sql = """
            INSERT INTO cases (subject_id, reference_lookup, sealed_reference, wrapped_key, like_lookup)
            VALUES (@SubjectId, @ReferenceLookup, @SealedReference, @WrappedKey, @LikeLookup)
            ON CONFLICT DO NOTHING
            """;
        const string likeSql =
            "SELECT subject_id FROM cases WHERE like_lookup = @LikeLookup AND reference_lookup <> @ReferenceLookup ORDER BY subject_id";
        const string savedSql = "SELECT subject_id FROM cases WHERE reference_lookup = @ReferenceLookup";
        if (row.LikeLookup is not null && Connection.Query<string>(likeSql, row, Transaction).AsList() is { Count: > 0 } like)
            throw new LikeReferenceException(like);
        return Connection.Execute(sql, row, Transaction) > 0
            || Connection.QuerySingleOrDefault<string>(savedSql, row, Transaction) == row.SubjectId;
    }

    /// <summary>Fills in what the references of cases look like that were inserted without.</summary>
    public void FillInLikes() => CaseKeys.FillInLikes(Connection, Transaction!, master);

    /// <summary>Destroys a case's key; false when it is gone already.</summary>
    public bool DeleteCase(string subjectId)
    {
        const string sql = "DELETE FROM cases WHERE subject_id = @subjectId";
        keyWasDestroyed = true;
        return Connection.Execute(sql, new { subjectId }, Transaction) > 0;
    }

    /// <summary>The latest time at which anything was recorded, when a moment stands far before it; else null.</summary>
    public string? LatestFarAfter(string moment) => latest.FarAfter(moment);

    public void Insert(LogEntry entry)
    {
        Write(entry);
        latest.Note(entry.Sequence, entry.RecordedAt);
        (Sequence, Hash) = (entry.Sequence, entry.Hash);
        if (LogKinds.ChangesState(entry.Kind))
            State = entry.Sequence;
        if (LogKinds.IsProjected(entry.Kind))
            LastProjected = entry.Sequence;
        NoteStream(entry);
        chainHasGrown = true;
    }

    /// <summary>The number of a stream's last entry, those of this batch included; 0 when there is none.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="subjectId">The case, where the stream is about one.</param>
    public long LastOf(StreamName stream, string? subjectId)
    {
        const string ofCase = "SELECT COALESCE(MAX(sequence), 0) FROM log_entries WHERE subject_id = @subjectId AND kind = @kind";
        // What is projected is asked of nearly every entry, so it is kept.
        if (stream == StreamName.Case)
            return lastOfCases.GetValueOrDefault(subjectId!);
        if (!LogKinds.IsOfCase(stream))
            return lastOfStreams[(int)stream];
        Flush();
        return LogKinds.Of(stream).Max(kind => Connection.ExecuteScalar<long>(ofCase, new { subjectId, kind }, Transaction));
    }

    public byte[]? FindDocumentContent(string version)
    {
        const string sql = "SELECT content FROM documents WHERE version = @version";
        return Connection.QuerySingleOrDefault<byte[]>(sql, new { version }, Transaction);
    }

    public void Insert(StoredDocument document)
    {
        const string sql = """
            INSERT INTO documents (version, kind, content, seal, recorded_at)
            VALUES (@Version, @Kind, @Content, @Seal, @RecordedAt)
            """;
        Connection.Execute(sql, document, Transaction);
    }

    /// <summary>Writes a row that means nothing, to see whether writing works.</summary>
    public void WriteProbe(string value)
    {
        const string sql =
            "INSERT INTO store_settings (name, value) VALUES ('probe', @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        Connection.Execute(sql, new { value }, Transaction);
    }

    /// <summary>The value there is by that name, or else this one, now inserted.</summary>
    public string FindOrInsertSetting(string name, string value)
    {
        const string insert = "INSERT INTO store_settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING";
        const string select = "SELECT value FROM store_settings WHERE name = @name";
        Connection.Execute(insert, new { name, value }, Transaction);
        return Connection.QuerySingle<string>(select, new { name }, Transaction);
    }

    /// <summary>Notes apart from the database how far it was committed, before anyone is answered.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Acknowledge() => database.Acknowledge(Sequence, Hash);

    /// <summary>Whether something failed that did not concern what was committed: the session must not be written on.</summary>
    public bool HasFailed { get; protected set; }

    /// <inheritdoc cref="Database.UnsafeSetting"/>
    public string? UnsafeSetting() => database.UnsafeSetting(Connection);

    /// <summary>What is to be done between commits, so that no caller waits for it.</summary>
    public virtual void Maintain() { }

    /// <summary>The session failed and is about to be closed.</summary>
    public void Distrust()
    {
        try
        {
            Transaction?.Dispose();
        }
        catch (DbException)
        {
            // What cannot be rolled back is not committed either.
        }
        Transaction = null;
        database.Distrust(Connection);
    }

    public virtual void Dispose()
    {
        Transaction?.Dispose();
        Connection.Dispose();
    }

    /// <summary>Makes sure that nobody else writes until the commit; true when someone may have since our last one.</summary>
    protected abstract bool OthersHaveWritten();

    /// <summary>Hears what is about to be written, to look up together what would otherwise be looked up one by one.</summary>
    protected virtual void Expect(IReadOnlyList<PendingWrite> batch) { }

    protected abstract void Write(LogEntry entry);

    /// <summary>
    /// Removes what the database still keeps beside the table of keys that were destroyed; false when it cannot now, and the next commit is
    /// to try again.
    /// </summary>
    protected virtual bool ForgetDestroyedKeys() => true;

    /// <summary>Sends all that <see cref="Write"/> has gathered.</summary>
    protected virtual void Flush() { }

    List<LogEntry> CatchUp(long knownRegisters)
    {
        var (sequence, hash) = (Sequence, Hash);
        ReadEnd();
        // A seal that is not ours may be another master key's: nothing must be sealed with the old one then.
        if (!endFitsSeal)
            StoreIdentity.Check(Connection, master, Transaction);
        if (Sequence == sequence && Hash == hash && LastProjected == knownRegisters)
            return [];

        var news = LogReader.Page(Connection, Transaction, knownRegisters + 1, LogKinds.Projected, int.MaxValue, forProjection: true);
        foreach (var entry in news)
        {
            LastProjected = entry.Sequence;
            if (LogKinds.ChangesState(entry.Kind))
                State = entry.Sequence;
            NoteStream(entry);
        }

        return news;
    }

    void NoteStream(LogEntry entry)
    {
        if (LogKinds.StreamOf(entry.Kind) is not { } stream)
            return;
        lastOfStreams[(int)stream] = entry.Sequence;
        if (stream != StreamName.Case || entry.SubjectId is not { } subjectId)
            return;
        lastOfCases[subjectId] = entry.Sequence;
        if (entry.Kind == LogKinds.Erasure)
            erased.Add(subjectId);
    }

    void ReadEnd()
    {
        const string sql = "SELECT sequence, hash, recorded_at FROM log_entries ORDER BY sequence DESC LIMIT 1";
        using (var command = Connection.CreateCommand())
        {
            command.CommandText = sql;
            command.Transaction = Transaction;
            using var rows = command.ExecuteReader();
            var any = rows.Read();
            (Sequence, Hash) = any ? (rows.GetInt64(0), rows.GetValue(1) as string ?? LogEntry.NoHash) : (0, LogEntry.NoHash);
            if (any && rows.GetValue(2) is string recordedAt)
                latest.Note(Sequence, recordedAt);
        }

        endFitsSeal = LogSeal.Read(Connection, Transaction) is { } seal && seal.Fits(master, Sequence, Hash);
    }

    long LastOf(IReadOnlyList<string> kinds)
    {
        const string sql = "SELECT COALESCE(MAX(sequence), 0) FROM log_entries WHERE kind = @kind";
        return kinds.Max(kind => Connection.ExecuteScalar<long>(sql, new { kind }));
    }
}
