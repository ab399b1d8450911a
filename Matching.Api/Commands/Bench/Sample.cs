using System.Diagnostics;

namespace Matching.Api.Commands.Bench;

/// <summary>Medians and timed repetitions.</summary>
internal static class Sample
{
    public static double Median(IEnumerable<double> values) => Percentile(values.Order().ToList(), 0.5);

    /// <summary>The value below which a share of the ordered values lies.</summary>
    public static double Percentile(IReadOnlyList<double> ordered, double share)
    {
        if (ordered.Count == 0)
            return double.NaN;
        var position = share * (ordered.Count - 1);
        var below = (int)position;
        return below + 1 == ordered.Count ? ordered[below] : ordered[below] + (position - below) * (ordered[below + 1] - ordered[below]);
    }

    /// <summary>Nanoseconds that one call of an action takes, averaged over calls that last at least so long together.</summary>
    public static double Nanoseconds(Action action, TimeSpan atLeast)
    {
        var calls = 0;
        var start = Stopwatch.GetTimestamp();
        do
        {
            action();
            calls++;
        } while (Stopwatch.GetElapsedTime(start) < atLeast);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
