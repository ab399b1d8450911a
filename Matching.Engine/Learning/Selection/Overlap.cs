namespace Matching.Engine.Learning.Selection;

/// <summary>How far past choices can speak for others: what was hardly ever chosen has hardly ever been tried.</summary>
/// <param name="Choices">Choices with a known outcome.</param>
/// <param name="Children">Children they were made for.</param>
/// <param name="WithAlternatives">Choices between two places or more.</param>
/// <param name="LowPropensityShare">The share of choices whose chosen place had a propensity below
/// <see cref="SelectionSettings.LowPropensity"/>; null for one to four children, who could be recognised.</param>
/// <param name="UntriedShare">How much of what the other policy would choose had a propensity below it: there the answer rests on the
/// prediction alone. Null for one to four children.</param>
/// <param name="EffectiveSize">How many children's worth of data the weights leave (Kish 1965): the square of their sum by the sum of their
/// squares.</param>
/// <param name="LargestWeightShare">The share of all weight that the heaviest choice has.</param>
public sealed record Overlap(
    int Choices,
    int Children,
    int WithAlternatives,
    double? LowPropensityShare,
    double? UntriedShare,
    double EffectiveSize,
    double LargestWeightShare
)
{
    private const int LeastChildren = 5;

    /// <param name="choices">Choices with a known outcome.</param>
    /// <param name="low">By choice: 1 where what was chosen had a low propensity.</param>
    /// <param name="untried">By choice: the other policy's probability of candidates that had one.</param>
    /// <param name="weights">By choice.</param>
    internal static Overlap Of(
        IReadOnlyList<LoggedChoice> choices,
        IReadOnlyList<double> low,
        IReadOnlyList<double> untried,
        IReadOnlyList<double> weights
    )
    {
        var (sum, squares) = (weights.Sum(), weights.Sum(weight => weight * weight));
        return new Overlap(
            choices.Count,
            ChildrenOf(choices),
            choices.Count(choice => choice.Candidates.Count > 1),
            ShareOf(choices, low),
            ShareOf(choices, untried),
            squares == 0 ? 0 : sum * sum / squares,
            sum == 0 ? 0 : weights.Max() / sum
        );
    }

    private static double? ShareOf(IReadOnlyList<LoggedChoice> choices, IReadOnlyList<double> shares) =>
        ChildrenOf(choices.Where((_, index) => shares[index] > 0)) is > 0 and < LeastChildren ? null
        : choices.Count == 0 ? 0
        : shares.Sum() / choices.Count;

    private static int ChildrenOf(IEnumerable<LoggedChoice> choices) =>
        choices.Select(choice => choice.Child).Distinct(StringComparer.Ordinal).Count();
}
