using System.Data.Common;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>The whole storage of a running service: takes the folder, brings the database up to date, opens everything.</summary>
public sealed class MatchingStore : IAsyncDisposable
{
    readonly SqliteDatabase database;
    readonly GroupCommit writer;

    MatchingStore(DataDirectory directory, MasterKey master, SqliteDatabase database, GroupCommit writer, TimeProvider clock, StorageOptions options)
    {
        this.database = database;
        this.writer = writer;
        Directory = directory;
        MasterKey = master;
        Cases = new(database, master, options.CachedCases);
        Log = new(writer, master, clock);
        Entries = new(database, Cases, master);
        Documents = new(writer, new(database, master), master, clock);
        Verification = new(database, Entries, master);
        Condition = new(writer);
    }

    public static string SqliteVersion => SqliteDatabase.Version;

    public DataDirectory Directory { get; }

    public MasterKey MasterKey { get; }

    public CaseKeys Cases { get; }

    public AppendOnlyLog Log { get; }

    public LogReader Entries { get; }

    public DocumentStore Documents { get; }

    public LogVerification Verification { get; }

    public StoreCondition Condition { get; }

    /// <exception cref="DataDirectoryInUseException">Another process holds the folder.</exception>
    /// <exception cref="MasterKeyException">The key is missing, malformed, open to others, or another database's.</exception>
    /// <exception cref="DatabaseDamagedException">The database is missing, empty or damaged.</exception>
    public static MatchingStore Open(string folder, TimeProvider clock, StorageOptions? options = null)
    {
        options ??= new();
        var directory = DataDirectory.Open(folder);
        var database = new SqliteDatabase(directory.Database);
        try
        {
            var firstStart = FirstStart.Check(directory);
            var master = MasterKey.OpenOrCreate(directory);
            database.CreateIfMissing();
            Prepare(database, master, clock);
            firstStart.Through();
            database.KeepOpen();
            var writer = new GroupCommit(() => OpenSession(database, master), options.QueueCapacity, options.CommitPerEntry ? 1 : options.WritesPerTransaction);
            return new(directory, master, database, writer, clock, options);
        }
        catch (Exception fault)
        {
            database.Dispose();
            directory.Dispose();
            if (fault is DbException told && DatabaseDamagedException.IsToldBy(told))
                throw new DatabaseDamagedException(directory.Database, "is damaged or was never this program's", inner: fault);
            throw;
        }
    }

    /// <summary>Writes what waits, then closes and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        // Readers first: the last connection to close brings everything into the one database file, and readers never do.
        database.Dispose();
        await writer.DisposeAsync();
        Directory.Dispose();
    }

    static void Prepare(SqliteDatabase database, MasterKey master, TimeProvider clock)
    {
        using var connection = database.OpenWriter();
        Migrations.Apply(connection, SqliteDatabase.Dialect, clock);
        using var transaction = connection.BeginTransaction();
        if (StoreIdentity.ClaimOrCheck(connection, transaction, master))
            LogSeal.Write(connection, transaction, master, sequence: 0, LogEntry.NoHash);
        transaction.Commit();
    }

    static WriterSession OpenSession(SqliteDatabase database, MasterKey master)
    {
        var connection = database.OpenWriter();
        try
        {
            // What was found in the WAL after a crash or a failed flush may be in the system's memory only. This brings it to the disk before anyone is told of it.
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            return new(connection, master);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
