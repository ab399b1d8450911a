using System.Data.Common;
using System.Globalization;

namespace Matching.Api.Storage;

/// <summary>
/// The latest time at which anything was recorded. A clock that stands far before it is wrong, or was when that entry was recorded.
/// Noted by the writer, read by many threads.
/// </summary>
/// <param name="clock">This machine's clock.</param>
/// <param name="wrongUntil">The number of the last entry whose time is known to be wrong and does not count; 0 for none.</param>
sealed class LatestTime(TimeProvider clock, long wrongUntil)
{
    /// <summary>How far the clock may stand before the log. Machines differ by seconds, and no deadline is shorter than a day.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    // A clock that goes back by less each time is found too.
    const int EntriesRead = 256;

    volatile string latest = "";

    /// <summary>Reads it from the last entries of a log.</summary>
    public void Read(DbConnection connection)
    {
        const string sql = "SELECT sequence, recorded_at FROM log_entries WHERE sequence > @wrongUntil ORDER BY sequence DESC LIMIT @most";
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Add("@wrongUntil", wrongUntil);
        command.Add("@most", EntriesRead);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (rows.GetValue(0) is long sequence && rows.GetValue(1) is string recordedAt)
                Note(sequence, recordedAt);
        }
    }

    /// <summary>An entry there is now.</summary>
    public void Note(long sequence, string recordedAt)
    {
        if (sequence > wrongUntil && string.CompareOrdinal(recordedAt, latest) > 0)
            latest = recordedAt;
    }

    /// <summary>The latest time, when a moment stands far before it; else null.</summary>
    public string? FarAfter(string moment)
    {
        var known = latest;
        return TryParse(known, out var last) && TryParse(moment, out var asked) && last - asked > Tolerance ? known : null;
    }

    /// <summary>Whether this machine's clock stands far before it.</summary>
    public bool ClockIsBehind => FarAfter(Timestamp.Of(clock.GetUtcNow())) is not null;

    static bool TryParse(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
