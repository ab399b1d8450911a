namespace Matching.Api.Storage;

/// <summary>
/// Says a folder that was never in use from one that lost its database. A first start leaves a mark until it is through; a key without a
/// database and without that mark belonged to a log once, and no new one is begun beside it.
/// </summary>
sealed class FirstStart
{
    readonly string mark;

    FirstStart(string mark) => this.mark = mark;

    /// <summary>To be called before key and database are made.</summary>
    /// <exception cref="DatabaseDamagedException">There is a key, but its database is gone or empty.</exception>
    public static FirstStart Check(DataDirectory directory)
    {
        var start = new FirstStart(Path.Combine(directory.Folder, "matching.first-start"));
        var database = new FileInfo(directory.Database);
        if (database is { Exists: true, Length: > 0 } || File.Exists(start.mark))
            return start;
        if (File.Exists(directory.MasterKey) || File.Exists(directory.Database + "-wal"))
            throw new DatabaseDamagedException(
                directory.Database,
                database.Exists ? "is empty" : "is missing",
                "No new log is begun beside the key of an old one."
            );
        PrivateFile.Create(start.mark, []);
        return start;
    }

    /// <summary>Key and database are there.</summary>
    public void Through() => File.Delete(mark);
}
