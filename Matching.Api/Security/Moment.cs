using System.Globalization;

namespace Matching.Api.Security;

/// <summary>A moment as people write it in settings and requests.</summary>
internal static class Moment
{
    /// <summary>What it must be.</summary>
    public const string Rule = "must be a date, yyyy-MM-dd (its first moment, UTC), or a time such as 2027-01-31T12:00:00Z";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads it; null when it is none. Without an offset it is UTC.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : null;

    /// <summary>So much later, or the last moment of the calendar where that lies before it.</summary>
    /// <param name="from">The moment.</param>
    /// <param name="by">How long; not negative.</param>
    public static DateTimeOffset Later(DateTimeOffset from, TimeSpan by) =>
        by > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue : from + by;
}
