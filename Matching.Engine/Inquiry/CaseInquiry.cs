using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Answers one request whole: ranks, computes the confidence, tries combinations and less intrusive levels, asks what is not known, says
/// what the law asks, and puts the notices. Stands above the matcher and calls it
/// as often as it needs; the matcher knows nothing of it.
/// </summary>
public static class CaseInquiry
{
    /// <summary>The answer as codes and numbers.</summary>
    /// <param name="profile">What is known about the child.</param>
    /// <param name="referenceData">Catalogue, rules, criteria, residents and, where one is used, the model.</param>
    /// <param name="availability">Free beds as last reported, by placement id; a place that is not there is unknown.</param>
    /// <param name="asOf">The day the ranking speaks of.</param>
    /// <param name="cancellation">Gives the question up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static Answer Ask(
        ChildProfile profile,
        ReferenceDataSet referenceData,
        IReadOnlyDictionary<string, Availability> availability,
        DateOnly asOf,
        CancellationToken cancellation = default
    )
    {
        var ranking = Matcher.Rank(profile, referenceData, asOf);
        var confidence = RankStability.Of(ranking);
        var gaps = KnowledgeGaps.Of(ranking, referenceData, cancellation);
        var needs = Terms<Need>
            .All.Where(need => ranking.Needs.Strengths[(int)need] != NeedStrength.None)
            .Select(need => new NeedFinding(need, ranking.Needs.Strengths[(int)need], ranking.Needs.BasisOf(need)))
            .ToList();
        var menu = new ServiceCoverSearch(ranking, cancellation, ServiceStatus.Available);
        var combinations = Combinations.Of(ranking, menu, cancellation);
        var (lessIntrusive, everySetTried) = LessIntrusiveLevels.Of(ranking, menu, cancellation);
        combinations = combinations with { Complete = combinations.Complete && menu.Complete && everySetTried };
        var levels = referenceData.Catalogue.Placements.Select(placement => placement.Level).Distinct().ToList();
        var decisions = DecisionTerms.Of(ranking.EligibilityAssessment.Context, levels);
        return new Answer(
            asOf,
            needs,
            Placements(ranking, confidence, availability),
            combinations,
            lessIntrusive,
            gaps,
            decisions,
            Notices.Of(ranking, confidence, gaps, combinations, lessIntrusive, availability, menu)
        )
        {
            Reminders = LegalReminders.Of(ranking.EligibilityAssessment.Context, levels),
        };
    }

    private static List<AnsweredPlacement> Placements(
        CaseRanking ranking,
        Confidence confidence,
        IReadOnlyDictionary<string, Availability> availability
    )
    {
        var catalogue = ranking.EligibilityAssessment.Catalogue;
        var answered = new List<AnsweredPlacement>(catalogue.Placements.Length);
        var bases = Bases(ranking);
        var risks = ranking.Outcomes?.RisksAt(Array.ConvertAll(ranking.Places, place => place.Placement));
        var bestAvailable = Array.FindIndex(ranking.Places, place => IsFree(availability, catalogue.Placements[place.Placement].Id));
        for (var i = 0; i < ranking.Places.Length; i++)
        {
            var place = ranking.Places[i];
            answered.Add(
                Answered(ranking, place.Placement, availability) with
                {
                    Rank = i + 1,
                    Score = place.Score,
                    BestAvailable = i == bestAvailable,
                    Contributions = Contributions(ranking, place, bases),
                    ProbabilityFirst = confidence.ProbabilityFirst(i),
                    RankInterval = confidence.RankIntervals?[i],
                    Risk = risks is null ? null : BreakdownRisk.Of(risks[i]),
                }
            );
        }
        for (var placement = 0; placement < catalogue.Placements.Length; placement++)
        {
            if (ranking.EligibilityAssessment.EligibilityStatusOf(placement) == EligibilityStatus.Excluded)
                answered.Add(Answered(ranking, placement, availability));
        }
        return answered;
    }

    internal static bool IsFree(IReadOnlyDictionary<string, Availability> availability, string placementId) =>
        availability.TryGetValue(placementId, out var known) && known.FreePlaces > 0;

    private static AnsweredPlacement Answered(CaseRanking ranking, int placement, IReadOnlyDictionary<string, Availability> availability)
    {
        var id = ranking.EligibilityAssessment.Catalogue.Placements[placement].Id;
        return new AnsweredPlacement(
            id,
            null,
            null,
            false,
            ranking.EligibilityAssessment.EligibilityStatusOf(placement),
            ranking.EligibilityAssessment.ConditionsOf(placement).ToArray(),
            [],
            null,
            null,
            Unmet(ranking, placement),
            availability.GetValueOrDefault(id)
        )
        {
            CanReceiveToday = AcutePlaces.CanReceive(ranking, placement, availability),
            PeerGroupAsOf = ranking.EligibilityAssessment.Context.PeerGroupAt(placement)?.AsOf,
        };
    }

    private static IReadOnlyList<Need> Unmet(CaseRanking ranking, int placement)
    {
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        List<Need>? unmet = null;
        for (var need = 0; need < Needs.Count; need++)
        {
            if (ranking.Criteria.IsUnmet(ranking.Needs.Strengths[need], index.Capability[need * index.Count + placement]))
                (unmet ??= []).Add((Need)need);
        }
        return unmet ?? (IReadOnlyList<Need>)[];
    }

    private static AnsweredContribution[] Contributions(CaseRanking ranking, in RankedPlacement place, IReadOnlyList<string>[] bases)
    {
        var contributions = ranking.ContributionsOf(place);
        var answered = new AnsweredContribution[contributions.Length];
        for (var i = 0; i < answered.Length; i++)
        {
            var contribution = contributions[i];
            var shape = OutcomeCriterion.ShapeAt(contribution.Criterion);
            answered[i] = new AnsweredContribution(
                shape.Code,
                shape.States[contribution.State],
                shape.Features[contribution.Feature],
                contribution.Points,
                bases[contribution.Criterion]
            );
        }
        return answered;
    }

    /// <summary>The facts each criterion rests on in this case.</summary>
    private static IReadOnlyList<string>[] Bases(CaseRanking ranking) =>
        [
            .. CriterionShape.All.Select(shape =>
                shape switch
                {
                    { Need: { } need } => ranking.Needs.BasisOf(need),
                    { Code: CriterionShape.Intrusion } => IntrusionBasis(ranking),
                    { Code: CriterionShape.AgeFit or CriterionShape.PeerAge } => [ranking.EligibilityAssessment.Context.AgeBasis],
                    { Code: CriterionShape.HarmAtHome or CriterionShape.PeerYounger } => KnownOf(ranking, shape),
                    { Code: CriterionShape.ReasonsToStay } => [ranking.EligibilityAssessment.Context.AgeBasis],
                    { Code: CriterionShape.PeerSelfHarm } => PeerSelfHarmBasis(ranking),
                    { Code: CriterionShape.CurrentPlacement } => CurrentPlacementBasis(ranking),
                    { Code: CriterionShape.MatterKeepAdult } => ["wishes.matters", .. CurrentPlacementBasis(ranking)],
                    { Basis.Count: 0 } => SpecialisedBasis(ranking, shape),
                    _ => shape.Basis,
                }
            ),
            .. ranking.Outcomes is null
                ? []
                : OutcomeCriterion.All.Select(shape =>
                    shape == OutcomeCriterion.ShapeAt(OutcomeCriterion.UnmetNeeds) ? ClearNeedsBasis(ranking) : shape.Basis
                ),
        ];

    /// <summary>Which needs are left unmet rests on every fact that points to a need which would count.</summary>
    private static IReadOnlyList<string> ClearNeedsBasis(CaseRanking ranking) =>
        [.. ranking.EligibilityAssessment.Context.ClearNeeds.SelectMany(need => ranking.Needs.BasisOf((Need)need)).Distinct()];

    /// <summary>That a need is absent rests on every fact that could have pointed to it.</summary>
    private static List<string> SpecialisedBasis(CaseRanking ranking, CriterionShape shape) =>
        [
            .. CriterionShape
                .SpecialisedNeeds.Where(need => shape.Code == CriterionShape.SpecialisedCode(need))
                .SelectMany(need => PointersTo(ranking, need)),
        ];

    private static IReadOnlyList<string> PeerSelfHarmBasis(CaseRanking ranking)
    {
        if (ranking.Scorer.SelfHarmAmongPeers is null)
            return [];
        return ranking.Needs.Strengths[(int)Need.SelfHarmProtection] != NeedStrength.None
            ? ranking.Needs.BasisOf(Need.SelfHarmProtection)
            : [.. PointersTo(ranking, Need.SelfHarmProtection)];
    }

    private static IEnumerable<string> PointersTo(CaseRanking ranking, Need need) =>
        Facts
            .All.Where(fact => !fact.IsDetail && !fact.IsRefinement && ranking.Criteria.CanPointTo(fact.Path, need))
            .Select(fact => fact.Path);

    /// <summary>Of the facts a criterion looks at, those that are known.</summary>
    private static IReadOnlyList<string> KnownOf(CaseRanking ranking, CriterionShape shape) =>
        [.. shape.Basis.Where(path => ranking.Needs.Unknown.All(fact => fact.Path != path))];

    private static string[] CurrentPlacementBasis(CaseRanking ranking) =>
        CurrentPlacement.Of(ranking.EligibilityAssessment.Context.Profile) is { } current ? [current.Path] : [];

    /// <summary>What justifies the level: the facts behind the needs that reach it, alone or together, or the ground that does.</summary>
    private static List<string> IntrusionBasis(CaseRanking ranking)
    {
        var basis = new List<string>();
        Span<NeedStrength> alone = stackalloc NeedStrength[Needs.Count];
        for (var need = 0; need < Needs.Count; need++)
        {
            alone.Clear();
            alone[need] = ranking.Needs.Strengths[need];
            if (alone[need] != NeedStrength.None && ranking.Criteria.JustifiedLevel(alone, []) == ranking.Scorer.Justified)
                basis.AddRange(ranking.Needs.BasisOf((Need)need).Except(basis));
        }
        foreach (var need in ranking.Criteria.JustifyingTogether(ranking.Needs.Strengths, ranking.Scorer.Justified))
            basis.AddRange(ranking.Needs.BasisOf(need).Except(basis));
        alone.Clear();
        var grounds = ranking.EligibilityAssessment.Context.Law.ValidGrounds;
        if (grounds.Any() && ranking.Criteria.JustifiedLevel(alone, grounds) == ranking.Scorer.Justified)
            basis.Add("legal.grounds");

        // Where nothing known justifies more than home, it is the whole of the profile that does not.
        if (basis.Count == 0)
            basis.Add("child");
        return basis;
    }
}
