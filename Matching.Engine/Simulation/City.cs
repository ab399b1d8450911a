using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Engine.Simulation;

/// <summary>
/// The synthetic city of one replication: its children as they come, the truth that decides how their stays end, and where they go under a
/// policy.
/// </summary>
internal sealed class City
{
    private const int Majority = 18;

    private readonly CityPlan _plan;
    private readonly ReferenceDataSet _referenceData;
    private readonly HiddenTruth _truth;
    private readonly ChildGenerator _children;
    private readonly int _scale,
        _seed,
        _replication;

    /// <summary>A city.</summary>
    /// <param name="scale">So many times as many children and beds.</param>
    public City(CityPlan plan, ReferenceDataSet referenceData, HazardPrior prior, TruthKind truth, int scale, int seed, int replication)
    {
        (_plan, _referenceData, _scale, _seed, _replication) = (plan, referenceData, scale, seed, replication);
        _truth = HiddenTruth.Draw(truth, prior, referenceData.Catalogue, Streams.Of(seed, replication, Streams.Truth));
        _children = new ChildGenerator(plan, referenceData);
    }

    /// <summary>Beds, none of them taken.</summary>
    public Beds Empty => Beds.Empty(_plan.Beds, _referenceData.Catalogue, _scale, _seed, _replication);

    /// <summary>Whether the simulation places children there: outside the home.</summary>
    public static bool IsSought(Placement placement) => placement.Level.IsOutOfHome();

    /// <summary>The children of some years, in the order of their days.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="years">How many years.</param>
    /// <param name="number">The number of the first child.</param>
    public IReadOnlyList<Arrival> Arrivals(DateOnly from, int years, int number)
    {
        var days = Streams.Of(_seed, _replication, Streams.Days, from.DayNumber);
        var coming = _plan
            .Groups.SelectMany(group =>
                Enumerable
                    .Range(0, years)
                    .SelectMany(year =>
                        Enumerable
                            .Range(0, _scale * group.ArrivalsPerYear.Value)
                            .Select(_ => (group.Group, Day: from.AddDays(year * TimeGrid.YearDays + days.Below(TimeGrid.YearDays))))
                    )
            )
            .Select((one, index) => (one.Group, one.Day, index))
            .OrderBy(one => one.Day)
            .ThenBy(one => one.index)
            .ToList();
        return [.. coming.Select((one, index) => Arrive(one.Group, one.Day, number + index))];
    }

    /// <summary>
    /// Places children, one after the other; what becomes of each stay frees its bed. A child for whom there is no place at all is left
    /// out.
    /// </summary>
    public IReadOnlyList<SimulatedStay> Place(IReadOnlyList<Arrival> arrivals, Policy policy, Beds beds)
    {
        var stays = new List<SimulatedStay>(arrivals.Count);
        foreach (var arrival in arrivals.Where(arrival => arrival.Candidates.Count > 0))
        {
            var free = arrival
                .Candidates.Select(candidate => new FreePlace(candidate, beds.FreeAt(candidate.Index, arrival.Day)))
                .Where(place => place.Beds > 0)
                .ToList();
            var full = free.Count == 0;
            if (full)
                free = [.. arrival.Candidates.Select(candidate => new FreePlace(candidate, 0))];
            var stay = Live(arrival, free, policy(arrival, free, Streams.Of(_seed, _replication, Streams.Practice, arrival.Number)), full);
            beds.Take(stay.Chosen.Index, stay.End);
            stays.Add(stay);
        }
        return stays;
    }

    private SimulatedStay Live(Arrival arrival, IReadOnlyList<FreePlace> free, Candidate chosen, bool full)
    {
        var (days, ending) = _truth.Live(arrival.Luck, arrival.PlannedDays, chosen.Whole, chosen.Index, chosen.Level);
        Level? movedTo = ending == StayEnding.Transfer ? (Level)Math.Max((int)Level.PartiallyClosed, (int)chosen.Level + 1) : null;
        return new SimulatedStay(
            arrival,
            free,
            chosen,
            full,
            days,
            ending ?? (arrival.TurnsEighteen ? StayEnding.TurnedEighteen : StayEnding.Planned),
            movedTo
        );
    }

    private Arrival Arrive(ChildGroup group, DateOnly day, int number)
    {
        var child = _children.Draw(group, day, Streams.Of(_seed, _replication, Streams.Child, number));
        var luck = Streams.Of(_seed, _replication, Streams.Luck, number);
        var intervals = _plan.Groups[(int)group].StayIntervals;
        var planned = TimeGrid.IntervalDays * (intervals.Min + luck.Below(intervals.Max - intervals.Min + 1));
        var grown = Math.Max(1, child.Whole.BirthDate!.Value.AddYears(Majority).DayNumber - day.DayNumber);
        var watched = Math.Min(planned, grown);
        var ranking = Matcher.Rank(child.Known, _referenceData, day);
        return new Arrival(
            number,
            day,
            child,
            Candidates(ranking, child, day, Math.Min(watched, TimeGrid.YearDays)),
            _referenceData.Criteria.JustifiedLevel(ranking.Needs.Strengths, ranking.EligibilityAssessment.Context.Law.ValidGrounds),
            watched,
            grown < planned,
            StayLuck.Draw(luck)
        );
    }

    private List<Candidate> Candidates(CaseRanking ranking, SyntheticChild child, DateOnly day, int days)
    {
        var (known, catalogue, criteria) = (ranking.EligibilityAssessment.Context, _referenceData.Catalogue, _referenceData.Criteria);
        var needs = NeedsAssessment.Of(child.Whole, criteria);
        var whole = new EligibilityContext(child.Whole, day, _referenceData.Rules, catalogue, needs.Strengths);
        var candidates = new List<Candidate>();
        foreach (var place in ranking.Places)
        {
            var placement = catalogue.Placements[place.Placement];
            if (!IsSought(placement) || known.Law.At(placement.Level).GroundFinding is not null)
                continue;
            var bins = OutcomeFeature.Of(new FeatureSource(whole, needs, placement, criteria));
            candidates.Add(
                new Candidate(
                    placement,
                    place.Placement,
                    candidates.Count,
                    OutcomeFeature.Of(new FeatureSource(known, ranking.Needs, placement, criteria)),
                    bins,
                    _truth.BreakdownWithin(days, bins, place.Placement, placement.Level)
                )
            );
        }
        return candidates;
    }
}
