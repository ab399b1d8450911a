using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Matching.Api.Storage;

/// <summary>
/// The one place that knows how SQLite is opened. Its settings belong to a connection, not to the file, so each
/// connection gets them and is asked whether it took them. One connection writes and checkpoints; readers do neither
/// (SQLite before 3.51.3 may lose a WAL reset when two do).
/// </summary>
sealed class SqliteDatabase(string path, int checkpointPages = SqliteDatabase.DefaultCheckpointPages) : Database
{
    /// <summary>The default of <see cref="StorageOptions.CheckpointPages"/>.</summary>
    public const int DefaultCheckpointPages = 2000;

    /// <summary>How long a connection waits for another's lock.</summary>
    public const string BusyTimeout = "PRAGMA busy_timeout = 5000;";

    // Nothing is checkpointed by itself: SQLite would not say that it failed.
    const string WriterSettings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA wal_autocheckpoint = 0;
        """;

    const int IdleReaders = 16;

    // Of the pragma synchronous.
    const long Full = 2;

    const string HashAt = "SELECT hash FROM log_entries WHERE sequence = @sequence";

    static readonly TimeSpan ReadersAreAwaited = TimeSpan.FromSeconds(2),
        BetweenRecoveries = TimeSpan.FromSeconds(1);

    readonly AcknowledgedEnd end = new(Path.ChangeExtension(path, ".end"));
    readonly ConcurrentBag<SqliteConnection> idle = [];
    readonly ReaderGate gate = new();
    SqliteConnection? keeper;
    volatile bool closed;
    bool isDistrusted;
    long? acknowledgedPages;
    long nextRecovery;

    // Asked of a connection, which loads the library where nobody has yet: on another database nobody will.
    public static string LibraryVersion { get; } = new SqliteConnection().ServerVersion;

    string WalPath => path + "-wal";

    public override string Dialect => "sqlite";

    public override string Version => $"SQLite {LibraryVersion}";

    public override bool IsShared => false;

    public override bool HoldsRecord() => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <summary>An empty private file: SQLite gives its side files the same rights.</summary>
    public override void CreateIfMissing()
    {
        if (!File.Exists(path))
            PrivateFile.Create(path, []);
    }

    /// <summary>How many pages may wait in the WAL.</summary>
    public int CheckpointPages => checkpointPages;

    /// <exception cref="SqliteException">The database cannot be written to, or not be trusted yet.</exception>
    /// <exception cref="InvalidOperationException">Someone reads for so long that it could not be recovered.</exception>
    public override WriterSession OpenSession(MasterKey master, LatestTime latest)
    {
        // Also when it was the process before this one that had to stop in the middle.
        isDistrusted |= end.IsDistrusted;
        if (isDistrusted)
            Recover();
        return new SqliteWriterSession(this, master, latest);
    }

    /// <summary>
    /// Notes, while the connection still knows it, how much of the WAL was acknowledged, and makes sure that nothing is checkpointed or
    /// thrown away until all of it is in the database again.
    /// </summary>
    public override void Distrust(DbConnection connection)
    {
        if (isDistrusted)
            return;
        isDistrusted = true;
        try
        {
            end.MarkDistrusted(true);
        }
        catch (Exception)
        {
            // The disk may take nothing now. Then only this process knows: the next one must open the database alone to write all again.
        }
        raw.sqlite3_db_config(((SqliteConnection)connection).Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        try
        {
            acknowledgedPages = Checkpoint(connection, "NOOP") is { IsHeldUp: false, InWal: >= 0 and var pages } ? pages : null;
        }
        catch (SqliteException)
        {
            // Then all that SQLite finds in the WAL counts, what was refused too, as after the death of the process.
            acknowledgedPages = null;
        }
    }

    public override (long Sequence, string Hash)? Acknowledged => end.Read();

    public override bool HasLostEnd => end.IsLost;

    public override void KeepLostEnd()
    {
        var kept = path + ".lost-wal";
        if (File.Exists(WalPath) && !File.Exists(kept))
            PrivateFile.Copy(WalPath, kept);
        end.SetAside();
    }

    public override void Acknowledge(long sequence, string hash) => end.Write(sequence, hash);

    /// <summary>Checkpoints, or only counts.</summary>
    /// <returns>Whether someone was in the way, the committed pages in the WAL, and how many of them are in the database file.</returns>
    public static (bool IsHeldUp, long InWal, long InDatabase) Checkpoint(DbConnection connection, string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint({mode})";
        using var rows = command.ExecuteReader();
        rows.Read();
        return (rows.GetInt64(0) != 0, rows.GetInt64(1), rows.GetInt64(2));
    }

    /// <summary>
    /// Begins the WAL again, once all of it is in the database, by a write that changes nothing: its new header is flushed before anything
    /// else. Where a flush of the WAL failed, the disk may hold less of it than the system shows; after a power cut SQLite would lay that
    /// shorter WAL over the newer database, and what was found whole and answered for meanwhile would be gone.
    /// </summary>
    /// <returns>Whether it began again; it does not while another process reads.</returns>
    public static bool BeginWalAgain(DbConnection connection)
    {
        connection.Execute($"PRAGMA user_version = {connection.ExecuteScalar<long>("PRAGMA user_version")}");
        return Checkpoint(connection, "NOOP").InWal <= 1;
    }

    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override DbConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Configure(connection, WriterSettings);
        return connection;
    }

    public override Lease Read()
    {
        gate.Enter();
        try
        {
            return new(idle.TryTake(out var connection) ? connection : OpenReader(), GiveBack);
        }
        catch
        {
            gate.Leave();
            throw;
        }
    }

    /// <summary>
    /// Copies what is committed at this moment into a new private file. One step in one snapshot: whoever writes meanwhile is not held up.
    /// </summary>
    public void CopyTo(string file)
    {
        PrivateFile.Create(file, []);
        using var reader = Read();
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        copy.Open();
        copy.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;");
        ((SqliteConnection)reader.Connection).BackupDatabase(copy);
    }

    /// <summary>
    /// Keeps one connection until the end. When the last one goes, SQLite forgets what was not to count, such as a commit whose flush
    /// failed, and the
    /// next one may find it whole in the WAL: a refused entry would be there after all.
    /// </summary>
    public override void KeepOpen() => keeper = OpenReader();

    public override void Dispose()
    {
        StopReading();
        end.Dispose();
    }

    public override void StopReading()
    {
        closed = true;
        gate.End();
        CloseReaders();
    }

    /// <summary>
    /// After a failed write or flush the system may have forgotten pages that it still shows, and a second flush says that all is well.
    /// So no flush counts until every page that was acknowledged has been written again, from the beginning of the WAL, and flushed:
    /// nobody has the database open then, and SQLite knows nothing of what an earlier checkpoint had done.
    /// </summary>
    void Recover()
    {
        if (Environment.TickCount64 < nextRecovery)
            throw new InvalidOperationException("The database could not be recovered a moment ago.");
        if (!gate.TryShut(ReadersAreAwaited))
        {
            // Whoever reads for long would hold up all others again and again.
            nextRecovery = Environment.TickCount64 + (long)BetweenRecoveries.TotalMilliseconds;
            throw new InvalidOperationException("The database cannot be recovered while someone reads from it.");
        }
        try
        {
            // SQLite would find a refused commit whole. First, while it still knows which: nobody must ever find it and lose it again.
            if (acknowledgedPages is { } pages)
                WalFile.CutTo(WalPath, pages);
            CloseReaders();
            using (var connection = Open(SqliteOpenMode.ReadWrite))
            {
                raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
                Configure(connection, WriterSettings);
                if (
                    end.ReadCurrent() is { Sequence: > 0 and var sequence, Hash: var hash }
                    && connection.ExecuteScalar<string>(HashAt, new { sequence }) != hash
                )
                    throw new DatabaseDamagedException(path, "has lost its end while it was in use");
                if (Checkpoint(connection, "NOOP") is { InDatabase: > 0 })
                    throw new InvalidOperationException("The database cannot be recovered while another process has it open.");
                if (
                    Checkpoint(connection, "PASSIVE") is var (isHeldUp, inWal, inDatabase)
                    && (isHeldUp || inDatabase < inWal || !BeginWalAgain(connection))
                )
                    throw new InvalidOperationException("The database cannot be recovered while another process reads from it.");
                keeper = OpenReader();
            }
            end.MarkDistrusted(false);
            (isDistrusted, acknowledgedPages, nextRecovery) = (false, null, 0);
        }
        finally
        {
            gate.Open();
        }
    }

    void CloseReaders()
    {
        keeper?.Dispose();
        keeper = null;
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    void GiveBack(DbConnection connection)
    {
        if (closed || idle.Count >= IdleReaders)
            connection.Dispose();
        else
            idle.Add((SqliteConnection)connection);
        gate.Leave();
    }

    SqliteConnection OpenReader()
    {
        if (!HoldsRecord())
            throw new FileNotFoundException($"There is no database at '{path}'.", path);

        var connection = Open(SqliteOpenMode.ReadOnly);
        Configure(
            connection,
            """
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA query_only = ON;
            PRAGMA wal_autocheckpoint = 0;
            """
        );
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        return connection;
    }

    SqliteConnection Open(SqliteOpenMode mode)
    {
        // The driver's own pool would hand out connections without saying whether they are new; ours configures each once.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    public override string? UnsafeSetting(DbConnection writer) =>
        writer.ExecuteScalar<string>("PRAGMA journal_mode") != "wal" ? "journal_mode is not WAL"
        : writer.ExecuteScalar<long>("PRAGMA synchronous") < Full ? "synchronous is not FULL"
        : null;

    public override IReadOnlyList<string> SchemaDifferences(DbConnection connection) => SqliteSchema.Differences(connection);

    static void Configure(SqliteConnection connection, string pragmas)
    {
        try
        {
            connection.Execute(BusyTimeout + pragmas);
            if (connection.ExecuteScalar<string>("PRAGMA journal_mode") != "wal")
                throw new InvalidOperationException(
                    "SQLite did not take journal_mode WAL: the folder may lie on a file system that cannot share memory."
                );
            if (connection.ExecuteScalar<long>("PRAGMA synchronous") != Full)
                throw new InvalidOperationException(
                    "SQLite did not take synchronous FULL: a recorded entry might not survive a power cut."
                );
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
