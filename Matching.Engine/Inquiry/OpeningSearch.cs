using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The smallest sets of changes after which nothing excludes a place, or nothing stands in its way. Steps and conflicts each stand in the
/// way by themselves, so most that do are needed in every set. Tried in every set are those that another can replace, such as one of two
/// examinations, and facts that needs follow from, which may open or close a question about what the place can do.
/// </summary>
internal sealed class OpeningSearch(
    CaseRanking ranking,
    ReferenceDataSet referenceData,
    int placement,
    CounterfactualGoal goal,
    WorkBudget budget
)
{
    private readonly ChildProfile _profile = ranking.EligibilityAssessment.Context.Profile;

    public List<SmallestSet> Run()
    {
        var interventions = ChangeableFact
            .All.SelectMany(fact => fact.Interventions(_profile))
            .ToLookup(intervention => intervention.Fact.PointsToNeeds(referenceData.Criteria));
        var needed = Needed([.. interventions[false]]);
        Intervention[] tried = [.. Replaceable([.. interventions[false].Except(needed)], needed), .. interventions[true]];
        var (found, reached) = (new List<SmallestSet>(), new List<UInt128>());
        for (var size = 0; size <= Math.Min(tried.Length, Counterfactuals.MostChanges); size++)
        {
            foreach (var set in Intervention.SetsOf(tried, size).Where(set => reached.TrueForAll(smaller => (smaller & ~set) != 0)))
            {
                // What is known of the residents is held against the child at every place.
                if (!budget.TryTake(WorkBudget.AssessChild + (long)WorkBudget.RankPlace * referenceData.Catalogue.Placements.Length))
                    return found;
                Intervention[] chosen = [.. Intervention.Chosen(tried, set), .. needed];
                if (InTheWay(Intervention.PullAll(_profile, chosen)) != 0 || Ranked(chosen) is not { } counterfactual)
                    continue;
                reached.Add(set);
                found.Add(new SmallestSet(chosen.Length, counterfactual));
            }
        }
        return found;
    }

    /// <summary>Those without which more stands in the way, when all others have been pulled.</summary>
    private List<Intervention> Needed(Intervention[] interventions)
    {
        var least = InTheWay(Intervention.PullAll(_profile, interventions));
        return
        [
            .. interventions.Where(intervention =>
                InTheWay(Intervention.PullAll(_profile, interventions.Where(other => other != intervention))) > least
            ),
        ];
    }

    /// <summary>Those of the others that take something out of the way all the same: another of them would do as well.</summary>
    private List<Intervention> Replaceable(Intervention[] others, List<Intervention> needed)
    {
        var left = InTheWay(Intervention.PullAll(_profile, needed));
        return [.. others.Where(other => InTheWay(Intervention.PullAll(_profile, [.. needed, other])) < left)];
    }

    /// <summary>How many findings of the gates at the place keep the goal from being reached.</summary>
    private int InTheWay(ChildProfile profile)
    {
        var catalogue = referenceData.Catalogue;
        var child = ranking.EligibilityAssessment.Context.With(
            profile,
            catalogue,
            NeedsAssessment.Of(profile, referenceData.Criteria).Strengths
        );
        return Gate.All.Sum(gate =>
            gate.Ask(child, catalogue, placement).Findings.Count(finding => finding.Refuses || goal == CounterfactualGoal.Eligible)
        );
    }

    /// <summary>The set as the matcher ranks it; null when the goal is not reached after all.</summary>
    private Counterfactual? Ranked(Intervention[] interventions)
    {
        if (!budget.TryTake(WorkBudget.AssessChild + (long)WorkBudget.RankPlace * referenceData.Catalogue.Placements.Length))
            return null;
        var profile = Intervention.PullAll(_profile, interventions);
        var again = Matcher.RankAgain(ranking, profile, NeedsAssessment.Of(profile, referenceData.Criteria), referenceData);
        var standing = again.EligibilityAssessment.EligibilityStatusOf(placement);
        if (standing == EligibilityStatus.Excluded || (goal == CounterfactualGoal.Eligible && standing != EligibilityStatus.Eligible))
            return null;
        var rank = Array.FindIndex(again.Places, place => place.Placement == placement);
        return new Counterfactual([.. Intervention.ChangesBy(interventions, _profile)], rank + 1, again.Places[rank].Score);
    }
}
