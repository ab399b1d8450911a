namespace Matching.Api.ReferenceData;

/// <summary>
/// The date in Copenhagen. The European rule for summer time is spelled out here, so that it does not depend on a time zone database being
/// installed:
/// last Sunday of March 01:00 UTC to last Sunday of October 01:00 UTC (directive 2000/84/EC).
/// </summary>
public sealed class Today(TimeProvider clock)
{
    /// <summary>Today's date in Copenhagen.</summary>
    public DateOnly InCopenhagen() => InCopenhagen(clock.GetUtcNow());

    /// <summary>The date in Copenhagen at a moment.</summary>
    public static DateOnly InCopenhagen(DateTimeOffset moment)
    {
        var now = moment.UtcDateTime;
        var summer = now >= Change(now.Year, 3) && now < Change(now.Year, 10);
        return DateOnly.FromDateTime(now.AddHours(summer ? 2 : 1));
    }

    private static DateTime Change(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 1, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
