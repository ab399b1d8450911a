namespace Matching.Api.Storage.Backups;

/// <summary>Brings a backup into an empty data directory. The database appears there last, whole and verified, or not at all.</summary>
public static class Restoring
{
    const string Unfinished = "restore.unfinished";

    /// <summary>
    /// Checks the backup's hashes, brings its copy to this program's version, verifies it entry by entry with the key, and puts it in
    /// place.
    /// </summary>
    /// <param name="from">The backup.</param>
    /// <param name="dataDirectory">Empty, or not there yet, or with nothing but the master key in it.</param>
    /// <param name="clock">Says when a migration was applied.</param>
    /// <param name="claimsOf">As of <see cref="LogVerification.Run"/>.</param>
    /// <param name="cancellation">Stops it; the database is not in place.</param>
    /// <exception cref="BackupRefusedException">The backup is not what was written, the key is missing or another, or the data directory is
    /// in use.</exception>
    public static async Task<BackupManifest> RunAsync(
        string from,
        string dataDirectory,
        TimeProvider clock,
        Func<LogEntry, byte[], EntryClaims> claimsOf,
        CancellationToken cancellation = default
    )
    {
        var source = DataDirectory.OpenToRead(from);
        var manifest = BackupManifest.Read(source.Folder);
        RefuseUsed(Path.GetFullPath(dataDirectory));
        using var target = DataDirectory.Open(dataDirectory);
        RefuseUsed(target.Folder);
        var workshop = Path.Combine(target.Folder, Unfinished);
        if (Directory.Exists(workshop))
            Directory.Delete(workshop, recursive: true);
        try
        {
            using (var copy = DataDirectory.Open(workshop))
            {
                CopyFiles(source, copy, manifest);
                PlaceKey(copy, target);
            }

            await VerifyAsync(workshop, manifest, clock, claimsOf, cancellation);
            PutInPlace(DataDirectory.OpenToRead(workshop), target);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(workshop))
                Directory.Delete(workshop, recursive: true);
        }
    }

    static void RefuseUsed(string folder)
    {
        if (File.Exists(folder))
            throw new BackupRefusedException($"'{folder}' is a file, not a folder.");
        // The public key alone is what a restore that was killed before its end has left.
        var used = DataDirectory.OpenToRead(folder);
        string[] allowed =
        [
            DataDirectory.LockFile,
            Path.GetFileName(used.MasterKey),
            Path.GetFileName(used.CheckpointPublicKey),
            Unfinished,
        ];
        if (
            Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(entry => !allowed.Contains(Path.GetFileName(entry)))
                is { } unknown
        )
            throw new BackupRefusedException(
                $"The data directory '{folder}' is not empty: it holds '{Path.GetFileName(unknown)}'. A restore never overwrites anything."
            );
    }

    static void CopyFiles(DataDirectory source, DataDirectory copy, BackupManifest manifest)
    {
        // By known names only: a name from the manifest could lead anywhere.
        var known = new[]
        {
            (From: source.Database, To: copy.Database),
            (From: source.MasterKey, To: copy.MasterKey),
            (From: source.CheckpointPublicKey, To: copy.CheckpointPublicKey),
        };
        if (!manifest.Files.ContainsKey(Path.GetFileName(source.Database)))
            throw new BackupRefusedException("The backup's manifest names no database.", isTampered: true);
        foreach (var (name, hash) in manifest.Files)
        {
            var (file, to) = known.FirstOrDefault(pair => Path.GetFileName(pair.From) == name);
            if (file is null)
                throw new BackupRefusedException("The backup's manifest names a file that no backup has.", isTampered: true);
            if (!File.Exists(file))
                throw new BackupRefusedException($"The backup is not whole: '{name}' is missing.", isTampered: true);
            PrivateFile.Copy(file, to);
            if (BackupManifest.HashOf(to) != hash)
                throw new BackupRefusedException(
                    $"The backup's '{name}' is not what was written: its SHA-256 is another.",
                    isTampered: true
                );
        }
    }

    static void PlaceKey(DataDirectory copy, DataDirectory target)
    {
        if (!File.Exists(target.MasterKey))
        {
            if (!File.Exists(copy.MasterKey))
                throw new BackupRefusedException(
                    $"The backup was taken without the master key. Put the key at '{target.MasterKey}' first (readable by its owner "
                        + $"alone), then restore."
                );
            return;
        }

        if (!File.Exists(copy.MasterKey))
            PrivateFile.Copy(target.MasterKey, copy.MasterKey);
        else if (BackupManifest.HashOf(copy.MasterKey) != BackupManifest.HashOf(target.MasterKey))
            throw new BackupRefusedException("The master key in the data directory is another than the one in the backup.");
    }

    static async Task VerifyAsync(
        string workshop,
        BackupManifest manifest,
        TimeProvider clock,
        Func<LogEntry, byte[], EntryClaims> claimsOf,
        CancellationToken cancellation
    )
    {
        await using var store = MatchingStore.Open(workshop, clock);
        var result = store.Verification.Run(claimsOf: claimsOf, cancellation: cancellation);
        if (!result.Intact)
            throw new BackupRefusedException($"The backup's log is not intact. {result.Problem}", isTampered: true);
        if (result.Entries != manifest.Entries || result.Head != manifest.Head)
            throw new BackupRefusedException("The backup's log does not end where its manifest says.", isTampered: true);
    }

    // The key first: with a key and no database the service refuses to start, and the restore can be run again.
    static void PutInPlace(DataDirectory workshop, DataDirectory target)
    {
        if (!File.Exists(target.MasterKey))
        {
            File.Move(workshop.MasterKey, target.MasterKey);
            PrivateFile.FlushFolder(target.Folder);
        }

        if (File.Exists(workshop.CheckpointPublicKey))
            File.Move(workshop.CheckpointPublicKey, target.CheckpointPublicKey, overwrite: true);
        File.Move(workshop.Database, target.Database);
        PrivateFile.FlushFolder(target.Folder);
    }
}
