using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The smallest sets of changes that make a place come first. Exact: every set of facts is ranked once, then every set of services is added
/// to the place. A set is tried only when no part of it
/// was found, and parts come before the whole, so what is found has nothing to spare.
/// </summary>
internal sealed class FirstPlaceSearch
{
    private const int SetsComparedInAStep = 2;

    private readonly CaseRanking _ranking;
    private readonly ReferenceDataSet _referenceData;
    private readonly int _placement;
    private readonly Intervention[] _levers;
    private readonly CareService[] _services;
    private readonly List<(UInt128 Interventions, CareService[] Services)> _found = [];
    private readonly List<SmallestSet> _sets = [];
    private readonly WorkBudget _budget;

    public FirstPlaceSearch(CaseRanking ranking, ReferenceDataSet referenceData, int placement, WorkBudget budget)
    {
        (_ranking, _referenceData, _placement, _budget) = (ranking, referenceData, placement, budget);
        var child = ranking.EligibilityAssessment.Context;
        _levers =
        [
            .. ChangeableFact
                .All.Where(fact => MovesPlaces(fact, referenceData.Criteria))
                .SelectMany(fact => fact.Interventions(child.Profile))
                .Where(lever => lever.Fact.Path != ChangeableFact.ConflictsPath || ReachesPlace(lever, child)),
        ];
        var level = referenceData.Catalogue.Placements[placement].Level;
        _services =
        [
            .. referenceData.Catalogue.Services.Where(service =>
                service.Status == ServiceStatus.Available
                && service.CanBeAdded(level, child.AgeYears)
                && service.Requires.All(need => ranking.Needs.Strengths[(int)need] != NeedStrength.None)
            ),
        ];
    }

    public List<SmallestSet> Run()
    {
        for (var size = 0; size <= Math.Min(_levers.Length, Counterfactuals.MostChanges); size++)
        {
            foreach (var set in Intervention.SetsOf(_levers, size))
            {
                if (_budget.IsSpent)
                    return _sets;
                if (!_found.Exists(found => found.Services.Length == 0 && IsPart(found.Interventions, set)))
                    Try(set, size);
            }
        }
        return _sets;
    }

    /// <summary>
    /// Whether the fact can change the order of places. Steps cannot: no score rests on them. (With a model they may move the mean of a
    /// level; that is no way to bring a place forward, and not looked for.)
    /// </summary>
    private static bool MovesPlaces(ChangeableFact fact, CriteriaSet criteria) =>
        fact.PointsToNeeds(criteria) || CriterionShape.All.Any(shape => shape.Basis.Contains(fact.Path));

    /// <summary>Whether a solved conflict was one at another department of the place's institution.</summary>
    private bool ReachesPlace(Intervention solved, EligibilityContext child) =>
        child.With(solved.Pull(child.Profile), _referenceData.Catalogue, child.Needs).ConflictsBeside(_placement).Count()
        < child.ConflictsBeside(_placement).Count();

    private void Try(UInt128 set, int size)
    {
        var count = _referenceData.Catalogue.Placements.Length;
        if (!_budget.TryTake(WorkBudget.AssessChild + (long)WorkBudget.ComparePlace * count))
            return;
        Intervention[] interventions = [.. Intervention.Chosen(_levers, set)];
        var profile = Intervention.PullAll(_ranking.EligibilityAssessment.Context.Profile, interventions);
        var needs = NeedsAssessment.Of(profile, _referenceData.Criteria);
        var (first, scorer) = Matcher.FirstAgain(_ranking, profile, needs, _referenceData, _placement);
        // The changes may shut the child out of the place.
        if (first.ScoreOfOther is not { } score)
            return;
        if (first.Placement == _placement)
        {
            Add(set, interventions, [], score);
            return;
        }
        var offer = new ServiceOffers(scorer, _referenceData.Catalogue.Index, _placement, score);
        CareService[] services = [.. _services.Where(offer.IsMoreWith)];
        if (!IsFirst(first, offer.Most(services)))
            return;
        var chosen = new CareService[Counterfactuals.MostChanges];
        for (var of = 1; of <= Math.Min(services.Length, Counterfactuals.MostChanges - size); of++)
            Choose(0, 0, of);

        void Choose(int from, int count, int of)
        {
            if (count == of)
            {
                TryWith(first, offer, set, interventions, chosen.AsSpan(0, of));
                return;
            }
            for (var position = from; position <= services.Length - (of - count) && !_budget.IsSpent; position++)
            {
                chosen[count] = services[position];
                Choose(position + 1, count + 1, of);
            }
        }
    }

    private void TryWith(
        in FirstPlace first,
        ServiceOffers offer,
        UInt128 set,
        Intervention[] interventions,
        ReadOnlySpan<CareService> chosen
    )
    {
        if (!_budget.TryTake(WorkBudget.ScoreOffer + _found.Count / SetsComparedInAStep))
            return;
        foreach (var (smaller, part) in _found)
        {
            if (IsPart(smaller, set) && IsPart(part, chosen))
                return;
        }
        var score = offer.ScoreWith(chosen);
        if (IsFirst(first, score))
            Add(set, interventions, [.. chosen], score);
    }

    private void Add(UInt128 set, Intervention[] interventions, CareService[] services, int score)
    {
        _found.Add((set, services));
        var changes = Intervention.ChangesBy(interventions, _ranking.EligibilityAssessment.Context.Profile).ToList();
        if (services.Length > 0)
            changes.Add(
                new FactChange("services", new FactValue.Words([]), new FactValue.Words([.. services.Select(service => service.Id)]))
            );
        _sets.Add(new SmallestSet(interventions.Length + services.Length, new Counterfactual(changes, 1, score)));
    }

    /// <summary>Whether the place would come before the best of the others.</summary>
    private bool IsFirst(in FirstPlace first, int score)
    {
        var index = _referenceData.Catalogue.Index;
        return CaseRanking.KeyOf(new RankedPlacement(_placement, score, 0, 0), index)
            < CaseRanking.KeyOf(new RankedPlacement(first.Placement, first.Score, 0, 0), index);
    }

    private static bool IsPart(UInt128 smaller, UInt128 set) => (smaller & ~set) == 0;

    private static bool IsPart(CareService[] smaller, ReadOnlySpan<CareService> services)
    {
        foreach (var service in smaller)
        {
            var isThere = false;
            foreach (var other in services)
                isThere |= ReferenceEquals(other, service);
            if (!isThere)
                return false;
        }
        return true;
    }
}
