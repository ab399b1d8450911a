namespace Matching.Engine.Scoring;

/// <summary>
/// One thing that gives a place points for a child: a weight and a table. The child gives the row (<see cref="CriterionShape.States"/>),
/// the place gives the
/// column (<see cref="CriterionShape.Features"/>), the table gives a percentage of the weight.
/// </summary>
/// <param name="Shape">What the rows and columns are.</param>
/// <param name="Weight">Hundredths of a point at 100 %.</param>
/// <param name="Low">The least weight still held reasonable.</param>
/// <param name="High">The largest.</param>
/// <param name="Percent">By state, then feature.</param>
/// <param name="Danish">Why the weight is what it is, one line.</param>
/// <param name="English">The same in English.</param>
/// <param name="Source">Where the rationale rests.</param>
/// <param name="Verified">Whether it has been checked there.</param>
public sealed record Criterion(
    CriterionShape Shape,
    int Weight,
    int Low,
    int High,
    int[][] Percent,
    string Danish,
    string English,
    string Source,
    bool Verified
)
{
    /// <summary>All of a weight, in percent.</summary>
    internal const int WholePercent = 100;

    /// <summary>Points in hundredths, rounded once, half away from zero.</summary>
    public static int Points(int weight, int percent)
    {
        var product = weight * percent;
        return (product + (product < 0 ? -50 : 50)) / 100;
    }
}
