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
sealed class SqliteDatabase(string path) : Database
{
    /// <summary>How long a connection waits for another's lock.</summary>
    public const string BusyTimeout = "PRAGMA busy_timeout = 5000;";

    const int IdleReaders = 16;

    readonly ConcurrentBag<SqliteConnection> idle = [];
    SqliteConnection? keeper;
    volatile bool closed;

    // Asked of a connection, which loads the library where nobody has yet: on another database nobody will.
    public static string LibraryVersion { get; } = new SqliteConnection().ServerVersion;

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

    public override WriterSession OpenSession(MasterKey master) => new SqliteWriterSession(this, master);

    public override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override DbConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Configure(
            connection,
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 8000;
            """
        );
        return connection;
    }

    public override Lease Read()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        return new(idle.TryTake(out var connection) ? connection : OpenReader(), GiveBack);
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
        closed = true;
        keeper?.Dispose();
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    void GiveBack(DbConnection connection)
    {
        if (closed || idle.Count >= IdleReaders)
            connection.Dispose();
        else
            idle.Add((SqliteConnection)connection);
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

    static void Configure(SqliteConnection connection, string pragmas)
    {
        const long full = 2;
        try
        {
            connection.Execute(BusyTimeout + pragmas);
            if (connection.ExecuteScalar<string>("PRAGMA journal_mode") != "wal")
                throw new InvalidOperationException(
                    "SQLite did not take journal_mode WAL: the folder may lie on a file system that cannot share memory."
                );
            if (connection.ExecuteScalar<long>("PRAGMA synchronous") != full)
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
