using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning;

/// <summary>
/// The prior over the cells of a fit. The cells of one bin hang together over the causes: each is a value that the causes share plus one of
/// its own, which the width of
/// causes rules. Cells that too few children were seen in are no part of a fit; they stay where the prior has them.
/// </summary>
internal sealed class HazardBelief
{
    private const int Causes = HazardLayout.Causes;

    private readonly HazardPrior _prior;
    private readonly HazardLayout _layout;

    public HazardBelief(HazardPrior prior, HazardLayout layout, ModelSupport support)
    {
        (_prior, _layout) = (prior, layout);
        Columns =
        [
            .. Enumerable
                .Range(0, HazardLayout.Columns)
                .Where(column =>
                    HazardLayout.BinAt(column) is var (feature, bin)
                    && (feature < 0 || support.Bins[feature][bin] != ModelSupport.Suppressed)
                ),
        ];
        Means = new double[layout.Cells];
        for (var cause = 0; cause < Causes; cause++)
        {
            for (var column = 0; column < HazardLayout.Columns; column++)
                Means[HazardLayout.CellOf(cause, column)] = BeliefAt(cause, column).Mean;
        }
    }

    /// <summary>The columns that the data can move.</summary>
    public int[] Columns { get; }

    /// <summary>Of every cell.</summary>
    public double[] Means { get; }

    /// <summary>How many cells the data can move: cause by cause the columns, then the places.</summary>
    public int Free => Causes * Columns.Length + _layout.Places;

    /// <summary>The cell of a free one.</summary>
    public int CellOf(int free) =>
        free < Causes * Columns.Length
            ? HazardLayout.CellOf(free / Columns.Length, Columns[free % Columns.Length])
            : HazardLayout.CellOfPlace(free - Causes * Columns.Length);

    /// <summary>The inverse of the prior's covariance, as a list of what stands in it, and half the logarithm of its determinant.</summary>
    public Precision PrecisionWith(double causeWidth, double placeWidth)
    {
        var (entries, logDeterminant) = (new List<(int, int, double)>(), 0.0);
        for (var position = 0; position < Columns.Length; position++)
        {
            if (HazardLayout.BinAt(Columns[position]).Feature < 0)
            {
                for (var cause = 0; cause < Causes; cause++)
                {
                    var width = BeliefAt(cause, Columns[position]).Width;
                    entries.Add((At(cause, position), At(cause, position), 1 / (width * width)));
                    logDeterminant -= 2 * Logit.Log(width);
                }
                continue;
            }
            var (shared, own) = (Square(BeliefAt(0, Columns[position]).Width), Square(causeWidth));
            for (var cause = 0; cause < Causes; cause++)
            {
                for (var other = 0; other < Causes; other++)
                    entries.Add(
                        (At(cause, position), At(other, position), ((cause == other ? 1 : 0) - shared / (own + Causes * shared)) / own)
                    );
            }
            logDeterminant -= (Causes - 1) * Logit.Log(own) + Logit.Log(own + Causes * shared);
        }
        for (var place = 0; place < _layout.Places; place++)
        {
            entries.Add((Causes * Columns.Length + place, Causes * Columns.Length + place, 1 / Square(placeWidth)));
            logDeterminant -= 2 * Logit.Log(placeWidth);
        }
        return new Precision(entries, logDeterminant / 2);

        int At(int cause, int position) => cause * Columns.Length + position;
    }

    /// <summary>The covariance after a fit: what the data could move as the fit left it, the rest as the prior has it.</summary>
    public CellCovariance Covariance(Matrix<double> ofFree, double causeWidth)
    {
        var free = Enumerable.Repeat(-1, _layout.Cells).ToArray();
        for (var i = 0; i < Free; i++)
            free[CellOf(i)] = i;
        var lower = new double[_layout.Cells * (_layout.Cells + 1) / 2];
        for (int one = 0, next = 0; one < _layout.Cells; one++)
        {
            for (var other = 0; other <= one; other++, next++)
            {
                if (free[one] >= 0 && free[other] >= 0)
                    lower[next] = ofFree[free[one], free[other]];
                else if (free[one] < 0 && one % HazardLayout.Columns == other % HazardLayout.Columns)
                    lower[next] = Square(BeliefAt(0, one % HazardLayout.Columns).Width) + (one == other ? Square(causeWidth) : 0);
            }
        }
        return new CellCovariance(lower, _layout.Places);
    }

    private Belief BeliefAt(int cause, int column) =>
        HazardLayout.BinAt(column) switch
        {
            (< 0, _) => column == 0 ? _prior.Baselines[cause] : _prior.Time,
            var (feature, bin) => _prior.Bins[feature][bin],
        };

    private static double Square(double width) => width * width;
}

/// <summary>The inverse of a covariance, as what stands in it.</summary>
/// <param name="Entries">Row, column and value, on both sides of the diagonal.</param>
/// <param name="HalfLogDeterminant">Half the logarithm of its determinant.</param>
internal sealed record Precision(List<(int Row, int Column, double Value)> Entries, double HalfLogDeterminant)
{
    /// <summary>Cells held together.</summary>
    public IReadOnlyList<Tie> Ties { get; init; } = [];

    /// <summary>What the prior takes off the log posterior, and how it pulls.</summary>
    public double Pull(double[] off, double[]? gradient)
    {
        var loss = 0.0;
        foreach (var (row, column, value) in Entries)
        {
            var pull = value * off[column];
            loss += off[row] * pull / 2;
            if (gradient is not null)
                gradient[row] -= pull;
        }
        foreach (var (one, other, gap) in Ties)
        {
            var apart = off[one] - off[other] - gap;
            loss += Tie.Strength * apart * apart / 2;
            if (gradient is null)
                continue;
            gradient[one] -= Tie.Strength * apart;
            gradient[other] += Tie.Strength * apart;
        }
        return loss;
    }
}

/// <summary>Two free cells held together.</summary>
/// <param name="Gap">How much further the first is off what is believed of it than the other when both are alike.</param>
internal readonly record struct Tie(int One, int Other, double Gap)
{
    /// <summary>The inverse variance of their difference: so narrow that it is none.</summary>
    public const double Strength = 1e6;
}
