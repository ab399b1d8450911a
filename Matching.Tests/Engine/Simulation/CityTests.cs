using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class CityTests
{
    private const int Years = 8,
        Scale = 6;

    /// <summary>Places are open or not month by month, so many cities are needed to see how often.</summary>
    private static readonly Lazy<List<SimulatedStay>> Cities = new(() =>
        [
            .. Enumerable
                .Range(0, 14)
                .SelectMany(replication => SimulatedCity.Grow(SimulatedCity.Of(replication: replication), 6, SimulatedCity.Practice)),
        ]
    );

    private static readonly Lazy<IReadOnlyList<SimulatedStay>> Grown = new(() =>
        SimulatedCity.Grow(SimulatedCity.Of(scale: Scale), Years, SimulatedCity.Practice)
    );

    [Test]
    public void Past_practice_brings_nearly_one_in_four_secure_children_to_Soenderbro() =>
        Assert.That(Share(ChildGroup.Secure, "soenderbro"), Is.InRange(0.20, 0.25));

    [Test]
    public void Past_practice_brings_nearly_half_of_the_partially_closed_to_Nexus_and_hardly_anyone_to_Skodsborg()
    {
        Assert.That(Share(ChildGroup.PartiallyClosed, "nexus"), Is.InRange(0.40, 0.50));
        Assert.That(Share(ChildGroup.PartiallyClosed, "skodsborg"), Is.LessThan(0.06));
    }

    [Test]
    public void Locked_children_come_to_the_level_that_their_decision_opens_and_no_others_to_a_locked_one()
    {
        var levels = Grown
            .Value.GroupBy(stay => stay.Arrival.Child.Group)
            .ToDictionary(group => group.Key, group => group.Select(stay => stay.Chosen.Level).Distinct().ToList());

        Assert.That(levels[ChildGroup.Secure], Is.EqualTo([Level.Secure]));
        Assert.That(levels[ChildGroup.PartiallyClosed], Is.EqualTo([Level.PartiallyClosed]));
        Assert.That(levels[ChildGroup.Open].Where(level => level.IsLocked() || !level.IsOutOfHome()), Is.Empty);
    }

    [Test]
    public void Nobody_comes_to_a_place_that_a_gate_refuses()
    {
        var refused =
            from stay in Grown.Value.Take(500)
            let catalogue = TestReferenceData.Shipped.Catalogue
            let child = A.Case(stay.Arrival.Child.Known, catalogue, stay.Arrival.Day)
            where !EligiblePlacement.Admits(child, catalogue, stay.Chosen.Index)
            select stay.Chosen.Placement.Id;

        Assert.That(refused, Is.Empty);
    }

    [Test]
    public void No_place_has_more_children_than_beds_unless_it_made_room()
    {
        var over =
            from place in TestReferenceData.Shipped.Catalogue.Placements
            where place.Level != Level.Network
            let there = Grown.Value.Where(stay => stay.Chosen.Placement.Id == place.Id).ToList()
            from stay in there
            where
                !stay.OverCapacity
                && there.Count(other =>
                    other.Arrival.Day <= stay.Arrival.Day && other.End > stay.Arrival.Day && other.Arrival.Number <= stay.Arrival.Number
                )
                    > Scale * place.Capacity.Value
            select place.Id;

        Assert.That(over, Is.Empty);
        Assert.That(Grown.Value.Count(stay => stay.OverCapacity), Is.LessThan(Grown.Value.Count / 10));
    }

    [Test]
    public void Stays_end_in_every_way_and_as_often_by_breakdown_as_their_true_risks_say()
    {
        var expected = Grown.Value.Sum(stay => stay.Chosen.Risk);
        var happened = Grown.Value.Count(stay => stay.BrokeDown && stay.Days < 365);

        Assert.That(happened, Is.EqualTo(expected).Within(4 * Math.Sqrt(expected)));
        Assert.That(Grown.Value.Select(stay => stay.Ending).Distinct(), Is.EquivalentTo(Enum.GetValues<StayEnding>()));
    }

    [Test]
    public void What_is_watched_ends_on_the_last_day_and_knows_nothing_of_later()
    {
        var last = TestReferenceData.Rules.FirstDay.AddDays(365 * Years);
        var observed = SimulatedTraining.Observed(Grown.Value, last);

        Assert.That(observed.Count(stay => stay.Ending is null), Is.GreaterThan(20));
        Assert.That(observed.Where(stay => stay.Start.AddDays(stay.Days) > last || stay.FactsAsOf > stay.Start), Is.Empty);
        Assert.That(
            observed.Where(stay => stay.Ending is null && (stay.MovedTo is not null || stay.Start.AddDays(stay.Days) != last)),
            Is.Empty
        );
        Assert.That(observed.Where(stay => stay.Escalated), Is.Not.Empty);
        Assert.That(observed.Select(stay => stay.Child), Is.Unique);
    }

    [Test]
    public void Every_policy_meets_the_same_children_and_the_same_truth()
    {
        var city = SimulatedCity.Of();
        var arrivals = city.Arrivals(TestReferenceData.Rules.FirstDay, 2, 0);
        var (rules, oracle) = (city.Place(arrivals, Policies.Rules, city.Empty), city.Place(arrivals, Policies.Oracle, city.Empty));

        Assert.That(rules.Select(stay => stay.Arrival), Is.EqualTo(oracle.Select(stay => stay.Arrival)));
        Assert.That(
            rules.Zip(oracle).Where(pair => pair.First.Chosen == pair.Second.Chosen).Where(pair => pair.First.Days != pair.Second.Days),
            Is.Empty
        );
    }

    [Test]
    public void A_bed_taken_in_a_copy_is_free_in_the_other()
    {
        var (beds, day) = (SimulatedCity.Of().Empty, new DateOnly(2026, 1, 1));
        var place = Enumerable
            .Range(0, TestReferenceData.Shipped.Catalogue.Placements.Length)
            .First(index => beds.FreeAt(index, day) > 0 && TestReferenceData.Shipped.Catalogue.Placements[index].Level != Level.Network);
        var (before, copy) = (beds.FreeAt(place, day), beds.Copy());
        copy.Take(place, day.AddDays(1));

        Assert.That((beds.FreeAt(place, day), copy.FreeAt(place, day)), Is.EqualTo((before, before - 1)));
        copy.Take(place, day);
        Assert.That(copy.FreeAt(place, day), Is.EqualTo(before - 1), "Who leaves today has left.");
    }

    [Test]
    public void A_place_that_does_not_tell_its_capacity_has_the_beds_of_the_plan()
    {
        var unknown = TestReferenceData
            .Shipped.Catalogue.Placements.Select((place, index) => (place, index))
            .First(one => one.place.Capacity.Value is null)
            .index;
        var beds = SimulatedCity.Of().Empty;

        Assert.That(
            Enumerable.Range(0, 50).Max(month => beds.FreeAt(unknown, new DateOnly(2024, 1, 1).AddDays(30 * month))),
            Is.EqualTo(SimulatedCity.Plan.Beds.WhenUnknown.Value)
        );
    }

    private static double Share(ChildGroup group, string place)
    {
        var stays = Cities.Value.Where(stay => stay.Arrival.Child.Group == group).ToList();
        return stays.Count(stay => stay.Chosen.Placement.Id == place) / (double)stays.Count;
    }
}
