using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>
/// The columns of the regression: each part of time, and each bin that enough children were seen in. Not known is a bin like any other
/// here. A bin of too few children counts as not known.
/// </summary>
/// <remarks>
/// Microsoft.ML is given each column less its mean. Without that, adding to the bias and taking off every bin of a feature is nearly the
/// same, and its search stops long before it has found which is better.
/// </remarks>
internal sealed class LogisticDesign
{
    /// <summary>The column of what switches none on.</summary>
    public const int None = -1;

    private readonly int[][] _columns;
    private readonly float[] _means;

    private LogisticDesign(int[][] columns, int width) => (_columns, Width, _means) = (columns, width, new float[width]);

    /// <summary>How many columns.</summary>
    public int Width { get; }

    /// <summary>The columns for rows, and their means there.</summary>
    public static LogisticDesign Of(IReadOnlyList<HazardRow> rows, ModelSupport support)
    {
        var width = TimeGrid.Parts;
        var columns = new int[OutcomeFeature.All.Count][];
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = new int[OutcomeFeature.All[feature].Bins.Count];
            for (var bin = 0; bin < columns[feature].Length; bin++)
            {
                var isSeen = support.Bins[feature][bin] != ModelSupport.Suppressed;
                columns[feature][bin] =
                    isSeen ? width++
                    : bin == 0 ? None
                    : columns[feature][0];
            }
        }
        var design = new LogisticDesign(columns, width);
        design.FindMeans(rows);
        return design;
    }

    /// <summary>What a row switches on, ascending.</summary>
    public IEnumerable<int> ColumnsOf(HazardRow row)
    {
        yield return row.Part;
        for (var feature = 0; feature < row.Bins.Length; feature++)
        {
            if (_columns[feature][row.Bins[feature]] is var column and not None)
                yield return column;
        }
    }

    /// <summary>A row as Microsoft.ML is given it: each column less its mean.</summary>
    public float[] CentredOf(HazardRow row)
    {
        var values = Array.ConvertAll(_means, mean => -mean);
        foreach (var column in ColumnsOf(row))
            values[column] += 1;
        return values;
    }

    /// <summary>The weights of rows that are not centred, from those that were found on centred ones.</summary>
    public LogisticWeights Uncentred(double bias, double[] weights)
    {
        for (var column = 0; column < weights.Length; column++)
            bias -= weights[column] * _means[column];
        return new LogisticWeights(bias, weights);
    }

    /// <summary>
    /// What the regression adds in each column of <see cref="HazardLayout"/>. There not known weighs nothing: what it came to is part of
    /// the baseline, from which every other bin is counted.
    /// </summary>
    public double[] CellsOf(LogisticWeights weights)
    {
        var cells = new double[HazardLayout.Columns];
        cells[0] = weights.Bias + _columns.Sum(bins => weights.Of(bins[0]));
        for (var part = 0; part < TimeGrid.Parts; part++)
            cells[1 + part] = weights.Of(part);
        for (var column = HazardLayout.FirstBin; column < cells.Length; column++)
        {
            var (feature, bin) = HazardLayout.BinAt(column);
            cells[column] = weights.Of(_columns[feature][bin]) - weights.Of(_columns[feature][0]);
        }
        return cells;
    }

    /// <summary><see cref="CellsOf"/> as a matrix: a row for each cell, over the bias and the columns.</summary>
    public Matrix<double> CellsByColumn()
    {
        var cells = Matrix<double>.Build.Dense(HazardLayout.Columns, 1 + Width);
        for (var column = -1; column < Width; column++)
        {
            var unit = new LogisticWeights(column < 0 ? 1 : 0, [.. Enumerable.Range(0, Width).Select(other => other == column ? 1.0 : 0)]);
            cells.SetColumn(1 + column, CellsOf(unit));
        }
        return cells;
    }

    private void FindMeans(IReadOnlyList<HazardRow> rows)
    {
        var (sums, all) = (new long[Width], 0L);
        foreach (var row in rows)
        {
            all += row.Intervals;
            foreach (var column in ColumnsOf(row))
                sums[column] += row.Intervals;
        }
        for (var column = 0; column < Width; column++)
            _means[column] = all == 0 ? 0 : (float)((double)sums[column] / all);
    }
}
