using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine;

/// <summary>
/// From a profile to a ranking. The one way to rank: the API, the command line, replay and every question "and if …?" call this pure
/// function.
/// </summary>
public static class Matcher
{
    /// <summary>Raised whenever the same request on the same data would get another answer.</summary>
    public const string EngineVersion = "1.1.0";

    /// <summary>Ranks every place of the catalogue for one child.</summary>
    /// <param name="profile">What is known about the child.</param>
    /// <param name="referenceData">Catalogue, rules, criteria, residents and, where one is used, the model.</param>
    /// <param name="asOf">The day the ranking speaks of; not before the first day of the rules.</param>
    public static CaseRanking Rank(ChildProfile profile, ReferenceDataSet referenceData, DateOnly asOf)
    {
        var needs = NeedsAssessment.Of(profile, referenceData.Criteria);
        return Rank(
            new EligibilityContext(
                profile,
                asOf,
                referenceData.Rules,
                referenceData.Catalogue,
                needs.Strengths,
                referenceData.PeerGroups,
                referenceData.Criteria.Care
            ),
            needs,
            referenceData
        );
    }

    /// <summary>
    /// Ranks the same child with other facts, on the same day and knowledge. What rests on facts that stayed is not worked out again.
    /// </summary>
    /// <param name="ranking">The ranking on the facts as they are.</param>
    /// <param name="profile">The facts as they would be; the age is the same.</param>
    /// <param name="needs">The needs that follow from them.</param>
    /// <param name="referenceData">What the ranking was made with.</param>
    internal static CaseRanking RankAgain(
        CaseRanking ranking,
        ChildProfile profile,
        NeedsAssessment needs,
        ReferenceDataSet referenceData
    ) => Rank(ranking.EligibilityAssessment.Context.With(profile, referenceData.Catalogue, needs.Strengths), needs, referenceData);

    /// <summary>
    /// Which place would come first for the same child with other facts, and how the place that comes first now would score.
    /// </summary>
    /// <param name="ranking">The ranking on the facts as they are.</param>
    /// <param name="profile">The facts as they would be; the age is the same.</param>
    /// <param name="needs">The needs that follow from them.</param>
    /// <param name="referenceData">What the ranking was made with.</param>
    internal static FirstPlace FirstAgain(
        CaseRanking ranking,
        ChildProfile profile,
        NeedsAssessment needs,
        ReferenceDataSet referenceData
    ) => FirstAgain(ranking, profile, needs, referenceData, ranking.Places.Length == 0 ? -1 : ranking.Places[0].Placement).First;

    /// <summary>The same with the score of any place, and the case as it is scored then.</summary>
    /// <param name="ranking">The ranking on the facts as they are.</param>
    /// <param name="profile">The facts as they would be; the age is the same.</param>
    /// <param name="needs">The needs that follow from them.</param>
    /// <param name="referenceData">What the ranking was made with.</param>
    /// <param name="other">The place whose score is asked for; -1 for none.</param>
    internal static (FirstPlace First, Scorer Scorer) FirstAgain(
        CaseRanking ranking,
        ChildProfile profile,
        NeedsAssessment needs,
        ReferenceDataSet referenceData,
        int other
    )
    {
        var child = ranking.EligibilityAssessment.Context.With(profile, referenceData.Catalogue, needs.Strengths);
        // A model holds a place against all others of its level that are possible, so that every gate has to be asked.
        if (
            referenceData.Model is { } model
            && OutcomeScoring.SilenceOn(child, needs, referenceData.Catalogue, referenceData.Criteria, model) is null
        )
        {
            var again = Rank(child, needs, referenceData);
            return (FirstPlace.In(again, other), again.Scorer);
        }
        var scorer = Scorer.For(child, needs, referenceData.Catalogue, referenceData.Criteria);
        return (FirstPlace.Of(child, scorer, referenceData.Catalogue, other), scorer);
    }

    private static CaseRanking Rank(EligibilityContext child, NeedsAssessment needs, ReferenceDataSet referenceData)
    {
        var assessment = EligiblePlacement.Screen(child, referenceData.Catalogue);
        var scorer = Scorer.For(child, needs, referenceData.Catalogue, referenceData.Criteria);
        var outcomes = referenceData.Model is { } model
            ? OutcomeScoring.Of(child, needs, referenceData.Catalogue, referenceData.Criteria, model, assessment.Eligible)
            : null;
        var most = scorer.Active.Count + (outcomes is null ? 0 : OutcomeCriterion.All.Count);
        // What is not written is never read, so it need not be cleared.
        var contributions = GC.AllocateUninitializedArray<Contribution>(assessment.Eligible.Count * most);
        var places = new RankedPlacement[assessment.Eligible.Count];
        var next = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var placement = assessment.Eligible[i];
            var (score, count) = scorer.Score(placement, contributions.AsSpan(next));
            if (outcomes is not null)
            {
                var (points, more) = outcomes.Score(placement.Placement, contributions.AsSpan(next + count));
                (score, count) = (score + points, count + more);
            }
            places[i] = new RankedPlacement(placement.Placement, score, next, count);
            next += count;
        }
        CaseRanking.Order(places, referenceData.Catalogue.Index);
        return new CaseRanking(assessment, needs, referenceData.Criteria, scorer, outcomes, places, contributions);
    }
}
