using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;

namespace Matching.Engine.Learning;

/// <summary>
/// Gradient and curvature of the log likelihood, summed over rows. A row switches on the same columns for every cause, so each pair of
/// columns holds four numbers side by
/// side, added at once: one for each cause, and one for how the child's leaving and the place's giving up bend together.
/// </summary>
internal sealed class HazardSums
{
    private const int Lanes = 4;
    private const int Together = 3;

    private readonly int _columns;
    private readonly int _places;
    private readonly double[] _slope,
        _slopePlace,
        _bendPlaces;
    private readonly double[] _bend,
        _bendPlace;

    public HazardSums(int columns, int places)
    {
        (_columns, _places) = (columns, places);
        (_slope, _bend) = (new double[columns * Lanes], new double[columns * columns * Lanes]);
        (_slopePlace, _bendPlaces, _bendPlace) = (new double[places], new double[places], new double[places * columns * Lanes]);
    }

    /// <summary>Takes in a row.</summary>
    /// <param name="columns">What it switches on, ascending.</param>
    /// <param name="place">Its place; negative for none.</param>
    /// <param name="slope">By cause.</param>
    /// <param name="bend">By cause, then together.</param>
    /// <param name="withBend">Whether curvature is asked for too.</param>
    public void Add(int[] columns, int place, Vector256<double> slope, Vector256<double> bend, bool withBend)
    {
        var slopes = MemoryMarshal.Cast<double, Vector256<double>>(_slope.AsSpan());
        foreach (var column in columns)
            slopes[column] += slope;
        if (place >= 0)
            _slopePlace[place] += slope[0] + slope[1] + slope[2];
        if (!withBend)
            return;
        var bends = MemoryMarshal.Cast<double, Vector256<double>>(_bend.AsSpan());
        for (var i = 0; i < columns.Length; i++)
        {
            var row = bends.Slice(columns[i] * _columns, _columns);
            for (var j = i; j < columns.Length; j++)
                row[columns[j]] += bend;
        }
        if (place < 0)
            return;
        var places = MemoryMarshal.Cast<double, Vector256<double>>(_bendPlace.AsSpan()).Slice(place * _columns, _columns);
        foreach (var column in columns)
            places[column] += bend;
        _bendPlaces[place] += bend[0] + bend[1] + bend[2] + 2 * bend[Together];
    }

    /// <summary>Takes in what another part of the rows summed up.</summary>
    public void Add(HazardSums other)
    {
        Into(_slope, other._slope);
        Into(_bend, other._bend);
        Into(_slopePlace, other._slopePlace);
        Into(_bendPlace, other._bendPlace);
        Into(_bendPlaces, other._bendPlaces);

        static void Into(double[] sums, double[] more)
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += more[i];
        }
    }

    /// <summary>Cause by cause the columns, then the places.</summary>
    public double[] Gradient()
    {
        var gradient = new double[HazardLayout.Causes * _columns + _places];
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            for (var column = 0; column < _columns; column++)
                gradient[cause * _columns + column] = _slope[column * Lanes + cause];
        }
        _slopePlace.CopyTo(gradient, HazardLayout.Causes * _columns);
        return gradient;
    }

    /// <summary>In the order of the gradient.</summary>
    public Matrix<double> Curvature()
    {
        var (causes, left, gaveUp) = (HazardLayout.Causes, (int)EndingCause.ChildLeft * _columns, (int)EndingCause.PlaceGaveUp * _columns);
        var firstPlace = causes * _columns;
        var curvature = Matrix<double>.Build.Dense(firstPlace + _places, firstPlace + _places);
        for (var i = 0; i < _columns; i++)
        {
            for (var j = i; j < _columns; j++)
            {
                var pair = (i * _columns + j) * Lanes;
                for (var cause = 0; cause < causes; cause++)
                    Both(cause * _columns + i, cause * _columns + j, _bend[pair + cause]);
                Both(left + i, gaveUp + j, _bend[pair + Together]);
                Both(left + j, gaveUp + i, _bend[pair + Together]);
            }
        }
        for (var place = 0; place < _places; place++)
        {
            for (var column = 0; column < _columns; column++)
            {
                var at = (place * _columns + column) * Lanes;
                for (var cause = 0; cause < causes; cause++)
                {
                    var together = cause == (int)EndingCause.Escalation ? 0 : _bendPlace[at + Together];
                    Both(firstPlace + place, cause * _columns + column, _bendPlace[at + cause] + together);
                }
            }
            curvature[firstPlace + place, firstPlace + place] = _bendPlaces[place];
        }
        return curvature;

        void Both(int one, int other, double value)
        {
            curvature[one, other] = value;
            curvature[other, one] = value;
        }
    }
}
