using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Matching.Engine.Learning;

/// <summary>
/// Fits the hazards by penalised Newton steps: the most probable cells given the data and the prior, with the curvature there as their
/// uncertainty (Laplace). How far causes
/// and places differ is weighed by marginal likelihood under a half-normal belief: its expectation is taken, since the peak alone would put
/// the differences of places at zero
/// on few stays. Where the prior says that a hazard never falls from bin to bin, bins that would make it fall are tied together. The same
/// data give the same numbers: everything is summed in a fixed order.
/// </summary>
internal sealed class HazardFit
{
    private const int MostSteps = 60;
    private const double Converged = 1e-9;

    // Where the search for plain hazards begins: a few percent an interval.
    private const double RareHazard = -3.5;

    // A step that gains less than this leaves the curvature as it was.
    private const double FarFromPeak = 0.05;

    // The rows are summed in so many parts at once, always the same ones: the sums are the same on every machine.
    private const int RowParts = 2;

    private static readonly double[] Widths = [0.05, 0.15, 0.3, 0.5, 0.8];

    // What each width stands for on the line of widths.
    private static readonly double[] Spans = [0.1, 0.125, 0.175, 0.25, 0.3];

    private readonly HazardRows _rows;
    private readonly HazardPrior _prior;
    private readonly HazardLayout _layout;
    private readonly HazardBelief _belief;
    private readonly int[][] _columns;
    private readonly double[] _fixed;

    private HazardFit(HazardRows rows, HazardPrior prior, ModelSupport support)
    {
        (_rows, _prior, _layout) = (rows, prior, new HazardLayout(rows.Places.Count));
        _belief = new HazardBelief(prior, _layout, support);
        var positions = Enumerable.Range(0, HazardLayout.Columns).Select(column => Array.IndexOf(_belief.Columns, column)).ToArray();
        var columns = rows.Rows.Select(row => ColumnsOf(row).ToArray()).ToArray();
        _columns = [.. columns.Select(all => all.Select(column => positions[column]).Where(position => position >= 0).Order().ToArray())];
        _fixed = [.. columns.Select(all => all.Where(column => positions[column] < 0).Sum(column => _belief.Means[column]))];
    }

    /// <summary>The fit; with no stays, the prior itself.</summary>
    public static HazardEstimate Of(IReadOnlyList<ObservedStay> stays, HazardPrior prior, ModelSupport support)
    {
        var fit = new HazardFit(HazardRows.Of(stays, support), prior, support);
        var (cause, place) = (prior.CauseWidth, prior.PlaceWidth);
        var start = new double[fit._belief.Free];
        for (var i = 0; i < start.Length; i++)
            start[i] = fit._belief.Means[fit._belief.CellOf(i)];
        if (stays.Count > 0)
        {
            start = fit.At(cause, place, start).Free;
            place = Expected(width => fit.At(cause, width, start).LogMarginal);
            cause = Expected(width => fit.At(width, place, start).LogMarginal);
        }
        var ties = new List<Tie>();
        var free = fit.At(cause, place, start).Free;
        while (fit.Falling(free, ties) is { Count: > 0 } more)
        {
            ties.AddRange(more);
            free = fit.At(cause, place, free, ties).Free;
        }
        return fit.Estimate(free, cause, place, ties);
    }

    /// <summary>
    /// Plain logistic hazards, cause by cause, as maximum likelihood gives them: no prior to speak of (a width that only keeps what
    /// separates perfectly from running away), nothing
    /// shared, no places. What the additive model must beat.
    /// </summary>
    public static HazardEstimate Plain(IReadOnlyList<ObservedStay> stays)
    {
        const double wide = 10,
            narrow = 1e-3;
        var flat = new Belief(0, wide, "");
        var bins = OutcomeFeature
            .All.Select(feature => (IReadOnlyList<Belief>)[.. feature.Bins.Select(_ => new Belief(0, narrow, ""))])
            .ToArray();
        var baselines = Enumerable.Repeat(new Belief(RareHazard, wide, ""), HazardLayout.Causes).ToArray();
        var support = ModelSupport.Seen(stays);
        var fit = new HazardFit(HazardRows.Of(stays, support), new HazardPrior("", baselines, flat, bins, wide, wide), support);
        var start = new double[fit._belief.Free];
        for (var i = 0; i < start.Length; i++)
            start[i] = fit._belief.Means[fit._belief.CellOf(i)];
        return fit.Estimate(fit.At(wide, wide, start).Free, wide, wide, []);
    }

    /// <summary>
    /// One hazard per cause and nothing else, as the data give it; half an event is added, so that none seen is not taken for never.
    /// </summary>
    public static OutcomeModel BaseRate(IReadOnlyList<ObservedStay> stays)
    {
        var rows = HazardRows.Of(stays, ModelSupport.None).Rows;
        var cells = new double[new HazardLayout(0).Cells];
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            var intervals = rows.Sum(row => (double)row.Intervals);
            var events =
                rows.Count(row => row.Happened((EndingCause)cause))
                + (cause == (int)EndingCause.Escalation ? 0 : rows.Count(row => row.Both));
            cells[HazardLayout.CellOf(cause, 0)] = Logit.Of((events + 0.5) / (intervals + 1));
        }
        return OutcomeModel.Of(cells, []);
    }

    /// <summary>
    /// The width whose square is the variance expected given the data: with no data, the scale of the half-normal belief.
    /// </summary>
    private static double Expected(Func<double, double> logMarginal)
    {
        var marginals = Array.ConvertAll(Widths, width => logMarginal(width));
        var best = marginals.Max();
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < marginals.Length; i++)
        {
            var weight = Logit.Exp(marginals[i] - best) * Spans[i];
            (sum, weights) = (sum + weight * Widths[i] * Widths[i], weights + weight);
        }
        return Logit.Root(sum / weights);
    }

    /// <summary>
    /// Neighbours in an order of bins of which the hazard falls from one to the next and that are not tied yet. Bins that keep their prior
    /// are passed over.
    /// </summary>
    private List<Tie> Falling(double[] free, List<Tie> tied)
    {
        var falling = new List<Tie>();
        var positions = Enumerable.Range(0, free.Length).ToDictionary(_belief.CellOf);
        foreach (var order in _prior.Orders)
        {
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
            {
                int[] chain =
                [
                    .. order
                        .Bins.Select(bin =>
                            positions.GetValueOrDefault(HazardLayout.CellOf(cause, HazardLayout.ColumnOf(order.Feature, (byte)bin)), -1)
                        )
                        .Where(position => position >= 0),
                ];
                foreach (var (less, more) in chain.Zip(chain.Skip(1)))
                {
                    if (free[less] > free[more] && !tied.Exists(tie => tie.One == less && tie.Other == more))
                        falling.Add(new Tie(less, more, _belief.Means[_belief.CellOf(more)] - _belief.Means[_belief.CellOf(less)]));
                }
            }
        }
        return falling;
    }

    /// <summary>
    /// Tied bins are alike to the last digit. A bin that keeps its prior moves none that was learned: it lies between its neighbours.
    /// </summary>
    private void FitIsotonic(double[] cells)
    {
        foreach (var order in _prior.Orders)
        {
            for (var cause = 0; cause < HazardLayout.Causes; cause++)
            {
                int[] chain = [.. order.Bins.Select(bin => HazardLayout.CellOf(cause, HazardLayout.ColumnOf(order.Feature, (byte)bin)))];
                var learned = Array.FindAll(chain, cell => Array.IndexOf(_belief.Columns, cell % HazardLayout.Columns) >= 0);
                BinOrder.FitIsotonic(cells, learned);
                for (var i = 0; i < chain.Length; i++)
                {
                    if (learned.Contains(chain[i]))
                        continue;
                    var least = i == 0 ? double.NegativeInfinity : cells[chain[i - 1]];
                    var most = chain.Skip(i).Where(learned.Contains).Select(cell => cells[cell]).FirstOrDefault(double.PositiveInfinity);
                    cells[chain[i]] = Math.Clamp(cells[chain[i]], least, most);
                }
            }
        }
    }

    private HazardEstimate Estimate(double[] free, double causeWidth, double placeWidth, IReadOnlyList<Tie> ties)
    {
        var cells = (double[])_belief.Means.Clone();
        for (var i = 0; i < free.Length; i++)
            cells[_belief.CellOf(i)] = free[i];
        FitIsotonic(cells);
        var peak = Factor(SumsAt(free, withBend: true), _belief.PrecisionWith(causeWidth, placeWidth) with { Ties = ties });
        return new HazardEstimate(
            cells,
            _belief.Means,
            _belief.Covariance(peak.Solve(Matrix<double>.Build.DenseIdentity(free.Length)), causeWidth),
            causeWidth,
            placeWidth
        );
    }

    private (double[] Free, double LogMarginal) At(double causeWidth, double placeWidth, double[] start, IReadOnlyList<Tie>? ties = null)
    {
        var precision = _belief.PrecisionWith(causeWidth, placeWidth) with { Ties = ties ?? [] };
        var (free, value) = (start, LogPosterior(start, precision));
        var factor = (Cholesky<double>?)null;
        for (var step = 0; step < MostSteps; step++)
        {
            var sums = SumsAt(free, withBend: factor is null);
            factor ??= Factor(sums, precision);
            var gradient = sums.Gradient();
            precision.Pull(Off(free), gradient);
            var (moved, movedValue) = Damped(free, factor.Solve(Vector<double>.Build.Dense(gradient)).AsArray(), value, precision);
            var gain = movedValue - value;
            (free, value) = (moved, movedValue);
            if (gain < Converged)
                break;
            if (gain > FarFromPeak)
                factor = null;
        }
        factor ??= Factor(SumsAt(free, withBend: true), precision);
        var logMarginal =
            value
            + precision.HalfLogDeterminant
            - factor.DeterminantLn / 2
            - HalfNormal(causeWidth, _prior.CauseWidth)
            - HalfNormal(placeWidth, _prior.PlaceWidth);
        return (free, logMarginal);
    }

    private static Cholesky<double> Factor(HazardSums sums, Precision precision)
    {
        var curvature = sums.Curvature();
        foreach (var (row, column, value) in precision.Entries)
            curvature[row, column] += value;
        foreach (var (one, other, _) in precision.Ties)
        {
            curvature[one, one] += Tie.Strength;
            curvature[other, other] += Tie.Strength;
            curvature[one, other] -= Tie.Strength;
            curvature[other, one] -= Tie.Strength;
        }
        return curvature.Cholesky();
    }

    private static double HalfNormal(double width, double scale) => width * width / (2 * scale * scale);

    private (double[] Free, double Value) Damped(double[] free, double[] move, double value, Precision precision)
    {
        const int mostHalvings = 30;
        var length = 1.0;
        for (var halving = 0; halving < mostHalvings; halving++, length /= 2)
        {
            var moved = new double[free.Length];
            for (var i = 0; i < moved.Length; i++)
                moved[i] = free[i] + length * move[i];
            var movedValue = LogPosterior(moved, precision);
            if (movedValue >= value)
                return (moved, movedValue);
        }
        return (free, value);
    }

    private double[] Off(double[] free)
    {
        var off = new double[free.Length];
        for (var i = 0; i < off.Length; i++)
            off[i] = free[i] - _belief.Means[_belief.CellOf(i)];
        return off;
    }

    private static IEnumerable<int> ColumnsOf(HazardRow row)
    {
        yield return 0;
        yield return 1 + row.Part;
        for (var feature = 0; feature < row.Bins.Length; feature++)
        {
            if (row.Bins[feature] != 0)
                yield return HazardLayout.ColumnOf(feature, row.Bins[feature]);
        }
    }

    private double LogPosterior(double[] free, Precision precision)
    {
        var parts = new double[RowParts];
        Parallel.For(0, RowParts, part => parts[part] = LogLikelihood(free, part));
        return parts.Sum() - precision.Pull(Off(free), null);
    }

    private double LogLikelihood(double[] free, int part)
    {
        var value = 0.0;
        var logits = new double[HazardLayout.Causes];
        foreach (var i in RowsOf(part))
        {
            var row = _rows.Rows[i];
            Logits(free, i, logits);
            for (var cause = 0; cause < logits.Length; cause++)
                value += (row.Happened((EndingCause)cause) ? logits[cause] : 0) - IntervalsOf(row, cause) * Logit.Softplus(logits[cause]);
            if (row.Both)
                value += Logit.Log(1 - (1 - Logit.Probability(logits[0])) * (1 - Logit.Probability(logits[1])));
        }
        return value;
    }

    // The interval in which the child left or the place gave up, or both, is reported by the two together.
    private static int IntervalsOf(in HazardRow row, int cause) =>
        row.Intervals - (row.Both && cause != (int)EndingCause.Escalation ? 1 : 0);

    private IEnumerable<int> RowsOf(int part)
    {
        var (from, to) = ((int)((long)_rows.Rows.Count * part / RowParts), (int)((long)_rows.Rows.Count * (part + 1) / RowParts));
        return Enumerable.Range(from, to - from);
    }

    private void Logits(double[] free, int row, double[] logits)
    {
        var perCause = _belief.Columns.Length;
        var common = _fixed[row] + (_rows.Rows[row].Place is var place and >= 0 ? free[HazardLayout.Causes * perCause + place] : 0);
        for (var cause = 0; cause < logits.Length; cause++)
        {
            var sum = common;
            var cells = free.AsSpan(cause * perCause, perCause);
            foreach (var column in _columns[row])
                sum += cells[column];
            logits[cause] = sum;
        }
    }

    private HazardSums SumsAt(double[] free, bool withBend)
    {
        var parts = new HazardSums[RowParts];
        Parallel.For(0, RowParts, part => parts[part] = SumsOf(free, part, withBend));
        foreach (var more in parts.Skip(1))
            parts[0].Add(more);
        return parts[0];
    }

    private HazardSums SumsOf(double[] free, int part, bool withBend)
    {
        var sums = new HazardSums(_belief.Columns.Length, _layout.Places);
        var logits = new double[HazardLayout.Causes];
        Span<double> slope = stackalloc double[Vector256<double>.Count],
            bend = stackalloc double[Vector256<double>.Count];
        foreach (var i in RowsOf(part))
        {
            var row = _rows.Rows[i];
            Logits(free, i, logits);
            slope.Clear();
            bend.Clear();
            for (var cause = 0; cause < logits.Length; cause++)
            {
                var (probability, intervals) = (Logit.Probability(logits[cause]), IntervalsOf(row, cause));
                slope[cause] = (row.Happened((EndingCause)cause) ? 1 : 0) - intervals * probability;
                bend[cause] = intervals * probability * (1 - probability);
            }
            if (row.Both)
                Either(Logit.Probability(logits[0]), Logit.Probability(logits[1]), slope, bend);
            sums.Add(_columns[i], row.Place, Vector256.Create<double>(slope), Vector256.Create<double>(bend), withBend);
        }
        return sums;
    }

    /// <summary>The two hazards of an interval in which either happened bend together (expected curvature).</summary>
    private static void Either(double left, double gaveUp, Span<double> slope, Span<double> bend)
    {
        var none = (1 - left) * (1 - gaveUp);
        var odds = none / (1 - none);
        slope[0] += left * odds;
        slope[1] += gaveUp * odds;
        bend[0] += left * left * odds;
        bend[1] += gaveUp * gaveUp * odds;
        bend[3] += left * gaveUp * odds;
    }
}
