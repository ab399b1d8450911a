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
    /// <summary>The bound of the search, in places ranked and sets of services tried. Five thousand places stay below it.</summary>
    private const int MostWork = 1_000_000;

    private readonly CaseRanking _ranking;
    private readonly ReferenceDataSet _referenceData;
    private readonly int _placement;
    private readonly Intervention[] _levers;
    private readonly CareService[] _services;
    private readonly List<(int Interventions, CareService[] Services)> _found = [];
    private readonly List<SmallestSet> _sets = [];
    private int _work;

    public FirstPlaceSearch(CaseRanking ranking, ReferenceDataSet referenceData, int placement)
    {
        (_ranking, _referenceData, _placement) = (ranking, referenceData, placement);
        var child = ranking.EligibilityAssessment.Context;
        _levers =
        [
            .. ChangeableFact
                .All.Where(fact => MovesPlaces(fact, referenceData.Criteria))
                .SelectMany(fact => fact.Interventions(child.Profile)),
        ];
        var level = referenceData.Catalogue.Placements[placement].Level;
        _services =
        [
            .. referenceData.Catalogue.Services.Where(service =>
                service.Status == ServiceStatus.Available && service.CanBeAdded(level, child.AgeYears)
            ),
        ];
    }

    /// <summary>False once the search ended at its bound.</summary>
    public bool Complete => _work < MostWork;

    public List<SmallestSet> Run()
    {
        for (var size = 0; size <= Math.Min(_levers.Length, Counterfactuals.MostChanges); size++)
        {
            foreach (var set in Intervention.SetsOf(_levers, size))
            {
                if (!Complete)
                    return _sets;
                if (!_found.Exists(found => found.Services.Length == 0 && IsPart(found.Interventions, set)))
                    Try(set, size);
            }
        }
        return _sets;
    }

    /// <summary>
    /// Whether the fact can change the order of places. Steps and conflicts cannot: no score rests on them, and a solved conflict can only
    /// let in another place, which
    /// never helps this one. (With a model it may move the mean of a level; that is no way to bring a place forward, and not looked for.)
    /// </summary>
    private static bool MovesPlaces(ChangeableFact fact, CriteriaSet criteria) =>
        fact.PointsToNeeds(criteria) || CriterionShape.All.Any(shape => shape.Basis.Contains(fact.Path));

    private void Try(int set, int size)
    {
        Intervention[] interventions = [.. Intervention.Chosen(_levers, set)];
        var profile = Intervention.PullAll(_ranking.EligibilityAssessment.Context.Profile, interventions);
        var ranking =
            set == 0
                ? _ranking
                : Matcher.RankAgain(_ranking, profile, NeedsAssessment.Of(profile, _referenceData.Criteria), _referenceData);
        _work += _referenceData.Catalogue.Placements.Length;
        var place = Array.Find(ranking.Places, one => one.Placement == _placement);
        if (ranking.Places[0].Placement == _placement)
        {
            Add(set, interventions, [], place.Score);
            return;
        }
        CareService[] services = [.. _services.Where(service => DoesMore(ranking, service))];
        if (!IsFirst(ranking, place with { Score = Most(ranking, place, services) }))
            return;
        var chosen = new CareService[Counterfactuals.MostChanges];
        for (var count = 1; count <= Math.Min(services.Length, Counterfactuals.MostChanges - size); count++)
            Choose(0, 0, count);

        void Choose(int from, int count, int of)
        {
            if (count == of)
            {
                _work++;
                TryWith(ranking, place, set, interventions, chosen.AsSpan(0, of));
                return;
            }
            for (var position = from; position <= services.Length - (of - count) && Complete; position++)
            {
                chosen[count] = services[position];
                Choose(position + 1, count + 1, of);
            }
        }
    }

    private void TryWith(
        CaseRanking ranking,
        in RankedPlacement place,
        int set,
        Intervention[] interventions,
        ReadOnlySpan<CareService> chosen
    )
    {
        foreach (var (smaller, part) in _found)
        {
            if (IsPart(smaller, set) && IsPart(part, chosen))
                return;
        }
        CareService[] services = [.. chosen];
        var score = CombinedOffer.Score(ranking, place, services);
        if (IsFirst(ranking, place with { Score = score }))
            Add(set, interventions, services, score);
    }

    private void Add(int set, Intervention[] interventions, CareService[] services, int score)
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
    private static bool IsFirst(CaseRanking ranking, in RankedPlacement place)
    {
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        return CaseRanking.KeyOf(place, index) < CaseRanking.KeyOf(ranking.Places[0], index);
    }

    /// <summary>Whether the service does anything that counts and the place does not do itself.</summary>
    private bool DoesMore(CaseRanking ranking, CareService service) =>
        NeedsScored(ranking).Any(criterion => With(ranking, criterion, service) != Own(ranking, criterion));

    /// <summary>A score that no set of the services can pass: each need is met by the one that gives most points for it.</summary>
    private int Most(CaseRanking ranking, in RankedPlacement place, CareService[] services)
    {
        var most = place.Score;
        foreach (var criterion in NeedsScored(ranking))
        {
            var own = criterion.PointsByColumn[Own(ranking, criterion)];
            most += services
                .Select(service => criterion.PointsByColumn[With(ranking, criterion, service)] - own)
                .DefaultIfEmpty(0)
                .Max(gain => Math.Max(gain, 0));
        }
        return most;
    }

    private static IEnumerable<ActiveCriterion> NeedsScored(CaseRanking ranking) =>
        ranking.Scorer.Active.Where(criterion => criterion.Index < Needs.Count);

    private byte Own(CaseRanking ranking, ActiveCriterion criterion)
    {
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        return index.Capability[criterion.Index * index.Count + _placement];
    }

    private byte With(CaseRanking ranking, ActiveCriterion criterion, CareService service) =>
        CombinedOffer.Capability(Own(ranking, criterion), CombinedOffer.Provided([service], (Need)criterion.Index));

    private static bool IsPart(int smaller, int set) => (smaller & ~set) == 0;

    private static bool IsPart(CareService[] smaller, ReadOnlySpan<CareService> services)
    {
        foreach (var service in smaller)
        {
            if (!services.Contains(service))
                return false;
        }
        return true;
    }
}
