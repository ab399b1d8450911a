using System.Data.Common;
using System.Diagnostics;
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

    // So long after a commit its pages are brought into the database file, when nothing else was due before.
    static readonly TimeSpan LongestInWal = TimeSpan.FromSeconds(2);

    readonly SqliteDatabase database;
    readonly DbCommand insertEntry;
    readonly DbCommand selectIdempotency;
    long checkpointedAt = Stopwatch.GetTimestamp();

    public SqliteWriterSession(SqliteDatabase database, MasterKey master, LatestTime latest)
        : base(database, master, latest)
    {
        this.database = database;
        try
        {
            // What was found in the WAL after a crash may be in the system's memory only. This brings it to the disk before anyone is
            // reported of it.
            SqliteDatabase.Checkpoint(Connection, "PASSIVE");
            SqliteDatabase.BeginWalAgain(Connection);
        }
        catch
        {
            Distrust();
            Connection.Dispose();
            throw;
        }
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

    /// <summary>
    /// Checkpoints by size and by time. One that a reader cuts short leaves pages in the database file that are not flushed: they count for
    /// nothing, since the WAL stays as it is, and after any flush that fails all of them are written again.
    /// </summary>
    public override void Maintain()
    {
        var (_, inWal, inDatabase) = SqliteDatabase.Checkpoint(Connection, "NOOP");
        if (inWal == inDatabase)
            return;
        if (inWal - inDatabase < database.CheckpointPages && Stopwatch.GetElapsedTime(checkpointedAt) < LongestInWal)
            return;
        SqliteDatabase.Checkpoint(Connection, "PASSIVE");
        checkpointedAt = Stopwatch.GetTimestamp();
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
            var isHeldUp = SqliteDatabase.Checkpoint(Connection, "TRUNCATE").IsHeldUp;
            Connection.Execute(SqliteDatabase.BusyTimeout);
            return !isHeldUp;
        }
        catch (DbException)
        {
            // What was committed stays committed, and its callers must hear so; what is written next is on a session that is trusted.
            HasFailed = true;
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
