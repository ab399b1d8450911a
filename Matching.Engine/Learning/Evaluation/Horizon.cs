using Matching.Engine.Placements;

namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// Whether stays broke down within a year had they gone on that long. A stay that ended otherwise, or is no longer watched, before the year
/// is over does not say; those that do
/// say count for them too, by how probable it was to be watched so long (inverse probability of censoring, Kaplan-Meier), level by level:
/// how long stays last by plan differs between
/// levels. A child who was moved to a locked place before broke nothing down. A level where hardly any stay is watched for a year does not
/// say at all.
/// </summary>
internal sealed class Horizon
{
    private const int Days = OutcomeRisk.HorizonDays;

    // One stay must not stand for all that were not watched.
    private const double MostWeight = 10;

    private Horizon(double[] brokeDown, double[] weight) => (BrokeDown, Weight) = (brokeDown, weight);

    /// <summary>By stay: 1 for a breakdown within the year, else 0.</summary>
    public double[] BrokeDown { get; }

    /// <summary>By stay: how much it counts; 0 where it does not say.</summary>
    public double[] Weight { get; }

    public static Horizon Of(IReadOnlyList<ObservedStay> stays)
    {
        var watched = stays.GroupBy(stay => stay.Level).Where(Reports).ToDictionary(level => level.Key, CensoringCurve);
        var (brokeDown, weight) = (new double[stays.Count], new double[stays.Count]);
        for (var i = 0; i < weight.Length; i++)
        {
            brokeDown[i] = stays[i].BrokeDown && stays[i].Days <= Days ? 1 : 0;
            if (watched.TryGetValue(stays[i].Level, out var curve) && (IsKnown(stays[i]) || stays[i].Days >= Days))
                weight[i] = Math.Min(MostWeight, 1 / curve(Math.Min(stays[i].Days, Days)));
        }
        return new Horizon(brokeDown, weight);
    }

    private static bool IsKnown(ObservedStay stay) => stay.BrokeDown || stay.Escalated;

    private static bool Reports(IGrouping<Level, ObservedStay> level) =>
        level.Where(stay => stay.Days >= Days).Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count()
        >= ModelSupport.LeastChildren;

    /// <summary>The probability of still being watched just before a day.</summary>
    private static Func<int, double> CensoringCurve(IEnumerable<ObservedStay> stays)
    {
        var byDay = stays.OrderBy(stay => stay.Days).ToArray();
        var (days, shares) = (new List<int>(), new List<double>());
        var share = 1.0;
        for (var i = 0; i < byDay.Length; )
        {
            var (day, atRisk, censored) = (byDay[i].Days, byDay.Length - i, 0);
            for (; i < byDay.Length && byDay[i].Days == day; i++)
                censored += IsKnown(byDay[i]) ? 0 : 1;
            if (censored == 0 || censored == atRisk)
                continue;
            share *= 1 - (double)censored / atRisk;
            days.Add(day);
            shares.Add(share);
        }
        return day =>
        {
            var position = days.BinarySearch(day);
            var before = position < 0 ? ~position : position;
            return before == 0 ? 1 : shares[before - 1];
        };
    }
}
