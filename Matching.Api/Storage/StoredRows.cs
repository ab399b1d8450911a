namespace Matching.Api.Storage;

/// <summary>
/// All rows of the record as they are stored, page by page, to be carried elsewhere. What was tampered with comes along; what cannot be
/// written down is named.
/// </summary>
public sealed class StoredRows
{
    const int PageSize = 128;

    readonly Database database;

    internal StoredRows(Database database) => this.database = database;

    /// <summary>Every entry up to a number, in order, also those outside the order.</summary>
    /// <exception cref="InvalidDataException">A column holds what the log never writes there.</exception>
    public IEnumerable<LogEntry> Entries(long upTo)
    {
        const string sql =
            $"SELECT {RawEntry.Columns} FROM log_entries WHERE sequence > @after AND sequence <= @upTo ORDER BY sequence LIMIT @size";
        var after = long.MinValue;
        while (true)
        {
            var page = new List<RawEntry>();
            using (var reader = database.Read())
            using (var command = reader.Connection.CreateCommand())
            {
                command.CommandText = sql;
                command.Add("@after", after);
                command.Add("@upTo", upTo);
                command.Add("@size", PageSize);
                using var rows = command.ExecuteReader();
                while (rows.Read())
                    page.Add(RawEntry.Read(rows));
            }

            foreach (var raw in page)
            {
                yield return raw.Entry
                    ?? throw new InvalidDataException(
                        $"Entry {raw.Sequence}: its column {raw.WrongColumn} does not hold what the log writes there. Run verify."
                    );
                after = raw.Entry.Sequence;
            }

            if (page.Count < PageSize)
                yield break;
        }
    }

    /// <summary>Every document, by version.</summary>
    /// <exception cref="InvalidDataException">A column holds what is never written there.</exception>
    public IEnumerable<StoredDocument> Documents()
    {
        const string sql =
            "SELECT version, kind, content, seal, recorded_at FROM documents WHERE version > @after ORDER BY version LIMIT 1";
        return OneByOne(
            sql,
            row => new StoredDocument(row.Text(0) ?? "", row.Text(1) ?? "", row.Bytes(2) ?? [], row.Text(3) ?? "", row.Text(4) ?? ""),
            document => document.Version
        );
    }

    /// <summary>Every case with its wrapped key, by subject.</summary>
    /// <exception cref="InvalidDataException">A column holds what is never written there.</exception>
    internal IEnumerable<CaseRow> Cases()
    {
        const string sql =
            "SELECT subject_id, reference_lookup, sealed_reference, wrapped_key FROM cases WHERE subject_id > @after ORDER BY "
            + "subject_id LIMIT 1";
        return OneByOne(
            sql,
            row => new CaseRow(row.Text(0) ?? "", row.Text(1) ?? "", row.Bytes(2) ?? [], row.Bytes(3) ?? []),
            found => found.SubjectId
        );
    }

    IEnumerable<T> OneByOne<T>(string sql, Func<RawRow, T> read, Func<T, string> name)
        where T : class
    {
        var after = "";
        while (true)
        {
            T? found = null;
            using (var reader = database.Read())
            using (var command = reader.Connection.CreateCommand())
            {
                command.CommandText = sql;
                command.Add("@after", after);
                using var rows = command.ExecuteReader();
                if (rows.Read())
                {
                    var row = new RawRow(rows);
                    found = read(row);
                    if (row.WrongColumn is { } column)
                        throw new InvalidDataException(
                            $"'{name(found)}': its column {column} does not hold what was written there. Run verify."
                        );
                }
            }

            if (found is null)
                yield break;
            after = name(found);
            yield return found;
        }
    }
}
