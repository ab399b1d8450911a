using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning;

/// <summary>
/// Gradient and curvature, summed by cause over the columns that a row switches on. A bin's shared term and the cause's own stand in the same column, so that what would be four
/// sums is one, spread over the terms at the end.
/// </summary>
internal sealed class HazardSums
{
    private readonly HazardLayout _layout;
    private readonly int _columns;
    private readonly double[][] _slope;
    private readonly double[][] _bend;
    private readonly double[] _between;
    private readonly double[][] _bendPlace;
    private readonly double[] _slopePlace, _bendPlaces;

    public HazardSums(HazardLayout layout)
    {
        _layout = layout;
        _columns = layout.Columns;
        _slope = Each(() => new double[_columns]);
        _bend = Each(() => new double[_columns * _columns]);
        _between = new double[_columns * _columns];
        _bendPlace = Each(() => new double[layout.Places * _columns]);
        _slopePlace = new double[layout.Places];
        _bendPlaces = new double[layout.Places];
    }

    public void Add(int cause, int[] columns, int place, double slope, double bend)
    {
        var (slopes, bends, places) = (_slope[cause], _bend[cause], _bendPlace[cause]);
        for (var i = 0; i < columns.Length; i++)
        {
            slopes[columns[i]] += slope;
            places[place * _columns + columns[i]] += bend;
            var row = columns[i] * _columns;
            for (var j = i; j < columns.Length; j++)
                bends[row + columns[j]] += bend;
        }
        _slopePlace[place] += slope;
        _bendPlaces[place] += bend;
    }

    /// <summary>An interval in which the child left or the place gave up, or both: the two hazards bend together (expected curvature).</summary>
    public void AddEither(int[] columns, int place, double one, double other)
    {
        var none = (1 - one) * (1 - other);
        var either = 1 - none;
        Add((int)EndingCause.ChildLeft, columns, place, one * none / either, one * one * none / either);
        Add((int)EndingCause.PlaceGaveUp, columns, place, other * none / either, other * other * none / either);
        var together = one * other * none / either;
        for (var i = 0; i < columns.Length; i++)
        {
            _bendPlace[(int)EndingCause.ChildLeft][place * _columns + columns[i]] += together;
            _bendPlace[(int)EndingCause.PlaceGaveUp][place * _columns + columns[i]] += together;
            for (var j = i; j < columns.Length; j++)
                _between[columns[i] * _columns + columns[j]] += together;
        }
        _bendPlaces[place] += 2 * together;
    }

    /// <summary>Spread over the terms, with the pull of the prior.</summary>
    public (double[] Gradient, Matrix<double> Curvature) Total(double[] terms, double[] means, double[] widths)
    {
        var gradient = new double[_layout.Count];
        var curvature = Matrix<double>.Build.Dense(_layout.Count, _layout.Count);
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            for (var column = 0; column < _columns; column++)
            {
                foreach (var term in TermsOf(cause, column))
                {
                    gradient[term] += _slope[cause][column];
                    for (var place = 0; place < _layout.Places; place++)
                        Symmetric(curvature, term, _layout.PlaceTerm(place), _bendPlace[cause][place * _columns + column]);
                }
            }
            Spread(curvature, cause, cause, _bend[cause]);
        }
        Spread(curvature, (int)EndingCause.ChildLeft, (int)EndingCause.PlaceGaveUp, _between);
        for (var place = 0; place < _layout.Places; place++)
        {
            gradient[_layout.PlaceTerm(place)] += _slopePlace[place];
            curvature[_layout.PlaceTerm(place), _layout.PlaceTerm(place)] += _bendPlaces[place];
        }
        for (var term = 0; term < gradient.Length; term++)
        {
            var precision = 1 / (widths[term] * widths[term]);
            gradient[term] -= (terms[term] - means[term]) * precision;
            curvature[term, term] += precision;
        }
        return (gradient, curvature);
    }

    /// <summary>The sums of two causes over pairs of columns (each pair once) into the terms of both.</summary>
    private void Spread(Matrix<double> curvature, int cause, int other, double[] bends)
    {
        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                var bend = bends[i * _columns + j];
                if (bend == 0)
                    continue;
                foreach (var one in TermsOf(cause, i))
                {
                    foreach (var two in TermsOf(other, j))
                        Pair(curvature, one, two, bend, sameCell: cause == other && i == j);
                }
                if (cause == other || i == j)
                    continue;
                foreach (var one in TermsOf(cause, j))
                {
                    foreach (var two in TermsOf(other, i))
                        Pair(curvature, one, two, bend, sameCell: false);
                }
            }
        }
    }

    /// <summary>Within one cell every ordered pair of terms comes once; across cells each unordered pair does, and stands on both sides.</summary>
    private static void Pair(Matrix<double> curvature, int one, int two, double bend, bool sameCell)
    {
        curvature[one, two] += bend;
        if (!sameCell)
            curvature[two, one] += bend;
    }

    private static void Symmetric(Matrix<double> curvature, int one, int two, double bend)
    {
        curvature[one, two] += bend;
        curvature[two, one] += bend;
    }

    private IEnumerable<int> TermsOf(int cause, int column)
    {
        var (term, own) = _layout.TermsOf(cause, column);
        yield return term;
        if (own >= 0)
            yield return own;
    }

    private static double[][] Each(Func<double[]> make) => [.. Enumerable.Range(0, HazardLayout.Causes).Select(_ => make())];
}
