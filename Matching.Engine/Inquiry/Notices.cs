using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>What the reader must know about an answer as a whole.</summary>
internal static class Notices
{
    private const int FactMatters = 5;
    private const string Contradict = "facts-contradict";

    public static IReadOnlyList<Notice> Of(
        CaseRanking ranking,
        Confidence confidence,
        IReadOnlyList<KnowledgeGap> gaps,
        CombinationList combinations,
        LessIntrusive? lessIntrusive,
        IReadOnlyDictionary<string, Availability> availability,
        ServiceCoverSearch menu
    )
    {
        var notices = new List<Notice>();
        var child = ranking.EligibilityAssessment.Context;
        if (IsAcuteHealthRisk(child.Profile) || CareNotices.IsAcute(child))
            notices.Add(Notice.Of("acute-health-risk"));
        notices.AddRange(CareNotices.OfHealth(child));
        notices.AddRange(CareNotices.OfTonight(ranking, availability));
        notices.Add(Notice.Of("people-decide"));
        if (ranking.Outcomes is { } outcomes)
            notices.AddRange(ModelNotices.Of(ranking, outcomes));
        else
            notices.Add(Notice.Of("rules-only"));
        foreach (var invalid in ranking.EligibilityAssessment.Context.Law.InvalidGrounds)
            notices.Add(new Notice("ground-not-valid", [.. invalid.Values.Where(value => value.Key is "ground" or "decider")]));
        if (ranking.Places.Length == 0)
            notices.Add(Notice.Of("no-eligible-placement"));
        else
            AddAboutFirst(notices, ranking, confidence, gaps, availability);
        notices.AddRange(CareNotices.OfFreeBeds(ranking, availability));
        notices.AddRange(CareNotices.OfDiagnoses(ranking));
        notices.AddRange(CareNotices.OfStability(ranking));
        notices.AddRange(CareNotices.OfComparison(ranking));
        notices.AddRange(CareNotices.OfSafety(ranking, lessIntrusive));
        var ofTime = CareNotices.OfTime(ranking).ToList();
        notices.AddRange(ofTime);
        if (lessIntrusive is not null && EnoughOf(lessIntrusive) is { } enough)
            notices.Add(LessIntrusiveEnough(ranking, lessIntrusive.Level, enough));
        notices.AddRange(CareNotices.OfBridges(ranking, menu));
        // Acutely, or on facts that cannot all hold, nobody is told that enough is known.
        if (
            gaps.All(gap => gap.ChangesFirst < FactMatters)
            && IsFirstPlaceClear(ranking)
            && !AcutePlaces.AreSought(child)
            && !ofTime.Exists(notice => notice.Code == Contradict)
        )
            notices.Add(Notice.Of("enough-is-known"));
        if (combinations.Found > combinations.Offers.Count || !combinations.Complete)
            notices.Add(Notice.Of("combinations-limited", ("shown", $"{combinations.Offers.Count}"), ("found", $"{combinations.Found}")));
        if (ranking.EligibilityAssessment.Catalogue.Placements.Any(placement => placement.Operator == Operator.City))
            notices.Add(Notice.Of("conflict-of-interest"));
        if (ranking.EligibilityAssessment.Context.Rules.AwaitsLawyer)
            notices.Add(Notice.Of("law-not-reviewed"));
        return notices;
    }

    /// <summary>
    /// Whether nothing about the first place itself waits for an answer: what it can do about a clear need, and whether the law opens its
    /// level.
    /// </summary>
    private static bool IsFirstPlaceClear(CaseRanking ranking) =>
        ranking.Places is [var first, ..]
        && ranking
            .EligibilityAssessment.ConditionsOf(first.Placement)
            .ToArray()
            .All(condition => condition.Code is not ("capability-not-known" or "ground-not-assessed"));

    /// <summary>Of the less intrusive levels that could be enough, the one whose offer lasts and fits best.</summary>
    private static LessIntrusiveAlternative? EnoughOf(LessIntrusive lessIntrusive) =>
        lessIntrusive
            .Alternatives.Where(alternative => alternative.Enough == true)
            .OrderBy(IsForATime)
            .ThenByDescending(alternative => alternative.Score)
            .FirstOrDefault();

    private static bool IsForATime(LessIntrusiveAlternative alternative) => alternative.Reasons.Contains(LessIntrusiveLevels.ForATime);

    private static Notice LessIntrusiveEnough(CaseRanking ranking, Level level, LessIntrusiveAlternative enough)
    {
        ranking.EligibilityAssessment.Catalogue.TryFind(enough.PlacementId!, out var placement);
        return Notice.Of(
            "less-intrusive-enough",
            ("level", Terms<Level>.Key(level)),
            ("less", Terms<Level>.Key(enough.Level)),
            ("placement", ranking.EligibilityAssessment.Catalogue.Placements[placement].Name),
            ("limited", IsForATime(enough) ? "limited.yes" : "limited.no")
        );
    }

    /// <summary>High suicide risk, psychosis, or opioids together with benzodiazepines: emergency care comes first.</summary>
    private static bool IsAcuteHealthRisk(ChildProfile profile) =>
        profile.SuicideRisk == SuicideRisk.High
        || profile.PsychoticSymptoms == true
        || (Uses(profile, Substance.Opioids) && Uses(profile, Substance.Benzodiazepines));

    private static bool Uses(ChildProfile profile, Substance substance) =>
        profile.SubstanceUse?.Any(use => use.Substance == substance) == true;

    private static void AddAboutFirst(
        List<Notice> notices,
        CaseRanking ranking,
        Confidence confidence,
        IReadOnlyList<KnowledgeGap> gaps,
        IReadOnlyDictionary<string, Availability> availability
    )
    {
        var placements = ranking.EligibilityAssessment.Catalogue.Placements;
        var first = placements[ranking.Places[0].Placement];
        if (ranking.Places.Length > 1)
        {
            var rival = Rival(ranking, confidence);
            if (confidence.ProbabilityFirst(0) < ranking.Criteria.Confidence.ClearLead * 100)
                notices.Add(
                    Notice.Of("too-close-to-call", ("first", first.Name), ("second", placements[ranking.Places[rival].Placement].Name))
                );
            if (HangsOn(ranking, confidence, gaps, first.Name, rival) is { } hangsOn)
                notices.Add(hangsOn);
        }
        var notKnown = ranking
            .EligibilityAssessment.Context.ClearNeeds.Where(need => first.Capabilities[need].Value is null)
            .Select(need => Terms<Need>.Key((Need)need))
            .ToList();
        if (notKnown.Count > 0)
            notices.Add(Notice.Of("first-ability-not-known", ("first", first.Name), ("needs", string.Join(Notice.Listed, notKnown))));
        if (RestsOnUnverified(ranking, first))
            notices.Add(Notice.Of("unverified-facts"));
        if (
            ranking.EligibilityAssessment.Context.Profile.Urgency == Urgency.Acute
            && availability.TryGetValue(first.Id, out var known)
            && known.FreePlaces == 0
        )
            notices.Add(Notice.Of("urgent-first-place-full", ("first", first.Name)));
        if (ranking.EligibilityAssessment.Context.PeerGroupAt(ranking.Places[0].Placement) is { } group)
            AddAboutGroup(notices, ranking, group, first.Name);
    }

    /// <summary>
    /// What of the residents speaks against the first place, and whether what is known of them is old. Never how many: a small group is
    /// soon recognised.
    /// </summary>
    private static void AddAboutGroup(List<Notice> notices, CaseRanking ranking, PeerGroup group, string first)
    {
        var place = ranking.Places[0];
        const string conflict = $"{CriterionShape.PeerGang}.conflict";
        var risks = ranking
            .ContributionsOf(place)
            .ToArray()
            .Where(contribution => contribution.Points < 0 && OutcomeCriterion.ShapeAt(contribution.Criterion).IsAboutPeers)
            .Select(RiskOf)
            .ToList();
        if (
            !risks.Contains(conflict)
            && ranking
                .EligibilityAssessment.ConditionsOf(place.Placement)
                .ToArray()
                .Any(condition => condition.Code == Condition.PeerGangConflict)
        )
            risks.Insert(0, conflict);
        if (risks.Count > 0)
            notices.Add(Notice.Of("peer-group-risk", ("first", first), ("risks", string.Join(Notice.Listed, risks))));
        if (
            ranking.Criteria.Peers is { } settings
            && ranking.EligibilityAssessment.Context.AsOf.DayNumber - group.AsOf.DayNumber > settings.FreshDays
        )
            notices.Add(Notice.Of("peer-group-old", ("first", first), ("days", $"{settings.FreshDays}")));
    }

    private static string RiskOf(Contribution contribution)
    {
        var shape = CriterionShape.All[contribution.Criterion];
        return $"{shape.Code}.{shape.Features[contribution.Feature]}";
    }

    /// <summary>The place that takes the lead most often when the first does not.</summary>
    private static int Rival(CaseRanking ranking, Confidence confidence)
    {
        var rival = 1;
        for (var place = 2; place < ranking.Places.Length; place++)
        {
            if (confidence.FirstCounts[place] > confidence.FirstCounts[rival])
                rival = place;
        }
        return rival;
    }

    /// <summary>
    /// The one fact or weight, or the model, that the first place hangs on most; null where it holds, but acutely, or against invented
    /// places
    /// alone, so that it must not be called robust.
    /// </summary>
    private static Notice? HangsOn(CaseRanking ranking, Confidence confidence, IReadOnlyList<KnowledgeGap> gaps, string first, int rival)
    {
        if (gaps.Count > 0 && gaps[0].ChangesFirst >= FactMatters)
            return Notice.Of("first-hangs-on-fact", ("first", first), ("fact", $"fact.{gaps[0].Field}"));
        if (confidence.FirstCounts[0] == WeightDraws.Count)
            return AcutePlaces.AreSought(ranking.EligibilityAssessment.Context) || CareNotices.IsAheadOfInventedOnly(ranking)
                ? null
                : Notice.Of("first-is-robust", ("first", first));
        var (criterion, loss) = MostSensitive(ranking, rival);
        if (
            ranking.Outcomes is { } outcomes
            && outcomes.Draws.MostLost(ranking.Places[0].Placement, ranking.Places[rival].Placement) > loss
        )
            return Notice.Of("first-hangs-on-model", ("first", first));
        return Notice.Of("first-hangs-on-weight", ("first", first), ("criterion", $"criterion.{CriterionShape.All[criterion].Code}"));
    }

    /// <summary>The criterion whose weight, moved to the end of its range that hurts, takes most of the lead over the rival.</summary>
    private static (int Criterion, long Loss) MostSensitive(CaseRanking ranking, int rival)
    {
        var (most, mostLoss) = (0, -1L);
        foreach (var active in ranking.Scorer.Active)
        {
            var criterion = ranking.Criteria.Criteria[active.Index];
            var lead =
                active.PercentByColumn[active.Column[ranking.Places[0].Placement]]
                - active.PercentByColumn[active.Column[ranking.Places[rival].Placement]];
            var loss = (long)lead * (lead > 0 ? criterion.Weight - criterion.Low : criterion.Weight - criterion.High);
            if (loss > mostLoss)
                (most, mostLoss) = (active.Index, loss);
        }
        return (most, mostLoss);
    }

    private static bool RestsOnUnverified(CaseRanking ranking, Placement first) =>
        first.RestsOnUnverifiedFacts
        || ranking.EligibilityAssessment.ConditionsOf(ranking.Places[0].Placement).ToArray().Any(condition => !condition.Verified);
}
