namespace Matching.Api.Storage;

public sealed record StorageOptions
{
    /// <summary>How many writes may wait before the log answers that it is busy. 1 or more, default 1024.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>How many writes share one transaction, and so one flush to disk, at most. 1 or more, default 512.</summary>
    public int WritesPerTransaction { get; init; } = 512;

    /// <summary>One transaction per entry: the naive way, kept to measure against. Default false.</summary>
    public bool CommitPerEntry { get; init; }

    /// <summary>The connection string of a PostgreSQL database to use instead of the embedded one; null for the embedded one.</summary>
    public string? Postgres { get; init; }

    /// <summary>The file of the master key; null for <c>master.key</c> in the data directory.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>The master key itself as base64; null when it is in a file.</summary>
    public string? MasterKey { get; init; }

    /// <summary>How long a database across the network that went away is waited for before callers are reported. Default 20 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many case keys are kept at hand. 1 or more, default 4096.</summary>
    public int CachedCases { get; init; } = 4096;

    /// <summary>
    /// How many pages of the embedded database may lie in its WAL alone before they are brought into the database file. 1 or more,
    /// default 2000 (8 MB).
    /// </summary>
    public int CheckpointPages { get; init; } = SqliteDatabase.DefaultCheckpointPages;

    /// <summary>
    /// The number of the last entry that was recorded by a wrong clock: the times of entries up to it are not held against this machine's
    /// clock. Default 0.
    /// </summary>
    public long WrongClockUntilEntry { get; init; }

    /// <summary>Where faults are logged that no caller hears of; null for nowhere.</summary>
    internal ILogger? Logger { get; init; }

    /// <summary>What is reported of every transaction; null for nothing.</summary>
    internal WriterMeasures? Measures { get; init; }
}
