using System.Text;
using Matching.Api.Storage;
using Microsoft.Data.Sqlite;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// One row of the log that is read by the real driver and in the real way, without a table behind it: any column can hold anything, and
/// changing one costs
/// no disk. Text is kept as bytes, so that it need not be text.
/// </summary>
sealed class EntryInMemory : IDisposable
{
    public static readonly IReadOnlyList<string> Columns = RawEntry.Columns.Split(", ");

    static readonly string[] Numbers = ["sequence", "state_sequence"];

    readonly SqliteConnection connection = new("Data Source=:memory:");
    readonly SqliteCommand command;
    readonly SqliteCommand free;
    readonly object[] stored = new object[Columns.Count];

    public EntryInMemory()
    {
        connection.Open();
        // As each column is declared, and as whoever drops the declaration could store it.
        command = Select(column =>
            column == "payload" || Numbers.Contains(column) ? $"@{column} AS {column}" : $"CAST(@{column} AS TEXT) AS {column}"
        );
        free = Select(column => $"@{column} AS {column}");
    }

    /// <summary>What is stored in the column: a whole number, bytes (for text too), or nothing.</summary>
    public object this[int column] => stored[column];

    public static bool IsNumber(int column) => Numbers.Contains(Columns[column]);

    public static bool IsText(int column) => !IsNumber(column) && Columns[column] != "payload";

    public void Load(LogEntry entry)
    {
        object?[] values =
        [
            entry.Sequence,
            entry.EntryId,
            entry.Kind,
            entry.RecordedAt,
            entry.Caller,
            entry.SubjectId,
            entry.StateSequence,
            entry.Idempotency,
            entry.BodyFingerprint,
            entry.Payload,
            entry.PreviousHash,
            entry.Hash,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            stored[i] = values[i] switch
            {
                null => DBNull.Value,
                string text => Encoding.UTF8.GetBytes(text),
                var value => value,
            };
            command.Parameters[i].Value = free.Parameters[i].Value = stored[i];
        }
    }

    /// <summary>The row as it is stored.</summary>
    public RawEntry Read() => Read(command);

    /// <summary>The row with one column of its own type but another content.</summary>
    public RawEntry With(int column, object value) => With(command, column, value, stored[column]);

    /// <summary>The row with one column that holds a value of any type.</summary>
    public RawEntry WithFree(int column, object value)
    {
        for (var i = 0; i < stored.Length; i++)
            free.Parameters[i].Value = stored[i] is byte[] bytes && IsText(i) ? Encoding.UTF8.GetString(bytes) : stored[i];
        return With(free, column, value, stored[column]);
    }

    public void Dispose()
    {
        command.Dispose();
        free.Dispose();
        connection.Dispose();
    }

    static RawEntry With(SqliteCommand command, int column, object value, object before)
    {
        command.Parameters[column].Value = value;
        var read = Read(command);
        command.Parameters[column].Value = before;
        return read;
    }

    static RawEntry Read(SqliteCommand command)
    {
        using var rows = command.ExecuteReader();
        rows.Read();
        return RawEntry.Read(rows);
    }

    SqliteCommand Select(Func<string, string> expression)
    {
        var select = connection.CreateCommand();
        select.CommandText = $"SELECT {string.Join(", ", Columns.Select(expression))}";
        foreach (var column in Columns)
            select.Parameters.AddWithValue($"@{column}", 0);
        return select;
    }
}
