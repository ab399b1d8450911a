namespace Matching.Engine.Learning.Evaluation;

/// <summary>Breakdowns seen against those a model predicted of the same stays, in the year up to the end of a quarter.</summary>
/// <param name="Year">Of the quarter.</param>
/// <param name="Quarter">1 to 4.</param>
/// <param name="Children">Children who were watched in that year; null for fewer than five.</param>
/// <param name="Seen">Breakdowns; null for fewer than five.</param>
/// <param name="Foretold">Of as many days as were watched; null where there are too few children to say anything.</param>
/// <param name="Deviation">Seen minus predicted in standard deviations; null where it would give away a number under five, or there are too
/// few children.</param>
/// <param name="IsAlarm">Further off than allowed.</param>
public sealed record PeriodCalibration(int Year, int Quarter, int? Children, int? Seen, double? Foretold, double? Deviation, bool IsAlarm)
{
    private const int Quarters = 4,
        MonthsOfAQuarter = 3;

    /// <summary>Every quarter from the first to the last in which a stay was watched.</summary>
    public static IReadOnlyList<PeriodCalibration> Of(IReadOnlyList<ObservedStay> stays, OutcomeModel model, MonitoringLimits limits)
    {
        var quarters = new SortedDictionary<int, Tally>();
        foreach (var stay in stays)
            Add(stay, model, quarters);
        if (quarters.Count == 0)
            return [];
        var (first, last) = (quarters.Keys.First(), quarters.Keys.Last());
        return [.. Enumerable.Range(first, last - first + 1).Select(quarter => Of(quarter, quarters, limits))];
    }

    private static PeriodCalibration Of(int quarter, SortedDictionary<int, Tally> quarters, MonitoringLimits limits)
    {
        var (foretold, variance, seen) = (0.0, 0.0, 0);
        var children = new HashSet<string>(StringComparer.Ordinal);
        for (var one = quarter - Quarters + 1; one <= quarter; one++)
        {
            if (!quarters.TryGetValue(one, out var tally))
                continue;
            (foretold, variance, seen) = (foretold + tally.Foretold, variance + tally.Variance, seen + tally.Seen);
            children.UnionWith(tally.Children);
        }
        var (year, number) = (quarter / Quarters, quarter % Quarters + 1);
        if (children.Count < limits.LeastChildren)
            return new PeriodCalibration(year, number, Reported(children.Count), null, null, null, false);
        var deviation = variance > 0 ? (seen - foretold) / Logit.Root(variance) : 0;
        return new PeriodCalibration(
            year,
            number,
            Reported(children.Count),
            Reported(seen),
            foretold,
            Reported(seen) is null ? null : deviation,
            Math.Abs(deviation) > limits.MostDeviation
        );
    }

    /// <summary>Each interval a stay was watched in counts where it began: what was predicted of it, and whether it broke down.</summary>
    private static void Add(ObservedStay stay, OutcomeModel model, SortedDictionary<int, Tally> quarters)
    {
        var (survived, endedIn) = TimeGrid.Watched(stay.Days, stay.BrokeDown || stay.Escalated);
        for (var interval = 0; interval < survived + (endedIn is null ? 0 : 1); interval++)
        {
            var day = stay.Start.AddDays(interval * TimeGrid.IntervalDays);
            var quarter = day.Year * Quarters + (day.Month - 1) / MonthsOfAQuarter;
            if (!quarters.TryGetValue(quarter, out var tally))
                quarters.Add(quarter, tally = new Tally());
            var hazard = 1 - (1 - Hazard(EndingCause.ChildLeft)) * (1 - Hazard(EndingCause.PlaceGaveUp));
            tally.Foretold += hazard;
            tally.Variance += hazard * (1 - hazard);
            tally.Seen += interval == endedIn && stay.BrokeDown ? 1 : 0;
            tally.Children.Add(stay.Child);

            double Hazard(EndingCause cause) => Logit.Probability(model.LogitOf(cause, interval, stay.Bins, stay.PlacementId));
        }
    }

    private static int? Reported(int count) => count < ModelSupport.LeastChildren ? null : count;

    private sealed class Tally
    {
        public double Foretold { get; set; }

        public double Variance { get; set; }

        public int Seen { get; set; }

        public HashSet<string> Children { get; } = new(StringComparer.Ordinal);
    }
}
