using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine;

/// <summary>
/// From a profile to a ranking. The one way to rank: the API, the command line, replay and every question "and if …?" call this pure function.
/// </summary>
public static class Matcher
{
    /// <summary>Raised whenever the same request on the same data would get another answer.</summary>
    public const string EngineVersion = "1.0.0";

    /// <summary>Ranks every place of the catalogue for one child.</summary>
    /// <param name="profile">What is known about the child.</param>
    /// <param name="knowledge">Catalogue, rules and criteria.</param>
    /// <param name="asOf">The day the ranking speaks of; not before the first day of the rules.</param>
    public static CaseRanking Rank(ChildProfile profile, Knowledge knowledge, DateOnly asOf)
    {
        var needs = NeedsAssessment.Of(profile, knowledge.Criteria);
        var child = new Case(profile, asOf, knowledge.Rules, knowledge.Catalogue, needs.Strengths);
        var screening = Admitted.Screen(child, knowledge.Catalogue);
        var scorer = Scorer.For(child, needs, knowledge.Catalogue, knowledge.Criteria);
        var contributions = new Contribution[screening.Admitted.Count * scorer.Active.Count];
        var places = new RankedPlacement[screening.Admitted.Count];
        var next = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var placement = screening.Admitted[i];
            var (score, count) = scorer.Score(placement, contributions.AsSpan(next));
            places[i] = new RankedPlacement(placement.Placement, score, next, count);
            next += count;
        }
        CaseRanking.Order(places, knowledge.Catalogue.Index);
        return new CaseRanking(screening, needs, knowledge.Criteria, scorer, places, contributions);
    }
}
