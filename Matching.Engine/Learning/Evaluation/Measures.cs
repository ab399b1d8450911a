namespace Matching.Engine.Learning.Evaluation;

/// <summary>How well forecasts did. Every figure with the interval of ninety percent; null where the stays cannot say.</summary>
/// <param name="LogLoss">Mean negative log likelihood of a stay, in nats; lower is better. Censored stays count as far as they were
/// watched.</param>
/// <param name="Brier">Mean squared error of the risk within a year; lower is better.</param>
/// <param name="ScaledBrier">1 - Brier / Brier of the mean; higher is better, 0 is no better than the mean.</param>
/// <param name="CalibrationSlope">1 is right; below 1 the forecasts are too extreme.</param>
/// <param name="CalibrationInTheLarge">Seen minus predicted breakdowns per stay, over the time each was watched; 0 is right.</param>
/// <param name="Concordance">Of pairs in which one stay broke down first, the share in which it was given the higher risk (c-index); 0.5 is
/// chance.</param>
/// <param name="NetBenefit">By threshold of risk in percent: true minus weighed false alarms per stay, above what an alarm for all would
/// bring or none.</param>
public sealed record Measures(
    Figure? LogLoss,
    Figure? Brier,
    Figure? ScaledBrier,
    Figure? CalibrationSlope,
    Figure? CalibrationInTheLarge,
    Figure? Concordance,
    IReadOnlyList<(int ThresholdPercent, Figure? Benefit)> NetBenefit
)
{
    /// <summary>The threshold of risk, in percent, that tables say the net benefit at.</summary>
    public const int ReportedThreshold = 30;

    private static readonly int[] Thresholds = [20, ReportedThreshold, 40, 50];

    /// <summary>The net benefit at a threshold; null where it cannot be reported.</summary>
    public Figure? BenefitAt(int thresholdPercent) => NetBenefit.FirstOrDefault(one => one.ThresholdPercent == thresholdPercent).Benefit;

    internal static Measures Of(Forecasts forecasts, IReadOnlyList<ObservedStay> stays, Resamples resamples)
    {
        var horizon = Horizon.Of(stays);
        var asIs = Enumerable.Repeat(1.0, stays.Count).ToArray();
        var ranks = new Concordance(forecasts.Risk, stays);
        return new Measures(
            Report(sample => -Mean(forecasts.LogLikelihood, sample)),
            Report(sample => BrierOf(forecasts.Risk, horizon, sample)),
            Report(sample => 1 - BrierOf(forecasts.Risk, horizon, sample) / BrierOfMean(horizon, sample)),
            Report(sample => CalibrationOf.Slope(forecasts.Risk, horizon, sample)),
            Report(sample => Gap(stays, forecasts, sample)),
            Report(ranks.Share),
            [.. Thresholds.Select(percent => (percent, Report(sample => Benefit(forecasts.Risk, horizon, sample, percent / 100.0))))]
        );

        Figure? Report(Func<double[], double?> figure) => resamples.Figure(figure, asIs);
    }

    /// <summary>
    /// Seen minus predicted, per stay. Both are of the time the stay was watched, so it does not matter how long that was, nor why it
    /// ended.
    /// </summary>
    internal static double? Gap(IReadOnlyList<ObservedStay> stays, Forecasts forecasts, double[] counts)
    {
        var (gap, weights) = (0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            gap += counts[i] * ((stays[i].BrokeDown ? 1 : 0) - forecasts.Foretold[i]);
            weights += counts[i];
        }
        return weights > 0 ? gap / weights : null;
    }

    internal static double Mean(double[] values, double[] counts)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
            (sum, weights) = (sum + counts[i] * values[i], weights + counts[i]);
        return sum / weights;
    }

    private static double? BrierOf(double[] risk, Horizon horizon, double[] counts)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < risk.Length; i++)
        {
            var (weight, off) = (counts[i] * horizon.Weight[i], horizon.BrokeDown[i] - risk[i]);
            (sum, weights) = (sum + weight * off * off, weights + weight);
        }
        return weights > 0 ? sum / weights : null;
    }

    private static double? BrierOfMean(Horizon horizon, double[] counts)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
            (sum, weights) = (sum + counts[i] * horizon.Weight[i] * horizon.BrokeDown[i], weights + counts[i] * horizon.Weight[i]);
        return weights > 0 && sum / weights is > 0 and < 1 and var mean ? mean * (1 - mean) : null;
    }

    private static double? Benefit(double[] risk, Horizon horizon, double[] counts, double threshold)
    {
        var (benefit, benefitOfAll, weights) = (0.0, 0.0, 0.0);
        for (var i = 0; i < risk.Length; i++)
        {
            var weight = counts[i] * horizon.Weight[i];
            var worth = weight * (horizon.BrokeDown[i] - (1 - horizon.BrokeDown[i]) * threshold / (1 - threshold));
            benefit += risk[i] >= threshold ? worth : 0;
            benefitOfAll += worth;
            weights += weight;
        }
        return weights > 0 ? (benefit - Math.Max(0, benefitOfAll)) / weights : null;
    }
}
