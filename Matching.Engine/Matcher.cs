using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
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
    public const string EngineVersion = "1.1.0";

    /// <summary>Ranks every place of the catalogue for one child.</summary>
    /// <param name="profile">What is known about the child.</param>
    /// <param name="knowledge">Catalogue, rules, criteria, residents and, where one is used, the model.</param>
    /// <param name="asOf">The day the ranking speaks of; not before the first day of the rules.</param>
    public static CaseRanking Rank(ChildProfile profile, Knowledge knowledge, DateOnly asOf)
    {
        var needs = NeedsAssessment.Of(profile, knowledge.Criteria);
        return Rank(new Case(profile, asOf, knowledge.Rules, knowledge.Catalogue, needs.Strengths, knowledge.PeerGroups), needs, knowledge);
    }

    /// <summary>Ranks the same child with other facts, on the same day and knowledge. What rests on facts that stayed is not worked out anew.</summary>
    /// <param name="ranking">The ranking on the facts as they are.</param>
    /// <param name="profile">The facts as they would be; the age is the same.</param>
    /// <param name="needs">The needs that follow from them.</param>
    /// <param name="knowledge">What the ranking was made with.</param>
    internal static CaseRanking RankAgain(CaseRanking ranking, ChildProfile profile, NeedsAssessment needs, Knowledge knowledge) =>
        Rank(ranking.Screening.Case.With(profile, knowledge.Catalogue, needs.Strengths), needs, knowledge);

    /// <summary>Which place would come first for the same child with other facts, and how the place that comes first now would score.</summary>
    /// <param name="ranking">The ranking on the facts as they are.</param>
    /// <param name="profile">The facts as they would be; the age is the same.</param>
    /// <param name="needs">The needs that follow from them.</param>
    /// <param name="knowledge">What the ranking was made with.</param>
    internal static FirstPlace FirstAgain(CaseRanking ranking, ChildProfile profile, NeedsAssessment needs, Knowledge knowledge)
    {
        var child = ranking.Screening.Case.With(profile, knowledge.Catalogue, needs.Strengths);
        var present = ranking.Places.Length == 0 ? -1 : ranking.Places[0].Placement;
        // A model holds a place against all others of its level that are possible, so that every gate has to be asked.
        if (knowledge.Model is { } model && OutcomeWeighing.SilenceOn(child, needs, knowledge.Catalogue, knowledge.Criteria, model) is null)
            return FirstPlace.In(Rank(child, needs, knowledge), present);
        return FirstPlace.Of(child, Scorer.For(child, needs, knowledge.Catalogue, knowledge.Criteria), knowledge.Catalogue, present);
    }

    private static CaseRanking Rank(Case child, NeedsAssessment needs, Knowledge knowledge)
    {
        var screening = Admitted.Screen(child, knowledge.Catalogue);
        var scorer = Scorer.For(child, needs, knowledge.Catalogue, knowledge.Criteria);
        var outcomes = knowledge.Model is { } model ? OutcomeWeighing.Of(child, needs, knowledge.Catalogue, knowledge.Criteria, model, screening.Admitted) : null;
        var most = scorer.Active.Count + (outcomes is null ? 0 : OutcomeCriterion.All.Count);
        // What is not written is never read, so it need not be cleared.
        var contributions = GC.AllocateUninitializedArray<Contribution>(screening.Admitted.Count * most);
        var places = new RankedPlacement[screening.Admitted.Count];
        var next = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var placement = screening.Admitted[i];
            var (score, count) = scorer.Score(placement, contributions.AsSpan(next));
            if (outcomes is not null)
            {
                var (points, more) = outcomes.Score(placement.Placement, contributions.AsSpan(next + count));
                (score, count) = (score + points, count + more);
            }
            places[i] = new RankedPlacement(placement.Placement, score, next, count);
            next += count;
        }
        CaseRanking.Order(places, knowledge.Catalogue.Index);
        return new CaseRanking(screening, needs, knowledge.Criteria, scorer, outcomes, places, contributions);
    }
}
