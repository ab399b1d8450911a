namespace Matching.Engine.Ranking;

/// <summary>
/// How sure the order of a ranking is, over 256 fixed draws of weights within their ranges and of unknown facts over their answers.
/// </summary>
/// <param name="FirstCounts">By place in ranking order, in how many of the draws it comes first.</param>
/// <param name="RankIntervals">By place, the ranks that hold the set share of the draws; null where more places are ranked than intervals
/// are given for.</param>
public sealed record Confidence(int[] FirstCounts, (int Low, int High)[]? RankIntervals)
{
    /// <summary>The most places that get a rank interval.</summary>
    public const int MostWithInterval = 50;

    /// <summary>The probability of being first, in ten-thousandths.</summary>
    public int ProbabilityFirst(int place) => (FirstCounts[place] * 10_000 + Scoring.WeightDraws.Count / 2) / Scoring.WeightDraws.Count;
}
