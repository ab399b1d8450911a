using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>The writing connection, its prepared statements and the end of the chain as they stand within the running transaction.</summary>
sealed class WriterSession : IDisposable
{
    const string SelectIdempotency = "SELECT entry_id AS EntryId, body_fingerprint AS BodyFingerprint FROM log_entries WHERE idempotency = @idempotency";

    const string InsertEntry = """
        INSERT INTO log_entries
            (sequence, entry_id, kind, recorded_at, caller, subject_id, state_sequence, idempotency, body_fingerprint, payload, previous_hash, hash)
        VALUES
            (@sequence, @entryId, @kind, @recordedAt, @caller, @subjectId, @stateSequence, @idempotency, @bodyFingerprint, @payload, @previousHash, @hash)
        """;

    readonly DbConnection connection;
    readonly MasterKey master;
    readonly DbCommand insertEntry;
    readonly DbCommand selectIdempotency;
    readonly bool endFitsSeal;
    DbTransaction? transaction;
    bool chainHasGrown;

    public WriterSession(DbConnection connection, MasterKey master)
    {
        this.connection = connection;
        this.master = master;
        (Sequence, Hash) = ReadEnd();
        State = ReadState();
        endFitsSeal = LogSeal.Read(connection) is { } seal && seal.Fits(master, Sequence, Hash);
        insertEntry = Prepare(InsertEntry, "@sequence", "@entryId", "@kind", "@recordedAt", "@caller", "@subjectId", "@stateSequence", "@idempotency", "@bodyFingerprint", "@payload", "@previousHash", "@hash");
        selectIdempotency = Prepare(SelectIdempotency, "@idempotency");
    }

    /// <summary>The last entry's number; 0 when there is none.</summary>
    public long Sequence { get; private set; }

    public string Hash { get; private set; }

    /// <summary>The last state-changing entry's number; 0 when there is none.</summary>
    public long State { get; private set; }

    public void Begin()
    {
        transaction = connection.BeginTransaction();
        insertEntry.Transaction = transaction;
        selectIdempotency.Transaction = transaction;
        chainHasGrown = false;
    }

    public void Commit()
    {
        // A log whose end does not fit its seal was tampered with. It is written on, but never sealed anew: verification must go on finding it.
        if (chainHasGrown && endFitsSeal)
            LogSeal.Write(connection, transaction!, master, Sequence, Hash);
        transaction!.Commit();
        transaction.Dispose();
        transaction = null;
    }

    public (string EntryId, string? BodyFingerprint)? FindIdempotency(string idempotency)
    {
        selectIdempotency.Parameters[0].Value = idempotency;
        using var rows = selectIdempotency.ExecuteReader();
        return rows.Read() ? (rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1)) : null;
    }

    public void Insert(CaseRow row)
    {
        const string sql = """
            INSERT INTO cases (subject_id, reference_lookup, sealed_reference, wrapped_key)
            VALUES (@SubjectId, @ReferenceLookup, @SealedReference, @WrappedKey)
            ON CONFLICT (subject_id) DO NOTHING
            """;
        connection.Execute(sql, row, transaction);
    }

    public void Insert(LogEntry entry)
    {
        object?[] values =
        [
            entry.Sequence, entry.EntryId, entry.Kind, entry.RecordedAt, entry.Caller, entry.SubjectId, entry.StateSequence,
            entry.Idempotency, entry.BodyFingerprint, entry.Payload, entry.PreviousHash, entry.Hash,
        ];
        for (var i = 0; i < values.Length; i++)
            insertEntry.Parameters[i].Value = values[i] ?? DBNull.Value;
        insertEntry.ExecuteNonQuery();

        (Sequence, Hash) = (entry.Sequence, entry.Hash);
        if (LogKinds.ChangesState(entry.Kind))
            State = entry.Sequence;
        chainHasGrown = true;
    }

    public byte[]? FindDocumentContent(string version)
    {
        const string sql = "SELECT content FROM documents WHERE version = @version";
        return connection.QuerySingleOrDefault<byte[]>(sql, new { version }, transaction);
    }

    public void Insert(StoredDocument document)
    {
        const string sql = """
            INSERT INTO documents (version, kind, content, seal, recorded_at)
            VALUES (@Version, @Kind, @Content, @Seal, @RecordedAt)
            """;
        connection.Execute(sql, document, transaction);
    }

    /// <summary>Writes a row that means nothing, to see whether writing works.</summary>
    public void WriteProbe(string value)
    {
        const string sql = "INSERT INTO store_settings (name, value) VALUES ('probe', @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        connection.Execute(sql, new { value }, transaction);
    }

    public void Dispose()
    {
        insertEntry.Dispose();
        selectIdempotency.Dispose();
        transaction?.Dispose();
        connection.Dispose();
    }

    (long Sequence, string Hash) ReadEnd()
    {
        const string sql = "SELECT sequence, hash FROM log_entries ORDER BY sequence DESC LIMIT 1";
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        return rows.Read() ? (rows.GetInt64(0), rows.GetValue(1) as string ?? LogEntry.NoHash) : (0, LogEntry.NoHash);
    }

    long ReadState()
    {
        const string sql = "SELECT COALESCE(MAX(sequence), 0) FROM log_entries WHERE kind = @kind";
        return LogKinds.ThatChangeState.Max(kind => connection.ExecuteScalar<long>(sql, new { kind }));
    }

    DbCommand Prepare(string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
            command.Add(name);
        return command;
    }
}
