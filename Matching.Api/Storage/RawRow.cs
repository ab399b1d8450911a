using System.Data.Common;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>A row read without trusting it: a tampered column may be NULL or of another type, and that is a finding, not a fault.</summary>
sealed class RawRow(DbDataReader row)
{
    /// <summary>The first column read that does not hold what was asked for; null while all do.</summary>
    public string? WrongColumn { get; private set; }

    public long? Integer(int column) => row.GetValue(column) is long value ? value : Wrong<long?>(column);

    public byte[]? Bytes(int column) => row.GetValue(column) as byte[] ?? Wrong<byte[]>(column);

    public string? TextOrNull(int column) => row.IsDBNull(column) ? null : Text(column);

    // The driver reads text up to the first NUL and mends broken UTF-8; the stored bytes say whether anything was lost.
    public string? Text(int column) =>
        row.GetValue(column) is string text && row.GetFieldValue<byte[]>(column).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text))
            ? text
            : Wrong<string>(column);

    T? Wrong<T>(int column)
    {
        WrongColumn ??= row.GetName(column);
        return default;
    }
}
