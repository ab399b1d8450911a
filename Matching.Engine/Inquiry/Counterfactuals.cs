using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>
/// What would have to change for a place to come first, or to become possible: the smallest sets of changes that people can bring about.
/// Each is found by ranking again with the changed
/// facts, so that none is invented. Stands above the matcher, as every question "and if …?".
/// </summary>
public static class Counterfactuals
{
    /// <summary>The most changes of a set, beside those that nothing can replace.</summary>
    public const int MostChanges = 4;

    /// <summary>The most sets that are listed; how many there are is reported beside them.</summary>
    public const int MostListed = 20;

    /// <summary>The bound of the search, in steps of work.</summary>
    internal const long MostWork = 12_000_000;

    /// <summary>The smallest sets of changes for one place.</summary>
    /// <param name="profile">What is known about the child.</param>
    /// <param name="referenceData">Catalogue, rules and criteria.</param>
    /// <param name="asOf">The day the ranking speaks of.</param>
    /// <param name="placementId">A place of the catalogue.</param>
    /// <param name="cancellation">Gives the question up.</param>
    /// <exception cref="ArgumentException">The catalogue has no such place.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static CounterfactualList Of(
        ChildProfile profile,
        ReferenceDataSet referenceData,
        DateOnly asOf,
        string placementId,
        CancellationToken cancellation = default
    )
    {
        if (!referenceData.Catalogue.TryFind(placementId, out var placement))
            throw new ArgumentException("must be the id of a placement of the catalogue", nameof(placementId));
        var ranking = Matcher.Rank(profile, referenceData, asOf);
        var goal = GoalOf(ranking, placement);
        var budget = new WorkBudget(MostWork, cancellation);
        switch (goal)
        {
            case CounterfactualGoal.None:
                return new CounterfactualList(placementId, goal, [], 0, true);
            case CounterfactualGoal.First:
                return List(placementId, goal, new FirstPlaceSearch(ranking, referenceData, placement, budget).Run(), !budget.IsSpent);
            default:
                return List(placementId, goal, new OpeningSearch(ranking, referenceData, placement, goal, budget).Run(), !budget.IsSpent);
        }
    }

    private static CounterfactualGoal GoalOf(CaseRanking ranking, int placement) =>
        ranking.EligibilityAssessment.EligibilityStatusOf(placement) switch
        {
            EligibilityStatus.Excluded => CounterfactualGoal.Possible,
            _ when ranking.Places[0].Placement != placement => CounterfactualGoal.First,
            EligibilityStatus.Conditional => CounterfactualGoal.Eligible,
            _ => CounterfactualGoal.None,
        };

    private static CounterfactualList List(string placementId, CounterfactualGoal goal, IReadOnlyList<SmallestSet> sets, bool complete) =>
        new(
            placementId,
            goal,
            // Sorting keeps sets that are alike in the order they were found in, which is fixed.
            [.. sets.OrderBy(set => set.Size).ThenByDescending(set => set.Set.Score).Take(MostListed).Select(set => set.Set)],
            sets.Count,
            complete
        );
}

/// <summary>A set that was found, with the number of things in it that have to be brought about.</summary>
internal readonly record struct SmallestSet(int Size, Counterfactual Set);
