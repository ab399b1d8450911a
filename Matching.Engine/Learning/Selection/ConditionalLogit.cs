using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning.Selection;

/// <summary>
/// How likely each candidate was to be chosen, given the candidates there were (McFadden 1974): the softmax of weighted features. Fitted by
/// Newton steps on the likelihood with a
/// ridge, which also makes the peak unique where a feature always or never decided.
/// </summary>
internal sealed class ConditionalLogit
{
    private const int MostSteps = 40,
        MostHalvings = 30;
    private const double Converged = 1e-9;

    private readonly double[] _weights;

    private ConditionalLogit(double[] weights) => _weights = weights;

    /// <summary>The weight of each feature.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Fits the weights.</summary>
    /// <param name="table">The choices.</param>
    /// <param name="counts">How often each choice counts.</param>
    /// <param name="ridge">Pull to zero, above 0.</param>
    /// <param name="from">Where to begin; null for zero.</param>
    public static ConditionalLogit Fit(ChoiceTable table, IReadOnlyList<int> counts, double ridge, ConditionalLogit? from = null)
    {
        var weights = from is null ? new double[table.Width] : (double[])from._weights.Clone();
        if (weights.Length == 0)
            return new ConditionalLogit(weights);
        var value = Value(table, counts, ridge, weights);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, curvature) = Derivatives(table, counts, ridge, weights);
            var move = curvature.Cholesky().Solve(Vector<double>.Build.Dense(gradient)).AsArray();
            var (moved, movedValue) = Damped(weights, move, candidate => Value(table, counts, ridge, candidate), value);
            var gain = movedValue - value;
            (weights, value) = (moved, movedValue);
            if (gain < Converged)
                break;
        }
        return new ConditionalLogit(weights);
    }

    /// <summary>The propensity of each candidate of a choice; they sum to one.</summary>
    public double[] Propensities(ChoiceTable table, int choice) => Propensities(table, choice, _weights);

    private static (double[] Weights, double Value) Damped(double[] weights, double[] move, Func<double[], double> value, double before)
    {
        var length = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            var moved = new double[weights.Length];
            for (var i = 0; i < moved.Length; i++)
                moved[i] = weights[i] + length * move[i];
            if (value(moved) is var movedValue && movedValue >= before)
                return (moved, movedValue);
        }
        return (weights, before);
    }

    private static double Value(ChoiceTable table, IReadOnlyList<int> counts, double ridge, double[] weights)
    {
        var value = 0.0;
        for (var choice = 0; choice < table.Chosen.Length; choice++)
        {
            if (counts[choice] > 0)
                value += counts[choice] * Logit.Log(Propensities(table, choice, weights)[table.Chosen[choice]]);
        }
        foreach (var weight in weights)
            value -= ridge * weight * weight / 2;
        return value;
    }

    private static (double[] Gradient, Matrix<double> Curvature) Derivatives(
        ChoiceTable table,
        IReadOnlyList<int> counts,
        double ridge,
        double[] weights
    )
    {
        var width = table.Width;
        var gradient = new double[width];
        var curvature = new double[width * width];
        var mean = new double[width];
        for (var choice = 0; choice < table.Chosen.Length; choice++)
        {
            if (counts[choice] == 0)
                continue;
            var (features, propensities, count) = (table.Features[choice], Propensities(table, choice, weights), counts[choice]);
            Array.Clear(mean);
            for (var candidate = 0; candidate < propensities.Length; candidate++)
            {
                for (var i = 0; i < width; i++)
                    mean[i] += propensities[candidate] * features[candidate * width + i];
            }
            for (var i = 0; i < width; i++)
                gradient[i] += count * (features[table.Chosen[choice] * width + i] - mean[i]);
            for (var candidate = 0; candidate < propensities.Length; candidate++)
            {
                for (var i = 0; i < width; i++)
                {
                    var off = count * propensities[candidate] * (features[candidate * width + i] - mean[i]);
                    for (var j = 0; j < width; j++)
                        curvature[i * width + j] += off * (features[candidate * width + j] - mean[j]);
                }
            }
        }
        for (var i = 0; i < width; i++)
        {
            gradient[i] -= ridge * weights[i];
            curvature[i * width + i] += ridge;
        }
        return (gradient, Matrix<double>.Build.Dense(width, width, curvature));
    }

    private static double[] Propensities(ChoiceTable table, int choice, double[] weights)
    {
        var features = table.Features[choice];
        var sums = new double[table.CandidatesOf(choice)];
        for (var candidate = 0; candidate < sums.Length; candidate++)
        {
            for (var i = 0; i < weights.Length; i++)
                sums[candidate] += weights[i] * features[candidate * weights.Length + i];
        }
        var (largest, total) = (sums.Max(), 0.0);
        for (var candidate = 0; candidate < sums.Length; candidate++)
            total += sums[candidate] = Logit.Exp(sums[candidate] - largest);
        for (var candidate = 0; candidate < sums.Length; candidate++)
            sums[candidate] /= total;
        return sums;
    }
}
