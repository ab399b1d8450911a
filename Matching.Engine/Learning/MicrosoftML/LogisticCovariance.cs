using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>
/// How sure the regressions are of their cells: the curvature of the penalised likelihood where they ended (Laplace). Causes are fitted
/// apart and hang together in nothing. A bin that was not learned is as far off as the prior holds possible.
/// </summary>
internal static class LogisticCovariance
{
    public static CellCovariance Of(LogisticHazards hazards, HazardPrior prior, ModelSupport support)
    {
        var layout = new HazardLayout(0);
        var cells = hazards.Design.CellsByColumn();
        var byCause = hazards.ByCause.Select(weights => cells * Curvature(hazards, weights).Inverse() * cells.Transpose()).ToArray();
        var lower = new double[layout.Cells * (layout.Cells + 1) / 2];
        for (int one = 0, next = 0; one < layout.Cells; one++)
        {
            for (var other = 0; other <= one; other++, next++)
            {
                var (cause, column) = Math.DivRem(one, HazardLayout.Columns);
                var (otherCause, otherColumn) = Math.DivRem(other, HazardLayout.Columns);
                if (column == otherColumn && UnlearnedWidth(prior, support, column) is { } width)
                    lower[next] = width * width + (cause == otherCause ? prior.CauseWidth * prior.CauseWidth : 0);
                else if (cause == otherCause)
                    lower[next] = byCause[cause][column, otherColumn];
            }
        }
        return new CellCovariance(lower, 0);
    }

    /// <summary>How far the prior holds a bin possible that was not learned; null for what was.</summary>
    private static double? UnlearnedWidth(HazardPrior prior, ModelSupport support, int column) =>
        HazardLayout.BinAt(column) is var (feature, bin) && feature >= 0 && support.Bins[feature][bin] == ModelSupport.Suppressed
            ? prior.Bins[feature][bin].Width
            : null;

    private static Matrix<double> Curvature(LogisticHazards hazards, LogisticWeights weights)
    {
        var size = 1 + hazards.Design.Width;
        var curvature = Matrix<double>.Build.Dense(size, size);
        foreach (var row in hazards.Rows)
        {
            var columns = hazards.Design.ColumnsOf(row).ToArray();
            var probability = Logit.Probability(weights.Bias + columns.Sum(weights.Of));
            var bend = row.Intervals * probability * (1 - probability);
            curvature[0, 0] += bend;
            foreach (var column in columns)
            {
                curvature[0, 1 + column] += bend;
                curvature[1 + column, 0] += bend;
                foreach (var other in columns)
                    curvature[1 + column, 1 + other] += bend;
            }
        }
        // The bias is not held at zero.
        for (var column = 1; column < size; column++)
            curvature[column, column] += LogisticTrainer.L2;
        return curvature;
    }
}
