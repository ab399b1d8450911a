using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning;

/// <summary>
/// Fits the hazards by penalised Newton steps: the most probable terms given the data and the prior, with the curvature there as their uncertainty (Laplace). How far causes
/// and places differ is chosen by marginal likelihood under a half-normal belief, without which the variance of places would collapse to zero on few stays.
/// The same data give the same numbers: everything is summed in a fixed order.
/// </summary>
internal sealed class HazardFit
{
    private const int MostSteps = 60;
    private const double Converged = 1e-9;
    private static readonly double[] Widths = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0];

    private readonly HazardRows _rows;
    private readonly HazardPrior _prior;
    private readonly HazardLayout _layout;
    private readonly int[][] _columns;

    private HazardFit(HazardRows rows, HazardPrior prior)
    {
        (_rows, _prior, _layout) = (rows, prior, new HazardLayout(rows.Places.Count));
        _columns = [.. rows.Rows.Select(ColumnsOf)];
    }

    /// <summary>The fit; with no stays, the prior itself.</summary>
    public static HazardEstimate Of(HazardRows rows, HazardPrior prior)
    {
        var fit = new HazardFit(rows, prior);
        var (causeWidth, placeWidth) = (Widths.Length / 2, Widths.Length / 2);
        var best = fit.At(Widths[causeWidth], Widths[placeWidth], null);

        // One width at a time, in turn, as long as a neighbour is better.
        for (var improved = true; improved;)
        {
            improved = false;
            foreach (var (cause, place) in new[] { (causeWidth - 1, placeWidth), (causeWidth + 1, placeWidth), (causeWidth, placeWidth - 1), (causeWidth, placeWidth + 1) })
            {
                if (cause < 0 || place < 0 || cause >= Widths.Length || place >= Widths.Length)
                    continue;
                var tried = fit.At(Widths[cause], Widths[place], best.Terms);
                if (tried.LogMarginal <= best.LogMarginal + Converged)
                    continue;
                (best, causeWidth, placeWidth, improved) = (tried, cause, place, true);
                break;
            }
        }
        return best;
    }

    private HazardEstimate At(double causeWidth, double placeWidth, double[]? from)
    {
        var (means, widths) = Prior(causeWidth, placeWidth);
        var terms = from ?? (double[])means.Clone();
        var value = LogPosterior(terms, means, widths);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, curvature) = Derivatives(terms, means, widths);
            var move = curvature.Cholesky().Solve(Vector<double>.Build.Dense(gradient)).AsArray();
            var (moved, movedValue) = Damped(terms, move, value, means, widths);
            var gain = movedValue - value;
            (terms, value) = (moved, movedValue);
            if (gain < Converged)
                break;
        }
        var (_, final) = Derivatives(terms, means, widths);
        var factor = final.Cholesky();
        var logMarginal = value - widths.Sum(Logit.Log) - factor.DeterminantLn / 2 - HalfNormal(causeWidth, _prior.CauseWidth) - HalfNormal(placeWidth, _prior.PlaceWidth);
        return new HazardEstimate(_layout, terms, means, widths, final, causeWidth, placeWidth, logMarginal);
    }

    private static double HalfNormal(double width, double scale) => width * width / (2 * scale * scale);

    private (double[] Terms, double Value) Damped(double[] terms, double[] move, double value, double[] means, double[] widths)
    {
        const int mostHalvings = 30;
        var length = 1.0;
        for (var halving = 0; halving < mostHalvings; halving++, length /= 2)
        {
            var moved = new double[terms.Length];
            for (var i = 0; i < moved.Length; i++)
                moved[i] = terms[i] + length * move[i];
            var movedValue = LogPosterior(moved, means, widths);
            if (movedValue >= value)
                return (moved, movedValue);
        }
        return (terms, value);
    }

    private (double[] Means, double[] Widths) Prior(double causeWidth, double placeWidth)
    {
        var (means, widths) = (new double[_layout.Count], new double[_layout.Count]);
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            Set(_layout.TermsOf(cause, 0).Term, _prior.Baselines[cause].Mean, _prior.Baselines[cause].Width);
            for (var part = 0; part < TimeGrid.Parts; part++)
                Set(_layout.TermsOf(cause, 1 + part).Term, _prior.Time.Mean, _prior.Time.Width);
        }
        for (var feature = 0; feature < OutcomeFeature.All.Count; feature++)
        {
            for (var bin = 1; bin < OutcomeFeature.All[feature].Bins.Count; bin++)
            {
                var column = _layout.ColumnOf(feature, (byte)bin);
                Set(_layout.TermsOf(0, column).Term, _prior.Bins[feature][bin].Mean, _prior.Bins[feature][bin].Width);
                for (var cause = 0; cause < HazardLayout.Causes; cause++)
                    Set(_layout.TermsOf(cause, column).Own, 0, causeWidth);
            }
        }
        for (var place = 0; place < _layout.Places; place++)
            Set(_layout.PlaceTerm(place), 0, placeWidth);
        return (means, widths);

        void Set(int term, double mean, double width) => (means[term], widths[term]) = (mean, width);
    }

    private int[] ColumnsOf(HazardRow row)
    {
        var columns = new List<int>(OutcomeFeature.All.Count + 2) { 0, 1 + row.Part };
        for (var feature = 0; feature < row.Bins.Length; feature++)
        {
            if (_layout.ColumnOf(feature, row.Bins[feature]) is var column and >= 0)
                columns.Add(column);
        }
        return [.. columns];
    }

    /// <summary>The sum of the terms of each column, by cause: what a row adds up.</summary>
    private double[][] Weights(double[] terms)
    {
        var weights = new double[HazardLayout.Causes][];
        for (var cause = 0; cause < weights.Length; cause++)
        {
            weights[cause] = new double[_layout.Columns];
            for (var column = 0; column < _layout.Columns; column++)
            {
                var (term, own) = _layout.TermsOf(cause, column);
                weights[cause][column] = terms[term] + (own < 0 ? 0 : terms[own]);
            }
        }
        return weights;
    }

    private double LogPosterior(double[] terms, double[] means, double[] widths)
    {
        var weights = Weights(terms);
        var value = 0.0;
        var logits = new double[HazardLayout.Causes];
        for (var i = 0; i < _rows.Rows.Count; i++)
        {
            var row = _rows.Rows[i];
            Logits(weights, terms, i, logits);
            for (var cause = 0; cause < logits.Length; cause++)
            {
                var intervals = row.Intervals - (row.Both && cause != (int)EndingCause.Escalation ? 1 : 0);
                value += (row.Happened((EndingCause)cause) ? logits[cause] : 0) - intervals * Logit.Softplus(logits[cause]);
            }
            if (row.Both)
                value += Logit.Log(1 - (1 - Logit.Probability(logits[0])) * (1 - Logit.Probability(logits[1])));
        }
        for (var i = 0; i < terms.Length; i++)
        {
            var off = (terms[i] - means[i]) / widths[i];
            value -= off * off / 2;
        }
        return value;
    }

    private void Logits(double[][] weights, double[] terms, int row, double[] logits)
    {
        var place = terms[_layout.PlaceTerm(_rows.Rows[row].Place)];
        for (var cause = 0; cause < logits.Length; cause++)
        {
            var sum = place;
            foreach (var column in _columns[row])
                sum += weights[cause][column];
            logits[cause] = sum;
        }
    }

    private (double[] Gradient, Matrix<double> Curvature) Derivatives(double[] terms, double[] means, double[] widths)
    {
        var sums = new HazardSums(_layout);
        var weights = Weights(terms);
        var logits = new double[HazardLayout.Causes];
        for (var i = 0; i < _rows.Rows.Count; i++)
        {
            var row = _rows.Rows[i];
            Logits(weights, terms, i, logits);
            for (var cause = 0; cause < logits.Length; cause++)
            {
                var probability = Logit.Probability(logits[cause]);
                var intervals = row.Intervals - (row.Both && cause != (int)EndingCause.Escalation ? 1 : 0);
                sums.Add(cause, _columns[i], row.Place, (row.Happened((EndingCause)cause) ? 1 : 0) - intervals * probability, intervals * probability * (1 - probability));
            }
            if (row.Both)
                sums.AddEither(_columns[i], row.Place, Logit.Probability(logits[0]), Logit.Probability(logits[1]));
        }
        return sums.Total(terms, means, widths);
    }
}
