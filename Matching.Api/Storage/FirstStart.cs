namespace Matching.Api.Storage;

/// <summary>
/// Says a folder that was never in use from one that lost its database. A first start leaves a mark until it is through; a key in
/// the folder without a database and without that mark belonged to a log once, and no new one is begun beside it. A key that lies
/// elsewhere may have been made before the first start, so there another mark, which stays, says that the folder has held a log.
/// </summary>
sealed class FirstStart
{
    readonly string mark;
    readonly string? begun;

    FirstStart(string mark, string? begun) => (this.mark, this.begun) = (mark, begun);

    /// <summary>To be called before key and database are made.</summary>
    /// <exception cref="DatabaseDamagedException">The folder held a log, but its database is gone or empty.</exception>
    public static FirstStart Check(DataDirectory directory)
    {
        var begun = Path.Combine(directory.Folder, "matching.begun");
        var start = new FirstStart(Path.Combine(directory.Folder, "matching.first-start"), directory.KeyLiesInside ? null : begun);
        var database = new FileInfo(directory.Database);
        if (database is { Exists: true, Length: > 0 } || File.Exists(start.mark))
            return start;
        var fault = database.Exists ? "is empty" : "is missing";
        if (directory.HoldsKey)
        {
            throw new DatabaseDamagedException(
                directory.Database,
                fault,
                "No new log is begun beside the key of an old one. For a folder that was never in use, keep the key elsewhere and name it "
                    + "by MasterKey:File."
            );
        }
        if (File.Exists(begun) || File.Exists(directory.Database + "-wal"))
            throw new DatabaseDamagedException(directory.Database, fault, "No new log is begun where there was one.");
        PrivateFile.Create(start.mark, []);
        return start;
    }

    /// <summary>Key and database are there.</summary>
    public void Through()
    {
        if (begun is not null && !File.Exists(begun))
            PrivateFile.Create(begun, []);
        File.Delete(mark);
    }
}
