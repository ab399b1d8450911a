namespace Matching.Engine.Learning.Evaluation;

/// <summary>How far a single fact tells the outcome: each answer foretells the share of its stays that broke down, drawn a little towards the mean.</summary>
internal static class OneFact
{
    private const double Drawn = 2;

    public static double? Concordance(IReadOnlyList<ObservedStay> stays, int feature)
    {
        var mean = stays.Average(stay => stay.BrokeDown ? 1.0 : 0);
        var answers = stays.GroupBy(stay => stay.Bins[feature]).ToDictionary(
            answer => answer.Key, answer => (answer.Count(stay => stay.BrokeDown) + Drawn * mean) / (answer.Count() + Drawn));
        return new Concordance([.. stays.Select(stay => answers[stay.Bins[feature]])], stays).Share(Enumerable.Repeat(1.0, stays.Count).ToArray());
    }
}
