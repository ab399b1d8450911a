namespace Matching.Engine.Learning.Evaluation;

/// <summary>How forecasts compare with what came: slope and curve.</summary>
internal static class CalibrationOf
{
    private const int MostSteps = 25;

    // A risk of 0 or 1 has no logit.
    private const double NeverSure = 1e-6;

    /// <summary>
    /// The slope of a logistic regression of what came on the logit of the risk; null where all came out alike or all risks are equal.
    /// </summary>
    public static double? Slope(double[] risk, Horizon horizon, double[] counts)
    {
        var (intercept, slope) = (0.0, 0.0);
        for (var step = 0; step < MostSteps; step++)
        {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < risk.Length; i++)
            {
                var weight = counts[i] * horizon.Weight[i];
                if (weight == 0)
                    continue;
                var logit = Logit.Of(Math.Clamp(risk[i], NeverSure, 1 - NeverSure));
                var fitted = Logit.Probability(intercept + slope * logit);
                var (off, bend) = (weight * (horizon.BrokeDown[i] - fitted), weight * fitted * (1 - fitted));
                (g0, g1) = (g0 + off, g1 + off * logit);
                (h00, h01, h11) = (h00 + bend, h01 + bend * logit, h11 + bend * logit * logit);
            }
            var determinant = h00 * h11 - h01 * h01;
            if (determinant <= 1e-9)
                return null;
            var (d0, d1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
            (intercept, slope) = (intercept + d0, slope + d1);
            if (Math.Abs(slope) > 100)
                return null;
            if (Math.Abs(d0) + Math.Abs(d1) < 1e-8)
                return slope;
        }
        return null;
    }

    /// <summary>Stays in groups of equal size by risk: predicted and seen share of breakdowns.</summary>
    public static IReadOnlyList<CurvePoint> Curve(double[] risk, Horizon horizon, IReadOnlyList<ObservedStay> stays, Resamples resamples)
    {
        const int groups = 5;
        var order = Enumerable
            .Range(0, risk.Length)
            .Where(stay => horizon.Weight[stay] > 0)
            .OrderBy(stay => risk[stay])
            .ThenBy(stay => stay)
            .ToArray();
        var points = new List<CurvePoint>();
        for (var group = 0; group < groups; group++)
        {
            var members = order[(order.Length * group / groups)..(order.Length * (group + 1) / groups)];
            var children = ChildrenOf(members);
            // A share that is a count of few, or of all but few, says of each of them.
            if (
                Math.Min(ChildrenOf(members.Where(BrokeDown)), ChildrenOf(members.Where(stay => !BrokeDown(stay))))
                < ModelSupport.LeastChildren
            )
                continue;
            var seen = resamples.Figure(sample => Share(horizon, sample, members), Enumerable.Repeat(1.0, risk.Length).ToArray());
            points.Add(new CurvePoint(members.Average(stay => risk[stay]), seen!, children));
        }
        return points;

        bool BrokeDown(int stay) => horizon.BrokeDown[stay] > 0;
        int ChildrenOf(IEnumerable<int> members) => members.Select(stay => stays[stay].Child).Distinct(StringComparer.Ordinal).Count();
    }

    private static double? Share(Horizon horizon, double[] counts, int[] members)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var stay in members)
        {
            var weight = counts[stay] * horizon.Weight[stay];
            (sum, weights) = (sum + weight * horizon.BrokeDown[stay], weights + weight);
        }
        return weights > 0 ? sum / weights : null;
    }
}

/// <summary>A point of a calibration curve.</summary>
/// <param name="Foretold">Mean risk.</param>
/// <param name="Seen">Share of breakdowns within a year.</param>
/// <param name="Children">How many children.</param>
public sealed record CurvePoint(double Foretold, Figure Seen, int Children);
