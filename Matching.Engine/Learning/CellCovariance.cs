namespace Matching.Engine.Learning;

/// <summary>
/// How sure a model is of its cells, and how they hang together: the covariance of what each cause adds in each column, and of the places.
/// A cell is what one cause adds
/// for the baseline, a part of time or a bin: <c>cause × columns + column</c>; the places follow.
/// </summary>
public sealed class CellCovariance
{
    private readonly double[] _values;

    /// <param name="lower">The lower triangle, row by row.</param>
    /// <param name="places">How many places have cells.</param>
    public CellCovariance(double[] lower, int places)
    {
        Layout = new HazardLayout(places);
        if (lower.Length != Count * (Count + 1) / 2)
            throw new ArgumentException(
                $"The covariance of {Count} cells has {Count * (Count + 1) / 2} numbers, not {lower.Length}.",
                nameof(lower)
            );
        _values = lower;
    }

    /// <summary>How many cells.</summary>
    public int Count => Layout.Cells;

    /// <summary>The lower triangle, row by row.</summary>
    public IReadOnlyList<double> Lower => _values;

    internal HazardLayout Layout { get; }

    /// <summary>The covariance of two cells.</summary>
    public double Of(int one, int other) => one >= other ? _values[one * (one + 1) / 2 + other] : _values[other * (other + 1) / 2 + one];

    /// <summary>The variance of a sum of cells, each with its factor.</summary>
    public double VarianceOf(ReadOnlySpan<(int Cell, double Factor)> sum)
    {
        var variance = 0.0;
        for (var i = 0; i < sum.Length; i++)
        {
            var (cell, factor) = sum[i];
            variance += factor * factor * Of(cell, cell);
            for (var j = 0; j < i; j++)
                variance += 2 * factor * sum[j].Factor * Of(cell, sum[j].Cell);
        }
        return Math.Max(0, variance);
    }
}
