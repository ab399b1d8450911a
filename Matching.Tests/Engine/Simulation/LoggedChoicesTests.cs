using Matching.Engine.Learning.Selection;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

/// <summary>The two halves together: what a city with a known truth logs, and what selection makes of it.</summary>
public sealed class LoggedChoicesTests
{
    private const int Years = 10,
        Scale = 3;

    private static readonly IReadOnlyList<SimulatedStay> Grown = SimulatedCity.Grow(
        SimulatedCity.Of(TruthKind.StrongPlace, Scale, seed: 5),
        Years,
        SimulatedCity.Practice
    );
    private static readonly DateOnly Last = TestReferenceData.Rules.FirstDay.AddDays(365 * (Years + 1));

    [Test]
    public void What_the_oracle_would_have_come_to_is_found_in_the_log_of_past_practice()
    {
        var stays = Grown.Where(stay => !stay.OverCapacity).ToDictionary(stay => $"child-{stay.Arrival.Number:D5}", StringComparer.Ordinal);
        var choices = LoggedChoices.Of(Grown, Last);
        var answer = (OffPolicyAnswer.Estimated)
            OffPolicy.Estimate(
                choices,
                choice => [.. stays[choice.Child].Free.Select(place => place.Candidate == Best(stays[choice.Child]) ? 1.0 : 0)],
                (choice, candidate) => stays[choice.Child].Free[candidate].Candidate.Risk,
                new SelectionSettings(1)
            );
        var truth = choices.Where(choice => choice.BrokeDown is not null).Average(choice => Best(stays[choice.Child]).Risk);

        Assert.That(answer.Observed.Low, Is.GreaterThan(truth));
        Assert.That(truth, Is.InRange(answer.DoublyRobust.Low, answer.DoublyRobust.High));
        Assert.That(truth, Is.InRange(answer.SelfNormalised.Low - 0.02, answer.SelfNormalised.High + 0.02));
    }

    [Test]
    public void A_year_of_the_city_says_too_little()
    {
        var year = SimulatedCity
            .Grow(SimulatedCity.Of(seed: 6), 1, SimulatedCity.Practice)
            .Where(stay => stay.Arrival.Child.Group == ChildGroup.Secure)
            .ToList();
        var answer = OffPolicy.Estimate(
            LoggedChoices.Of(year, Last),
            choice => [1, .. choice.Candidates.Skip(1).Select(_ => 0.0)],
            (_, _) => 0.3,
            new SelectionSettings(1)
        );

        Assert.That(answer, Is.InstanceOf<OffPolicyAnswer.Refused>());
    }

    [Test]
    public void A_place_that_made_room_was_no_choice() =>
        Assert.That(LoggedChoices.Of(Grown, Last), Has.Count.EqualTo(Grown.Count(stay => !stay.OverCapacity)));

    private static Candidate Best(SimulatedStay stay) => stay.Free.MinBy(place => place.Candidate.Risk).Candidate;
}
