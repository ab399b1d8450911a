using System.Data.Common;
using System.Text;
using Dapper;

namespace Matching.Api.Storage;

/// <summary>
/// Exchanges the master key of a store that no service holds. The keys of all cases, the store's secret and the sealed end of the log are
/// wrapped and sealed again in one transaction; the log itself is not touched.
/// </summary>
static class KeyRotation
{
    /// <summary>Exchanges the key. The new one is on disk before the database relies on it, and takes the old one's place after.</summary>
    /// <returns>How many case keys were wrapped again, and where the old key is kept for older backups.</returns>
    /// <exception cref="DataDirectoryInUseException">A service holds the folder.</exception>
    /// <exception cref="MasterKeyException">
    /// The present key is missing, malformed, another database's, or not kept in a file that lasts.
    /// </exception>
    /// <exception cref="InvalidDataException">The log's end or a case's key does not open with the present key: run verify
    /// first.</exception>
    public static (long Cases, string OldKey) Run(string folder, StorageOptions options, TimeProvider clock)
    {
        if (options.MasterKeyFile is { } file && Array.Exists(Memory, folder => file.StartsWith(folder, StringComparison.Ordinal)))
        {
            throw new MasterKeyException(
                $"The master key '{file}' is a copy in memory, and a new one would be lost with it. Name the file it is copied from "
                    + "by MasterKey:File."
            );
        }
        using var directory = DataDirectory.Open(folder, options);
        if (directory.MasterKeyText is not null)
            throw new MasterKeyException("The master key comes from the configuration. Put it in a file (MasterKey:File) to exchange it.");
        using var database = Database.Of(directory, options);
        if (!database.HoldsRecord())
            throw new FileNotFoundException($"There is no record in '{directory.Folder}'.");

        MatchingStore.KeepLostEnd(database);
        Finish(database, directory);
        using var connection = database.OpenPreparer();
        var present = StoreIdentity.Unlock(connection, MasterKey.Open(directory));
        var next = directory.MasterKey + Next;
        PrivateFile.Create(next, Encoding.ASCII.GetBytes(MasterKey.NewText(out var newSecret)));
        var cases = Exchange(database, connection, present, present.Exchanged(newSecret));
        return (cases, Swap(directory, clock));
    }

    /// <summary>
    /// Brings an exchange that was cut short to its end, or undoes what it left: the database says which of the two keys is its own.
    /// </summary>
    public static void Finish(Database database, DataDirectory directory)
    {
        var next = directory.MasterKey + Next;
        if (directory.MasterKeyText is not null || !File.Exists(next) || !database.HoldsRecord())
            return;
        using var connection = database.OpenPreparer();
        if (StoreIdentity.Fits(connection, MasterKey.Open(directory.WithMasterKey(next))))
            Swap(directory, TimeProvider.System);
        else
            File.Delete(next);
    }

    const string Next = ".next";

    // Emptied at the latest when the machine stops; systemd's RuntimeDirectory goes with the service.
    static readonly string[] Memory = ["/run/", "/var/run/"];

    static long Exchange(Database database, DbConnection connection, MasterKey present, MasterKey next)
    {
        const string selectSql = "SELECT subject_id FROM cases ORDER BY subject_id";
        const string keySql = "SELECT wrapped_key FROM cases WHERE subject_id = @subjectId";
        const string updateSql = "UPDATE cases SET wrapped_key = @wrapped WHERE subject_id = @subjectId";
        const string headSql = "SELECT COALESCE((SELECT hash FROM log_entries ORDER BY sequence DESC LIMIT 1), @none)";

        using var transaction = connection.BeginTransaction();
        database.TakeHead(connection, transaction);
        if (
            LogSeal.Read(connection, transaction) is not { } seal
            || !seal.IsAuthentic(present)
            || connection.ExecuteScalar<string>(headSql, new { none = LogEntry.NoHash }, transaction) != seal.Hash
        )
            throw new InvalidDataException("The log's end does not fit its seal: it was changed. Run verify; the key was not exchanged.");

        var subjects = connection.Query<string>(selectSql, transaction: transaction).AsList();
        foreach (var subjectId in subjects)
        {
            var wrapped = connection.QuerySingle<byte[]>(keySql, new { subjectId }, transaction);
            var key =
                AuthenticatedEncryption.TryOpen(present.CaseKeyWrap, wrapped, subjectId)
                ?? throw new InvalidDataException(
                    "The key of a case does not open with the present master key. Run verify; the key was not exchanged."
                );
            connection.Execute(
                updateSql,
                new { subjectId, wrapped = AuthenticatedEncryption.Seal(next.CaseKeyWrap, key, subjectId) },
                transaction
            );
        }

        LogSeal.Write(connection, transaction, next, seal.Sequence, seal.Hash);
        StoreIdentity.Exchange(connection, transaction, next);
        transaction.Commit();
        return subjects.Count;
    }

    static string Swap(DataDirectory directory, TimeProvider clock)
    {
        var old = $"{directory.MasterKey}.until-{clock.GetUtcNow():yyyyMMdd-HHmmssfff}";
        // There is a key under its name at every moment: a start that finds none would be refused before it comes to finish this.
        if (File.Exists(directory.MasterKey))
            PrivateFile.Create(old, File.ReadAllBytes(directory.MasterKey));
        File.Move(directory.MasterKey + Next, directory.MasterKey, overwrite: true);
        PrivateFile.FlushFolder(Path.GetDirectoryName(directory.MasterKey)!);
        return old;
    }
}
