namespace Matching.Api.Storage;

/// <summary>The same storage to read only, without the lock: for verifying and replaying beside a running service.</summary>
public sealed class ReadOnlyStore : IDisposable
{
    readonly Database database;

    ReadOnlyStore(Database database, MasterKey master)
    {
        this.database = database;
        MasterKey = master;
        Entries = new(database, new(database, master, new StorageOptions().CachedCases), master);
        Documents = new(database, master);
        Verification = new(database, Entries, master);
        Hashes = new(database);
        Settings = new(database);
        Rows = new(database);
    }

    public MasterKey MasterKey { get; }

    public LogReader Entries { get; }

    public DocumentReader Documents { get; }

    public LogVerification Verification { get; }

    public LogHashes Hashes { get; }

    public SettingReader Settings { get; }

    public StoredRows Rows { get; }

    /// <summary>The number of the last entry that was answered for; null when none is known.</summary>
    public long? Acknowledged => database.Acknowledged?.Sequence;

    /// <summary>Copies the database as it stands at this moment into a new private file, beside whoever writes.</summary>
    public void CopyDatabaseTo(string file) => ((SqliteDatabase)database).CopyTo(file);

    /// <summary>Opens a folder with its own key, or with the key of another folder.</summary>
    /// <exception cref="FileNotFoundException">There is no database in the folder.</exception>
    /// <exception cref="MasterKeyException">The key is missing, malformed, open to others, or another database's.</exception>
    public static ReadOnlyStore Open(string folder, string? keyFolder = null, StorageOptions? options = null)
    {
        using var directory = DataDirectory.OpenToRead(folder, options);
        var database = Database.Of(directory, options ?? new());
        try
        {
            using var reader = database.Read();
            var key = MasterKey.Open(keyFolder is null ? directory : DataDirectory.OpenToRead(keyFolder));
            Migrations.RequireCurrent(reader.Connection, database.Dialect);
            return new(database, StoreIdentity.Unlock(reader.Connection, key));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Dispose() => database.Dispose();
}
