using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The smallest sets of changes after which nothing excludes a place, or nothing stands in its way. Steps and conflicts each stand in the way by themselves, so every one that does is needed
/// and none can replace another. Facts that needs follow from may open or close a question about what the place can do; they are tried in every set.
/// </summary>
internal sealed class OpeningSearch(CaseRanking ranking, Knowledge knowledge, int placement, CounterfactualGoal goal)
{
    private readonly ChildProfile _profile = ranking.Screening.Case.Profile;

    public List<SmallestSet> Run()
    {
        var levers = ChangeableFact.All.SelectMany(fact => fact.Levers(_profile)).ToLookup(lever => lever.Fact.PointsToNeeds(knowledge.Criteria));
        var needed = Needed([.. levers[false]]);
        Lever[] tried = [.. levers[true]];
        var (found, reached) = (new List<SmallestSet>(), new List<int>());
        for (var size = 0; size <= Math.Min(tried.Length, Counterfactuals.MostChanges); size++)
        {
            foreach (var set in Lever.SetsOf(tried, size).Where(set => reached.TrueForAll(smaller => (smaller & ~set) != 0)))
            {
                Lever[] chosen = [.. Lever.Chosen(tried, set), .. needed];
                if (InTheWay(Lever.PullAll(_profile, chosen)) != 0 || Ranked(chosen) is not { } counterfactual)
                    continue;
                reached.Add(set);
                found.Add(new SmallestSet(chosen.Length, counterfactual));
            }
        }
        return found;
    }

    /// <summary>Those without which more stands in the way, when all others have been pulled.</summary>
    private List<Lever> Needed(Lever[] levers)
    {
        var least = InTheWay(Lever.PullAll(_profile, levers));
        return [.. levers.Where(lever => InTheWay(Lever.PullAll(_profile, levers.Where(other => other != lever))) > least)];
    }

    /// <summary>How many findings of the gates at the place keep the goal from being reached.</summary>
    private int InTheWay(ChildProfile profile)
    {
        var catalogue = knowledge.Catalogue;
        var child = ranking.Screening.Case.With(profile, catalogue, NeedsAssessment.Of(profile, knowledge.Criteria).Strengths);
        return Gate.All.Sum(gate => gate.Ask(child, catalogue, placement).Findings.Count(finding => finding.Refuses || goal == CounterfactualGoal.Eligible));
    }

    /// <summary>The set as the matcher ranks it; null when the goal is not reached after all.</summary>
    private Counterfactual? Ranked(Lever[] levers)
    {
        var profile = Lever.PullAll(_profile, levers);
        var again = Matcher.RankAgain(ranking, profile, NeedsAssessment.Of(profile, knowledge.Criteria), knowledge);
        var standing = again.Screening.StandingOf(placement);
        if (standing == Standing.Excluded || (goal == CounterfactualGoal.Eligible && standing != Standing.Eligible))
            return null;
        var rank = Array.FindIndex(again.Places, place => place.Placement == placement);
        return new Counterfactual([.. Lever.ChangesBy(levers, _profile)], rank + 1, again.Places[rank].Score);
    }
}
