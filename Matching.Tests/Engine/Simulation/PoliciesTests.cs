using Matching.Engine;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
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
        Assert.That(
            Stays.Where(stay =>
                !stay.Free.Select(place => place.Candidate.Order).SequenceEqual(stay.Free.Select(place => place.Candidate.Order).Order())
            ),
            Is.Empty
        );

    [Test]
    public void The_oracle_takes_the_lowest_true_risk() =>
        Assert.That(
            Stays.Where(stay => Policies.Oracle(stay.Arrival, stay.Free, Luck).Risk > stay.Free.Min(place => place.Candidate.Risk)),
            Is.Empty
        );

    [Test]
    public void Availability_takes_most_free_beds() =>
        Assert.That(
            Stays.Where(stay =>
                stay.Free.First(place => place.Candidate == Policies.AvailabilityFirst(stay.Arrival, stay.Free, Luck)).Beds
                < stay.Free.Max(place => place.Beds)
            ),
            Is.Empty
        );

    [Test]
    public void With_a_model_the_first_free_place_of_that_ranking_is_taken_and_it_is_not_always_the_rules_own()
    {
        var referenceData = TestReferenceData.Shipped with
        {
            Model = Trained(SimulatedCity.Grow(SimulatedCity.Of(TruthKind.StrongPlace, seed: 4), 5, SimulatedCity.Practice)),
        };
        var policy = Policies.RulesAndModel(referenceData);
        var chosen = Stays.Select(stay => (stay, place: policy(stay.Arrival, stay.Free, Luck))).ToList();

        Assert.That(
            chosen.Where(one =>
                one.place.Index
                != Matcher
                    .Rank(one.stay.Arrival.Child.Known, referenceData, one.stay.Arrival.Day)
                    .Places.First(place => one.stay.Free.Any(free => free.Candidate.Index == place.Placement))
                    .Placement
            ),
            Is.Empty
        );
        Assert.That(chosen.Count(one => one.place != one.stay.Free[0].Candidate), Is.GreaterThan(Stays.Count / 20));
    }

    [Test]
    public void A_model_that_has_seen_nobody_abstains_and_the_rules_stand()
    {
        var policy = Policies.RulesAndModel(TestReferenceData.Shipped with { Model = Trained([]) });

        Assert.That(Stays.Where(stay => policy(stay.Arrival, stay.Free, Luck) != stay.Free[0].Candidate), Is.Empty);
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
            Assert.That(
                chosen.Placement.Setting.NearFamily.Value == true || there.All(place => place.Setting.NearFamily.Value != true),
                Is.True
            );
        }
    }

    [Test]
    public void Past_practice_with_noise_takes_other_levels_and_places_too()
    {
        var (noisy, strict) = (
            Policies.PastPractice(new PracticePlan(Always, Always)),
            Policies.PastPractice(new PracticePlan(Never, Never))
        );

        Assert.That(
            Stays.Count(stay => noisy(stay.Arrival, stay.Free, Streams.Of(stay.Arrival.Number)) != strict(stay.Arrival, stay.Free, Luck)),
            Is.GreaterThan(Stays.Count / 3)
        );
    }

    private static FittedModel Trained(IReadOnlyList<SimulatedStay> stays) =>
        SimulatedTraining.Of(
            SimulatedTraining.Observed(stays, TestReferenceData.Rules.FirstDay.AddDays(5 * 365)),
            SimulatedCity.Prior,
            SimulatedCity.Use,
            1
        );

    private static Pcg32 Luck => new(1);

    private static Fact<int> Never => new(0, "", false);

    private static Fact<int> Always => new(100, "", false);
}
