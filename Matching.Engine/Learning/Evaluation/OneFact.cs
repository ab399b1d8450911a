namespace Matching.Engine.Learning.Evaluation;

/// <summary>
/// How far a single fact says the outcome: each answer predicts the share of its stays that broke down, drawn a little towards the mean.
/// </summary>
internal static class OneFact
{
    private const double Drawn = 2;

    /// <summary>
    /// Of all pairs of a stay that broke down and one that did not, the share in which the fact says which; 0.5 is chance. Null where all
    /// came out alike.
    /// </summary>
    public static double? Concordance(IReadOnlyList<ObservedStay> stays, int feature)
    {
        var (broken, whole) = (stays.Count(stay => stay.BrokeDown), stays.Count(stay => !stay.BrokeDown));
        if (broken == 0 || whole == 0)
            return null;
        var mean = broken / (double)stays.Count;
        var answers = stays
            .GroupBy(stay => stay.Bins[feature])
            .Select(answer => (Broken: answer.Count(stay => stay.BrokeDown), All: answer.Count()))
            .OrderBy(answer => (answer.Broken + Drawn * mean) / (answer.All + Drawn))
            .ThenBy(answer => answer.All)
            .ToList();
        var (right, wholeBelow) = (0.0, 0.0);
        foreach (var (brokenHere, all) in answers)
        {
            right += brokenHere * (wholeBelow + (all - brokenHere) / 2.0);
            wholeBelow += all - brokenHere;
        }
        return right / ((double)broken * whole);
    }
}
