using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Simulation;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class PoliciesTests
{
    private static readonly IReadOnlyList<SimulatedStay> Stays = SimulatedCity.Grow(SimulatedCity.Of(seed: 3), 2, Policies.Rules);

    [Test]
    public void The_rules_take_their_first_free_place() =>
        Assert.That(Stays.Where(stay => stay.Chosen != stay.Free[0].Candidate), Is.Empty);

    [Test]
    public void Free_places_stand_in_the_order_of_the_rules() =>
        Assert.That(Stays.Where(stay => !stay.Free.Select(place => place.Candidate.Order).SequenceEqual(stay.Free.Select(place => place.Candidate.Order).Order())), Is.Empty);

    [Test]
    public void The_oracle_takes_the_lowest_true_risk() =>
        Assert.That(Stays.Where(stay => Policies.Oracle(stay.Arrival, stay.Free, Luck).Risk > stay.Free.Min(place => place.Candidate.Risk)), Is.Empty);

    [Test]
    public void Availability_takes_most_free_beds() =>
        Assert.That(Stays.Where(stay => stay.Free.First(place => place.Candidate == Policies.AvailabilityFirst(stay.Arrival, stay.Free, Luck)).Beds < stay.Free.Max(place => place.Beds)), Is.Empty);

    [Test]
    public void The_model_chooses_the_place_but_never_another_level_than_the_rules()
    {
        var policy = Policies.RulesAndModel((_, place) => place.Length);

        foreach (var stay in Stays)
        {
            var (chosen, level) = (policy(stay.Arrival, stay.Free, Luck), stay.Free[0].Candidate.Level);
            Assert.That(chosen.Level, Is.EqualTo(level));
            Assert.That(chosen.Placement.Id.Length, Is.EqualTo(stay.Free.Where(place => place.Candidate.Level == level).Min(place => place.Candidate.Placement.Id.Length)));
        }
    }

    [Test]
    public void Where_the_model_sees_no_difference_the_rules_stand() =>
        Assert.That(Stays.Where(stay => Policies.RulesAndModel((_, _) => 0.3)(stay.Arrival, stay.Free, Luck) != stay.Free[0].Candidate), Is.Empty);

    [Test]
    public void The_model_sees_what_is_known_and_nothing_more()
    {
        var seen = new List<byte[]>();
        var stay = Stays.First(one => one.Free.Count(place => place.Candidate.Level == one.Free[0].Candidate.Level) > 1);
        Policies.RulesAndModel((known, _) =>
        {
            seen.Add(known);
            return 0;
        })(stay.Arrival, stay.Free, Luck);

        Assert.That(seen, Is.SubsetOf(stay.Free.Select(place => place.Candidate.Known)));
    }

    [Test]
    public void Past_practice_without_noise_takes_the_level_that_needs_point_to_and_the_nearest_place()
    {
        var policy = Policies.PastPractice(new PracticePlan(Never, Never));

        foreach (var stay in Stays)
        {
            var chosen = policy(stay.Arrival, stay.Free, Luck);
            var there = stay.Free.Where(place => place.Candidate.Level == chosen.Level).Select(place => place.Candidate.Placement).ToList();
            Assert.That(chosen.Level <= stay.Arrival.Justified || stay.Free.All(place => place.Candidate.Level >= chosen.Level), Is.True);
            Assert.That(chosen.Placement.Setting.NearFamily.Value == true || there.All(place => place.Setting.NearFamily.Value != true), Is.True);
        }
    }

    [Test]
    public void Past_practice_with_noise_takes_other_levels_and_places_too()
    {
        var (noisy, strict) = (Policies.PastPractice(new PracticePlan(Always, Always)), Policies.PastPractice(new PracticePlan(Never, Never)));

        Assert.That(Stays.Count(stay => noisy(stay.Arrival, stay.Free, Streams.Of(stay.Arrival.Number)) != strict(stay.Arrival, stay.Free, Luck)), Is.GreaterThan(Stays.Count / 3));
    }

    private static Draws Luck => new(1);

    private static Fact<int> Never => new(0, "", false);

    private static Fact<int> Always => new(100, "", false);
}
