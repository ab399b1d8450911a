using System.Data.Common;

namespace Matching.Api.Storage;

/// <summary>
/// Where the record lies. What the two kinds of database do not share stands behind this; the SQL itself is the same for both.
/// </summary>
abstract class Database : IDisposable
{
    /// <summary>The database that the options name: the embedded one in the folder, or PostgreSQL.</summary>
    public static Database Of(DataDirectory directory, StorageOptions options) =>
        options.Postgres is { } connectionString
            ? new PostgresDatabase(connectionString, options.Patience)
            : new SqliteDatabase(directory.Database, options.CheckpointPages);

    /// <summary>The prefix of its migration scripts.</summary>
    public abstract string Dialect { get; }

    /// <summary>Name and version of the database engine, for readiness.</summary>
    public abstract string Version { get; }

    /// <summary>Whether other instances may write to the same log.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Whether a record was begun in it; asked before a master key is made for it.</summary>
    public abstract bool HoldsRecord();

    /// <summary>Makes it ready to be opened, where that is ours to do.</summary>
    public virtual void CreateIfMissing() { }

    /// <summary>
    /// Hears that something went wrong on a session's connection, which is still open. What the database needs before it can be trusted
    /// again happens when the next session is opened.
    /// </summary>
    public virtual void Distrust(DbConnection connection) { }

    /// <summary>
    /// The number and hash of the last entry that was answered for, as it is kept apart from the database; null where the database alone
    /// can lose nothing that it said was committed, or nothing is known.
    /// </summary>
    public virtual (long Sequence, string Hash)? Acknowledged => null;

    /// <summary>Whether the database once did not reach what was acknowledged.</summary>
    public virtual bool HasLostEnd => false;

    /// <summary>
    /// Keeps what is known of an end that the database does not reach, before anyone writes: the first who did would throw away what is no
    /// longer read.
    /// </summary>
    public virtual void KeepLostEnd() { }

    /// <summary>Notes it; returns when it is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public virtual void Acknowledge(long sequence, string hash) { }

    /// <summary>Called once it is prepared and stays in use.</summary>
    public virtual void KeepOpen() { }

    /// <summary>A connection to write with, checked for keeping what it commits.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>The same for work over the whole database, for which nobody waits: one statement may take long.</summary>
    public virtual DbConnection OpenPreparer() => OpenWriter();

    /// <summary>The writer's view of the log, over a connection of its own.</summary>
    public abstract WriterSession OpenSession(MasterKey master);

    /// <summary>A read-only connection, given back when disposed.</summary>
    public abstract Lease Read();

    /// <summary>A transaction in which every read sees the same moment.</summary>
    public abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Makes sure, until the transaction ends, that no other instance writes to the log.</summary>
    public virtual void TakeHead(DbConnection connection, DbTransaction transaction) { }

    /// <summary>
    /// How long after it was asked for something is begun to be tried once more; without end where nothing is tried again.
    /// </summary>
    public virtual TimeSpan Patience => TimeSpan.MaxValue;

    /// <summary>
    /// Tries, and where the database may be reached again after a failure, tries again with pauses for as long as someone waits for it.
    /// </summary>
    public virtual void Try(Action work, Func<bool> isWaitedFor) => work();

    /// <summary>Reads; where the database may be reached again after a failure, tries again for a while.</summary>
    public virtual T Query<T>(Func<DbConnection, T> read)
    {
        using var lease = Read();
        return read(lease.Connection);
    }

    /// <summary>Whether trying again on a new connection may help.</summary>
    public virtual bool IsTransient(Exception fault) => false;

    /// <summary>Runs while no other instance prepares the database.</summary>
    public virtual void Alone(DbConnection connection, Action work) => work();

    /// <summary>Closes what reads; the writer may go on.</summary>
    public virtual void StopReading() { }

    public abstract void Dispose();

    /// <summary>A connection on loan.</summary>
    public readonly struct Lease(DbConnection connection, Action<DbConnection> giveBack) : IDisposable
    {
        public DbConnection Connection => connection;

        public void Dispose() => giveBack(connection);
    }
}
