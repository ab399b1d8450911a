using Matching.Engine.Learning;
using Matching.Engine.Learning.Selection;

namespace Matching.Api.Effects;

/// <summary>What the choices of the record say about choosing otherwise. Counts about fewer than five children are null.</summary>
/// <param name="Policy">What would have been chosen: <c>first-ranked</c>, the first place of each ranking that was not known to be
/// full.</param>
/// <param name="StaysWithoutRanking">Stays that followed no ranking, or one that was recorded after they began.</param>
/// <param name="StaysNotAmongPossible">Stays at a place that the ranking excluded, or knew to be full.</param>
/// <param name="StaysNotYetAYear">Stays that began less than a year ago: what breaks down early is known earlier, so they would make every
/// place look worse.</param>
/// <param name="Choices">Choices with a known outcome.</param>
/// <param name="Children">Of how many children.</param>
/// <param name="WithAlternatives">Choices between two places or more.</param>
/// <param name="LowPropensityShare">Share of choices that were hardly to be expected.</param>
/// <param name="UntriedShare">Share of what would have been chosen that was hardly ever tried: there the doubly robust estimate rests on
/// what is predicted alone.</param>
/// <param name="EffectiveSize">How many children's worth of data the weights leave.</param>
/// <param name="LeastEffectiveSize">Below it nothing is estimated.</param>
/// <param name="LargestWeightShare">The share of all weight that the heaviest choice has.</param>
/// <param name="Refused">Why nothing is estimated: <c>no-outcomes</c> or <c>effective-size-too-small</c>; null when something is.</param>
/// <param name="Observed">Share of stays that broke down within a year, as it went; null also where few broke down, or all but few.</param>
/// <param name="SelfNormalised">The same under the other policy, by weighting.</param>
/// <param name="DoublyRobust">The same, from predicted risks mended by weighted misses.</param>
public sealed record SelectionAnswer(
    string Policy,
    int? StaysWithoutRanking,
    int? StaysNotAmongPossible,
    int? StaysNotYetAYear,
    int? Choices,
    int? Children,
    int? WithAlternatives,
    double? LowPropensityShare,
    double? UntriedShare,
    double? EffectiveSize,
    double LeastEffectiveSize,
    double? LargestWeightShare,
    string? Refused,
    SelectionEstimate? Observed,
    SelectionEstimate? SelfNormalised,
    SelectionEstimate? DoublyRobust
)
{
    /// <summary>The policy asked about.</summary>
    public const string FirstRanked = "first-ranked";

    private const int Decimals = 4;

    internal static SelectionAnswer Of(
        OffPolicyAnswer answer,
        SelectionSettings settings,
        IReadOnlyCollection<string> withoutRanking,
        IReadOnlyCollection<string> notAmongPossible,
        IReadOnlyCollection<LoggedChoice> choices
    )
    {
        var overlap = answer.Overlap;
        var tells = overlap.Children is 0 or >= ModelSupport.LeastChildren;
        var estimated = answer as OffPolicyAnswer.Estimated;
        var known = choices.Where(choice => choice.BrokeDown is not null).ToList();
        return new SelectionAnswer(
            FirstRanked,
            Ok(withoutRanking),
            Ok(notAmongPossible),
            Ok(ChildrenOf(choices.Where(choice => choice.BrokeDown is null))),
            tells ? overlap.Choices : null,
            tells ? overlap.Children : null,
            tells && MayPart(known, choice => choice.Candidates.Count > 1) ? overlap.WithAlternatives : null,
            Rounded(tells ? overlap.LowPropensityShare : null),
            Rounded(tells ? overlap.UntriedShare : null),
            Rounded(tells ? overlap.EffectiveSize : null),
            settings.LeastEffectiveSize,
            Rounded(tells ? overlap.LargestWeightShare : null),
            (answer as OffPolicyAnswer.Refused)?.Reason switch
            {
                null => null,
                OffPolicyRefusal.NoOutcomes => "no-outcomes",
                _ => "effective-size-too-small",
            },
            // A share is a count to whoever knows of how many.
            MayPart(known, choice => choice.BrokeDown == true) ? SelectionEstimate.Of(estimated?.Observed) : null,
            SelectionEstimate.Of(estimated?.SelfNormalised),
            SelectionEstimate.Of(estimated?.DoublyRobust)
        );
    }

    /// <summary>Whether it may be reported how many are so: neither those who are nor the others are a few children.</summary>
    private static bool MayPart(IReadOnlyCollection<LoggedChoice> choices, Func<LoggedChoice, bool> isSo) =>
        Ok(ChildrenOf(choices.Where(isSo))) is not null && Ok(ChildrenOf(choices.Where(choice => !isSo(choice)))) is not null;

    private static List<string> ChildrenOf(IEnumerable<LoggedChoice> choices) => [.. choices.Select(choice => choice.Child)];

    private static int? Ok(IReadOnlyCollection<string> children) =>
        children.Distinct(StringComparer.Ordinal).Count() is > 0 and < ModelSupport.LeastChildren ? null : children.Count;

    internal static double? Rounded(double? value) => value is { } number ? Math.Round(number, Decimals) : null;
}

/// <summary>A share with its interval.</summary>
/// <param name="Interval">Of 90 percent, over children drawn again.</param>
public sealed record SelectionEstimate(double Value, IReadOnlyList<double> Interval)
{
    internal static SelectionEstimate? Of(Estimate? estimate) =>
        estimate is { } told
            ? new SelectionEstimate(
                SelectionAnswer.Rounded(told.Value)!.Value,
                [SelectionAnswer.Rounded(told.Low)!.Value, SelectionAnswer.Rounded(told.High)!.Value]
            )
            : null;
}
