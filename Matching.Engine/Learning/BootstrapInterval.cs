using MathNet.Numerics.Statistics;

namespace Matching.Engine.Learning;

/// <summary>A figure and the interval it is reported with.</summary>
/// <param name="Value">The figure on the data as they are.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>The spread of a figure over resamples: percentiles, in a fixed order.</summary>
internal static class BootstrapInterval
{
    /// <summary>The share of resamples that an interval holds.</summary>
    public const double Level = 0.9;

    /// <summary>The figure with the interval that holds <see cref="Level"/> of the resampled ones.</summary>
    public static Estimate Of(double value, IReadOnlyList<double> resampled)
    {
        var sorted = resampled.Order().ToArray();
        return new Estimate(value, Quantile((1 - Level) / 2), Quantile((1 + Level) / 2));

        double Quantile(double share) => SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
    }
}
