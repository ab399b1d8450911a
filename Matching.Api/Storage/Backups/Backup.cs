namespace Matching.Api.Storage.Backups;

/// <summary>Takes a copy of the log beside the running service. The folder named is there whole and verified, or not at all.</summary>
public static class Backup
{
    /// <summary>Copies, verifies the copy entry by entry, and only then gives it its name.</summary>
    /// <param name="dataDirectory">The data directory; a service may be recording in it.</param>
    /// <param name="to">A folder that is not there yet.</param>
    /// <param name="withKey">Whether the master key is copied too.</param>
    /// <param name="clock">Says when it was taken.</param>
    /// <param name="claimsOf">As of <see cref="LogVerification.Run"/>.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="BackupRefusedException">The folder is there already, or the log is not intact.</exception>
    public static BackupManifest Take(
        string dataDirectory,
        string to,
        bool withKey,
        TimeProvider clock,
        Func<LogEntry, byte[], EntryClaims> claimsOf,
        CancellationToken cancellation = default
    )
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(to));
        if (Path.Exists(target))
            throw new BackupRefusedException($"'{target}' is there already; a backup never overwrites anything. Name a new folder.");

        using var source = ReadOnlyStore.Open(dataDirectory);
        var unfinished = target + ".unfinished";
        using (var copy = DataDirectory.Open(unfinished))
        {
            try
            {
                Empty(unfinished);
                var acknowledged = source.Acknowledged;
                source.CopyDatabaseTo(copy.Database);
                var publicKey = DataDirectory.OpenToRead(dataDirectory).CheckpointPublicKey;
                if (File.Exists(publicKey))
                    PrivateFile.Copy(publicKey, copy.CheckpointPublicKey);
                if (withKey)
                    PrivateFile.Copy(DataDirectory.OpenToRead(dataDirectory).MasterKey, copy.MasterKey);
                var verified = Verify(copy, dataDirectory, claimsOf, cancellation);
                if (verified.Entries < acknowledged)
                    throw new BackupRefusedException(
                        $"The log ends at number {verified.Entries}, and the service had answered for all up to {acknowledged}: run verify."
                    );
                var manifest = new BackupManifest(1, Timestamp.Of(clock.GetUtcNow()), verified.Entries, verified.Head, HashesOf(copy));
                manifest.Write(unfinished);
                File.Delete(Path.Combine(unfinished, DataDirectory.LockFile));
                PrivateFile.FlushFolder(unfinished);
                Directory.Move(unfinished, target);
                PrivateFile.FlushFolder(Path.GetDirectoryName(target)!);
                return manifest;
            }
            catch
            {
                Directory.Delete(unfinished, recursive: true);
                throw;
            }
        }
    }

    static VerificationResult Verify(
        DataDirectory copy,
        string keyFolder,
        Func<LogEntry, byte[], EntryClaims> claimsOf,
        CancellationToken cancellation
    )
    {
        VerificationResult result;
        using (var store = ReadOnlyStore.Open(copy.Folder, keyFolder))
            result = store.Verification.Run(claimsOf: claimsOf, cancellation: cancellation);

        // Side files that reading makes; they hold nothing.
        File.Delete(copy.Database + "-wal");
        File.Delete(copy.Database + "-shm");
        return result.Intact
            ? result
            : throw new BackupRefusedException(
                $"The log is not intact, and a copy of it would not be either. {result.Problem}",
                isTampered: true
            );
    }

    static SortedDictionary<string, string> HashesOf(DataDirectory copy) =>
        new(
            new[] { copy.Database, copy.MasterKey, copy.CheckpointPublicKey }
                .Where(File.Exists)
                .ToDictionary(file => Path.GetFileName(file), BackupManifest.HashOf),
            StringComparer.Ordinal
        );

    // What a backup that was killed has left.
    static void Empty(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != DataDirectory.LockFile))
            File.Delete(file);
    }
}
