using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matching.Api.Storage;

/// <summary>The whole storage of a running service: takes the folder, brings the database up to date, opens everything.</summary>
public sealed class MatchingStore : IAsyncDisposable
{
    readonly Database database;
    readonly LatestTime latest;

    MatchingStore(DataDirectory directory, MasterKey master, Database database, TimeProvider clock, StorageOptions options)
    {
        this.database = database;
        Directory = directory;
        MasterKey = master;
        Cases = new(database, master, options.CachedCases);
        Entries = new(database, Cases, master);
        latest = new(clock, options.WrongClockUntilEntry);
        var heard = new LastHeard(clock);
        Log = new(
            notifyAll => new GroupCommit(database, master, notifyAll, heard, latest, options),
            Entries,
            master,
            clock,
            options.Logger ?? NullLogger.Instance
        );
        Others = new(Log.Writer, heard, database.IsShared);
        Documents = new(Log.Writer, new(database, master), master, clock);
        Verification = new(database, Entries, master);
        Condition = new(Log.Writer);
        Hashes = new(database);
        Settings = new(Log.Writer, new(database));
        Log.Follow(
            entry =>
            {
                if (entry is { Kind: LogKinds.Erasure, SubjectId: { } subjectId })
                    Cases.Forget(subjectId);
            },
            [LogKinds.Erasure]
        );
    }

    public static string SqliteVersion => SqliteDatabase.LibraryVersion;

    /// <summary>Name and version of the database engine in use.</summary>
    public string DatabaseVersion => database.Version;

    /// <inheritdoc cref="Database.Queries"/>
    internal long Queries => database.Queries;

    public DataDirectory Directory { get; }

    public MasterKey MasterKey { get; }

    public CaseKeys Cases { get; }

    public AppendOnlyLog Log { get; }

    public LogReader Entries { get; }

    public DocumentStore Documents { get; }

    public LogVerification Verification { get; }

    public LogHashes Hashes { get; }

    public SettingStore Settings { get; }

    public StoreCondition Condition { get; }

    /// <summary>Whether what other instances record is heard here.</summary>
    public OtherInstances Others { get; }

    /// <exception cref="DataDirectoryInUseException">Another process holds the folder.</exception>
    /// <exception cref="MasterKeyException">The key is missing, malformed, open to others, or another database's.</exception>
    /// <exception cref="DatabaseDamagedException">The database is missing, empty or damaged.</exception>
    public static MatchingStore Open(string folder, TimeProvider clock, StorageOptions? options = null)
    {
        options ??= new();
        var directory = DataDirectory.Open(folder, options);
        Database? database = null;
        try
        {
            database = Database.Of(directory, options);
            var firstStart = database.IsShared ? null : FirstStart.Check(directory);
            KeepLostEnd(database);
            KeyRotation.Finish(database, directory);
            var key = MasterKey.OpenOrCreate(directory, database);
            database.CreateIfMissing();
            var master = Prepare(database, key, clock);
            firstStart?.Through();
            database.KeepOpen();
            if (database.Query(database.SchemaDifferences) is { Count: > 0 } differences)
                StorageLog.SchemaDiffers(options.Logger ?? NullLogger.Instance, string.Join("; ", differences));
            return new(directory, master, database, clock, options);
        }
        catch (Exception fault)
        {
            database?.Dispose();
            directory.Dispose();
            if (fault is DbException told && DatabaseDamagedException.IsReportedBy(told))
                throw new DatabaseDamagedException(directory.Database, "is damaged or was never this program's", inner: fault);
            throw;
        }
    }

    /// <summary>Whether other instances may write to the same log.</summary>
    public bool IsShared => database.IsShared;

    /// <summary>Whether entries that were answered for are no longer there. Recording goes on; verifying names them.</summary>
    public bool HasLostEnd => database.HasLostEnd;

    /// <summary>Whether this machine's clock stands far before the log's latest entry. Nothing is recorded then.</summary>
    public bool ClockIsBehind => latest.ClockIsBehind;

    /// <summary>Returns once everything is heard of that other instances had written when it was called.</summary>
    /// <exception cref="LogBusyException">Too many writes wait already.</exception>
    /// <exception cref="LogUnavailableException">It could not be seen.</exception>
    public Task CatchUpAsync()
    {
        if (!IsShared)
            return Task.CompletedTask;
        var catchUp = new PendingCatchUp();
        Log.Writer.Enqueue(catchUp);
        return catchUp.Outcome;
    }

    /// <summary>Writes what waits, then closes and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (database.IsShared)
            await Log.Writer.DisposeAsync();

        // Readers first: the last connection to close brings everything into the one database file, and readers never do.
        database.StopReading();
        await Log.Writer.DisposeAsync();
        database.Dispose();
        Directory.Dispose();
    }

    /// <summary>Keeps what tells of a lost end. To be called before anyone writes.</summary>
    internal static void KeepLostEnd(Database database)
    {
        const string sql = "SELECT hash FROM log_entries WHERE sequence = @sequence";
        if (database.Acknowledged is not ({ } sequence, { } hash) || sequence == 0 || !database.HoldsRecord())
            return;
        if (database.Query(connection => connection.ExecuteScalar<string>(sql, new { sequence })) != hash)
            database.KeepLostEnd();
    }

    static MasterKey Prepare(Database database, MasterKey key, TimeProvider clock)
    {
        using var connection = database.OpenPreparer();
        var master = key;
        database.Alone(
            connection,
            () =>
            {
                Migrations.Apply(connection, database.Dialect, clock);
                using var transaction = connection.BeginTransaction();
                (master, var isNew) = StoreIdentity.ClaimOrCheck(connection, transaction, key);
                if (isNew)
                    LogSeal.Write(connection, transaction, master, sequence: 0, LogEntry.NoHash);
                CaseKeys.FillInLikes(connection, transaction, master);
                transaction.Commit();
            }
        );
        return master;
    }
}
