using System.Numerics;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Tries every less intrusive level that the catalogue has: its best place, alone or with available services, and whether that is known to
/// meet every strong need.
/// </summary>
internal static class LessIntrusiveLevels
{
    /// <summary>The reason that part of the help does not last.</summary>
    internal const string ForATime = "service-for-a-time";

    private const string NoPlace = "no-place-possible",
        NoStrongNeed = "no-strong-need",
        Met = "strong-needs-met",
        MetWithServices = "strong-needs-met-with-services",
        Unmet = "strong-needs-unmet",
        Unknown = "capability-not-known",
        ClearUnmet = "clear-needs-unmet",
        NotAllKnown = "not-all-known",
        Conditions = "conditions-to-meet",
        BrokeDown = "broke-down-before";

    /// <summary>The reasons why a home is not enough no matter what it could give.</summary>
    internal const string HarmAtHome = "harm-at-home",
        DecidedAgainstHome = "decided-against-home",
        HomeSafetyUnclear = "home-safety-unclear";

    /// <summary>The reason that the level loses by more than the doubt.</summary>
    internal const string FitsMuchWorse = "fits-much-worse";

    /// <summary>The bound of scoring places with services, in steps of work.</summary>
    private const long MostWork = 3_000_000;

    /// <summary>The levels below that of the first place; null when no place is possible.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <param name="menu">The services that can be had now.</param>
    /// <param name="cancellation">Gives the search up.</param>
    /// <returns>
    /// The levels, and whether every set of services was scored: otherwise one of those with as few services may score higher than the one
    /// that is named.
    /// </returns>
    public static (LessIntrusive? Levels, bool Complete) Of(CaseRanking ranking, ServiceCoverSearch menu, CancellationToken cancellation)
    {
        if (ranking.Places.Length == 0)
            return (null, true);
        var budget = new WorkBudget(MostWork, cancellation);
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        var first = (Level)index.Level[ranking.Places[0].Placement];
        var best = new Candidate?[(int)first];
        for (var rank = 0; rank < ranking.Places.Length; rank++)
        {
            var level = index.Level[ranking.Places[rank].Placement];
            if (level < (int)first)
                best[level] = Better(ranking, menu, rank, best[level], budget);
        }
        var doubt = new Lazy<FirstPlaceBound>(() => new FirstPlaceBound(ranking, ranking.OpenQuestions, PercentOf(ranking)));
        var levels = new LessIntrusive(
            first,
            [
                .. Enumerable
                    .Range(0, (int)first)
                    .Reverse()
                    .Where(level => index.Level.Contains((byte)level))
                    .Select(level => Verdict(ranking, (Level)level, best[level], doubt)),
            ]
        );
        return (levels, !budget.IsSpent);
    }

    /// <summary>
    /// The better of what was found so far and a place with the services that bring it nearest to meeting every strong need; of equal sets
    /// the one that scores highest.
    /// </summary>
    private static Candidate Better(CaseRanking ranking, ServiceCoverSearch menu, int rank, Candidate? before, WorkBudget budget)
    {
        ref readonly var place = ref ranking.Places[rank];
        var open = menu.OpenAt(place.Placement);
        var level = ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Level;
        var coverable = menu.CoverableAt(level, open);
        var best = before;
        IReadOnlyList<CareService[]> sets =
            coverable == 0
                ?
                [
                    [],
                ]
                : menu.BestSetsFor(level, coverable);
        foreach (var services in sets)
        {
            var unscored = new Candidate(rank, services, open & ~coverable, int.MaxValue);
            if (best is { } soFar && !unscored.IsBetterThan(soFar))
                break;
            // Without steps left only what is better by any score is taken.
            var isTie = best is { } tied && !(unscored with { Score = int.MinValue }).IsBetterThan(tied);
            if (!budget.TryTake(WorkBudget.ScoreOffer) && isTie)
                break;
            var candidate = unscored with { Score = CombinedOffer.Score(ranking, place, services) };
            if (best is not { } other || candidate.IsBetterThan(other))
                best = candidate;
        }
        return best!.Value;
    }

    /// <summary>
    /// Why the level is not enough no matter what it could give: the child has been harmed at home, or may have been, or it is decided that
    /// it cannot be helped there. Null elsewhere.
    /// </summary>
    private static string? AgainstHome(EligibilityContext child, Level level) =>
        child.Care is null || !level.IsHomeBased() ? null
        : child.Profile.Home?.Harm == Concern.Established ? HarmAtHome
        : child.Law.ValidGrounds.Any(IsSocial) ? DecidedAgainstHome
        : child.Profile.Home?.Harm == Concern.Suspected ? HomeSafetyUnclear
        : null;

    /// <summary>
    /// A ground that presupposes placement without consent, and so that home cannot solve it; a court's ground is another matter.
    /// </summary>
    private static bool IsSocial(Ground ground) => ground <= Ground.SpeciallySecured;

    /// <summary>The percentages that the criteria give the places, by criterion and place in ranking order.</summary>
    private static Func<int, int, int> PercentOf(CaseRanking ranking)
    {
        var active = ranking.Scorer.Active.ToDictionary(criterion => criterion.Index);
        return (criterion, place) =>
            active.TryGetValue(criterion, out var row) ? row.PercentByColumn[row.Column[ranking.Places[place].Placement]] : 0;
    }

    private static LessIntrusiveAlternative Verdict(CaseRanking ranking, Level level, Candidate? best, Lazy<FirstPlaceBound> doubt)
    {
        var child = ranking.EligibilityAssessment.Context;
        var brokeDown =
            History.BreakdownsByLevel(child.Profile, withLaterLevels: child.Care is not null) is { } breakdowns
            && breakdowns[(int)level] > 0;
        if (best is not { } offer)
            return LessIntrusiveAlternative.Unasked(level) with { Enough = false, Reasons = brokeDown ? [NoPlace, BrokeDown] : [NoPlace] };
        var (catalogue, placement) = (ranking.EligibilityAssessment.Catalogue, ranking.Places[offer.Rank].Placement);
        var unknown =
            Enumerable
                .Range(0, Needs.Count)
                .Where(need => catalogue.Index.Capability[need * catalogue.Index.Count + placement] == PlacementIndex.UnknownCapability)
                .Aggregate(0, (bits, need) => bits | 1 << need) & offer.Open;
        var reasons = new List<string>();
        var against = AgainstHome(child, level);
        if (against is not null)
            reasons.Add(against);
        var fitsMuchWorse =
            against is null
            && child.Care is not null
            && offer.Open == 0
            && !doubt.Value.CanBeFirstWith(offer.Rank, offer.Score - ranking.Places[offer.Rank].Score);
        if (offer.Open == 0 && against is null)
        {
            var strong = ranking.Needs.Strengths.Contains(NeedStrength.Strong);
            reasons.Add(
                !strong ? NoStrongNeed
                : offer.Services.Length == 0 ? Met
                : MetWithServices
            );
        }
        if (fitsMuchWorse)
            reasons.Add(FitsMuchWorse);
        if (against is null && (offer.Open & ~unknown) != 0)
            reasons.Add(Unmet);
        if (against is null && unknown != 0)
            reasons.Add(Unknown);
        var clear = UnmetClear(ranking, placement, offer.Services);
        if (against is null && offer.Open == 0 && clear.Count > 0)
            reasons.Add(ClearUnmet);
        if (against is null && offer.Open == 0 && ranking.Needs.Unknown.Any(fact => CouldShowAStrongNeed(ranking.Criteria, fact)))
            reasons.Add(NotAllKnown);
        if (offer.ForATime > 0)
            reasons.Add(ForATime);
        if (ranking.EligibilityAssessment.EligibilityStatusOf(placement) == EligibilityStatus.Conditional)
            reasons.Add(Conditions);
        if (brokeDown)
            reasons.Add(BrokeDown);
        return new LessIntrusiveAlternative(
            level,
            offer.Open == 0 && against is null && !fitsMuchWorse,
            catalogue.Placements[placement].Id,
            [.. offer.Services.Select(service => service.Id)],
            offer.Score,
            ServiceCoverSearch.Named(offer.Open & ~unknown),
            ServiceCoverSearch.Named(unknown),
            reasons
        )
        {
            UnmetClear = clear,
        };
    }

    private static IReadOnlyList<Need> UnmetClear(CaseRanking ranking, int placement, CareService[] services)
    {
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        return
        [
            .. Terms<Need>.All.Where(need =>
                ranking.Needs.Strengths[(int)need] == NeedStrength.Clear
                && ranking.Criteria.IsUnmet(
                    NeedStrength.Clear,
                    CombinedOffer.Capability(index.Capability[(int)need * index.Count + placement], CombinedOffer.Provided(services, need))
                )
            ),
        ];
    }

    private static bool CouldShowAStrongNeed(CriteriaSet criteria, FactDefinition fact) =>
        criteria
            .MeaningOf(fact.Path)
            .Answers.Values.Any(answer => answer.Share > 0 && answer.Needs.Any(need => need.Value == NeedStrength.Strong));

    /// <param name="Rank">Position in the ranking.</param>
    /// <param name="Open">Strong needs that are not known to be met.</param>
    private readonly record struct Candidate(int Rank, CareService[] Services, int Open, int Score)
    {
        /// <summary>How many of the services are there for a time only.</summary>
        public int ForATime => Services.Count(service => service.IsForATime);

        /// <summary>
        /// Fewer strong needs left open, then help that lasts, then fewer services, then more points; on a tie the one found first, which
        /// ranks higher.
        /// </summary>
        public bool IsBetterThan(Candidate other)
        {
            var (open, otherOpen) = (BitOperations.PopCount((uint)Open), BitOperations.PopCount((uint)other.Open));
            if (open != otherOpen)
                return open < otherOpen;
            if (ForATime != other.ForATime)
                return ForATime < other.ForATime;
            return Services.Length != other.Services.Length ? Services.Length < other.Services.Length : Score > other.Score;
        }
    }
}
