using Matching.Engine.Eligibility;

namespace Matching.Engine.Inquiry;

/// <summary>What differs between two answers about the same places.</summary>
public static class AnswerComparison
{
    /// <summary>One difference for each place that stands otherwise, in the order of the answer after.</summary>
    public static IReadOnlyList<PlacementDifference> Of(Answer before, Answer after)
    {
        var places = before.Placements.ToDictionary(placement => placement.PlacementId, StringComparer.Ordinal);
        return [.. after.Placements.Select(placement => Difference(places[placement.PlacementId], placement)).Where(IsOne)];
    }

    private static PlacementDifference Difference(AnsweredPlacement before, AnsweredPlacement after) =>
        new(
            after.PlacementId,
            PositionOf(before),
            PositionOf(after),
            Contributions(before, after),
            More(after.Conditions, before.Conditions),
            More(before.Conditions, after.Conditions)
        );

    private static bool IsOne(PlacementDifference difference) =>
        difference.From != difference.To
        || difference.Contributions.Count > 0
        || difference.ConditionsAdded.Count > 0
        || difference.ConditionsRemoved.Count > 0;

    private static PlacementPosition PositionOf(AnsweredPlacement placement) =>
        new(placement.Rank, placement.Score, placement.EligibilityStatus);

    private static ContributionChange[] Contributions(AnsweredPlacement before, AnsweredPlacement after)
    {
        var (was, now) = (Points(before), Points(after));
        return
        [
            .. now
                .Keys.Union(was.Keys, StringComparer.Ordinal)
                .Select(criterion => new ContributionChange(criterion, PointsOf(was, criterion), PointsOf(now, criterion)))
                .Where(change => change.From != change.To)
                .OrderByDescending(change => Math.Abs(change.Gain))
                .ThenBy(change => change.Criterion, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, int> Points(AnsweredPlacement placement) =>
        placement.Contributions.ToDictionary(
            contribution => contribution.Criterion,
            contribution => contribution.Points,
            StringComparer.Ordinal
        );

    private static int? PointsOf(Dictionary<string, int> points, string criterion) =>
        points.TryGetValue(criterion, out var known) ? known : null;

    /// <summary>The codes that come more often in one list of conditions than in another, in the order of the one.</summary>
    private static string[] More(IReadOnlyList<Condition> conditions, IReadOnlyList<Condition> than) =>
        [.. conditions.Select(condition => condition.Code).Distinct().Where(code => Count(conditions, code) > Count(than, code))];

    private static int Count(IReadOnlyList<Condition> conditions, string code) => conditions.Count(condition => condition.Code == code);
}
