namespace Matching.Engine.Learning;

/// <summary>Time since the start in intervals of thirty days, and the parts of it with a hazard of their own.</summary>
public static class TimeGrid
{
    /// <summary>Days of an interval.</summary>
    public const int IntervalDays = 30;

    /// <summary>Days of a year, the horizon of the risk that is reported.</summary>
    public const int YearDays = 365;

    /// <summary>Intervals that a year reaches into; of the last it holds only some days.</summary>
    public const int YearIntervals = (YearDays + IntervalDays - 1) / IntervalDays;

    /// <summary>
    /// The first interval of each part: the first month, the second, the third, the rest of half a year, of a year, and later.
    /// </summary>
    private static readonly int[] PartStarts = [0, 1, 2, 3, 6, 12];

    /// <summary>How many parts.</summary>
    public static int Parts => PartStarts.Length;

    /// <summary>The part an interval lies in.</summary>
    public static int PartOf(int interval)
    {
        var part = PartStarts.Length - 1;
        while (PartStarts[part] > interval)
            part--;
        return part;
    }

    /// <summary>How much of an interval lies within a year, from 0 to 1.</summary>
    public static double ShareOfYear(int interval) => Math.Clamp((double)(YearDays - interval * IntervalDays) / IntervalDays, 0, 1);

    /// <summary>The first interval of a part.</summary>
    public static int FirstOf(int part) => PartStarts[part];

    /// <summary>How many of the first so many intervals lie in a part.</summary>
    public static int Within(int part, int intervals)
    {
        var end = part + 1 < PartStarts.Length ? Math.Min(PartStarts[part + 1], intervals) : intervals;
        return Math.Max(0, end - PartStarts[part]);
    }

    /// <summary>
    /// How many intervals, from the first, were lived through without an event, and in which one the stay ended. The interval in which a
    /// stay is no longer watched counts as lived
    /// through when half of it was: an event counts the whole of its interval, so leaving out all that were only begun would make events
    /// look more frequent than they are.
    /// </summary>
    public static (int Survived, int? EndedIn) Watched(int days, bool ended) =>
        ended ? (days / IntervalDays, days / IntervalDays) : ((days + IntervalDays / 2) / IntervalDays, null);
}
