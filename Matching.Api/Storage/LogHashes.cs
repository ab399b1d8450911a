using Dapper;

namespace Matching.Api.Storage;

/// <summary>The chain hashes of the log alone, in order. Safe for many threads.</summary>
public sealed class LogHashes
{
    readonly Database database;

    internal LogHashes(Database database) => this.database = database;

    /// <summary>
    /// The next hashes after a number, at most so many. What is not as the log writes it comes as it is: the caller judges.
    /// </summary>
    public IReadOnlyList<NumberedHash> After(long sequence, int most)
    {
        const string sql = "SELECT sequence, hash FROM log_entries WHERE sequence > @after ORDER BY sequence LIMIT @most";
        using var reader = database.Read();
        using var command = reader.Connection.CreateCommand();
        command.CommandText = sql;
        command.Add("@after", sequence);
        command.Add("@most", most);
        using var rows = command.ExecuteReader();
        var page = new List<NumberedHash>();
        while (rows.Read())
            page.Add(new(rows.GetValue(0) as long? ?? 0, rows.GetValue(1) as string ?? ""));
        return page;
    }

    /// <summary>The number of the last entry; 0 when there is none.</summary>
    public long Last()
    {
        const string sql = "SELECT COALESCE(MAX(sequence), 0) FROM log_entries";
        using var reader = database.Read();
        return reader.Connection.ExecuteScalar<long>(sql);
    }
}

/// <summary>An entry's number and its chain hash, lower-case hex.</summary>
public readonly record struct NumberedHash(long Sequence, string Hash);
