namespace Matching.Engine.Learning.Evaluation;

/// <summary>How far the children of later stays differ from those a model was trained on, in one feature.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Index">The population stability index: 0 where nothing differs; null where there are too few children on either
/// side.</param>
/// <param name="ByChance">What the index stays below ninety-nine times of a hundred when nothing has changed and only other children
/// came.</param>
/// <param name="IsAlarm">Larger than allowed, and than by chance.</param>
public sealed record FeatureShift(string Feature, double? Index, double? ByChance, bool IsAlarm)
{
    // A bin without children must not make the index infinite.
    private const double Smoothing = 0.5;

    // Of the standard normal distribution, for one in a hundred.
    private const double Quantile = 2.3263478740408408;

    /// <summary>Every feature.</summary>
    public static IReadOnlyList<FeatureShift> Of(IReadOnlyList<ObservedStay> stays, ModelSupport trained, MonitoringLimits limits) =>
        [
            .. OutcomeFeature.All.Select(
                (feature, number) => Of(feature, trained.Bins[number], Counts(stays, number, feature.Bins.Count), limits)
            ),
        ];

    private static FeatureShift Of(OutcomeFeature feature, IReadOnlyList<int> before, double[] now, MonitoringLimits limits)
    {
        var (children, childrenNow) = (before.Sum(), now.Sum());
        if (children < limits.LeastChildren || childrenNow < limits.LeastChildren)
            return new FeatureShift(feature.Code, null, null, false);
        var index = 0.0;
        for (var bin = 0; bin < now.Length; bin++)
        {
            var (was, becomes) = (Share(before[bin], children, now.Length), Share(now[bin], childrenNow, now.Length));
            index += (becomes - was) * Logit.Log(becomes / was);
        }
        var byChance = ChiSquare(now.Length - 1) * (1.0 / children + 1.0 / childrenNow);
        return new FeatureShift(feature.Code, index, byChance, index > limits.MostShift && index > byChance);
    }

    private static double[] Counts(IReadOnlyList<ObservedStay> stays, int feature, int bins)
    {
        var children = Enumerable.Range(0, bins).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var stay in stays)
            children[stay.Bins[feature]].Add(stay.Child);
        return Array.ConvertAll(children, some => (double)some.Count);
    }

    private static double Share(double count, double total, int bins) => (count + Smoothing) / (total + Smoothing * bins);

    /// <summary>The value that chi-square exceeds once in a hundred times (Wilson and Hilferty 1931).</summary>
    private static double ChiSquare(int degrees)
    {
        var spread = 2 / (9.0 * degrees);
        var cube = 1 - spread + Quantile * Logit.Root(spread);
        return degrees * cube * cube * cube;
    }
}
