using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>Alone on an embedded database: every statement is prepared once and run at once.</summary>
sealed class SqliteWriterSession : WriterSession
{
    const string InsertValues =
        InsertEntry
        + """

            VALUES
                (@sequence, @entryId, @kind, @recordedAt, @caller, @subjectId, @stateSequence, @idempotency, @bodyFingerprint, @payload, @previousHash, @hash)
            """;

    const string SelectIdempotency = "SELECT entry_id, body_fingerprint FROM log_entries WHERE idempotency = @idempotency";

    readonly DbCommand insertEntry;
    readonly DbCommand selectIdempotency;

    public SqliteWriterSession(SqliteDatabase database, MasterKey master)
        : base(database, master)
    {
        // What was found in the WAL after a crash or a failed flush may be in the system's memory only. This brings it to the disk before
        // anyone is reported of it.
        Connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        insertEntry = Prepare(
            InsertValues,
            "@sequence",
            "@entryId",
            "@kind",
            "@recordedAt",
            "@caller",
            "@subjectId",
            "@stateSequence",
            "@idempotency",
            "@bodyFingerprint",
            "@payload",
            "@previousHash",
            "@hash"
        );
        selectIdempotency = Prepare(SelectIdempotency, "@idempotency");
    }

    public override (string EntryId, string? BodyFingerprint)? FindIdempotency(string idempotency)
    {
        selectIdempotency.Transaction = Transaction;
        selectIdempotency.Parameters[0].Value = idempotency;
        using var rows = selectIdempotency.ExecuteReader();
        return rows.Read() ? (rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1)) : null;
    }

    public override void Dispose()
    {
        insertEntry.Dispose();
        selectIdempotency.Dispose();
        base.Dispose();
    }

    // The lock on the data directory sees to it that there are no others.
    protected override bool OthersHaveWritten() => false;

    // Freed pages are overwritten (secure_delete); the WAL still holds the page as it was. A reader that holds it up is not waited for:
    // everyone who records would be too.
    protected override bool ForgetDestroyedKeys()
    {
        try
        {
            Connection.Execute("PRAGMA busy_timeout = 0");
            var isHeldUp = Connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            Connection.Execute(SqliteDatabase.BusyTimeout);
            return !isHeldUp;
        }
        catch (DbException)
        {
            // What was committed stays committed, and its callers must hear so.
            return false;
        }
    }

    protected override void Write(LogEntry entry)
    {
        object?[] values =
        [
            entry.Sequence,
            entry.EntryId,
            entry.Kind,
            entry.RecordedAt,
            entry.Caller,
            entry.SubjectId,
            entry.StateSequence,
            entry.Idempotency,
            entry.BodyFingerprint,
            entry.Payload,
            entry.PreviousHash,
            entry.Hash,
        ];
        insertEntry.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++)
            insertEntry.Parameters[i].Value = values[i] ?? DBNull.Value;
        insertEntry.ExecuteNonQuery();
    }

    DbCommand Prepare(string sql, params ReadOnlySpan<string> names)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
            command.Add(name);
        return command;
    }
}
