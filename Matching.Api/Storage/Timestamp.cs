using System.Globalization;

namespace Matching.Api.Storage;

/// <summary>A moment as it is stored and answered: UTC, milliseconds, <c>Z</c>.</summary>
static class Timestamp
{
    public static string Of(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
