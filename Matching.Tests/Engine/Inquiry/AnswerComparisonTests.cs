using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class AnswerComparisonTests
{
    private static readonly Place[] Places =
    [
        A.Place(id: "a").Meeting(Need.School, CapabilityStrength.Strong),
        A.Place(id: "b").Meeting(Need.School, CapabilityStrength.None).Meeting(Need.FamilyNetwork, CapabilityStrength.Good),
        A.Place(Level.Network, "kin"),
    ];

    [Holds]
    public void An_answer_does_not_differ_from_itself(Situation situation) =>
        Assert.That(AnswerComparison.Of(situation.Ask(), situation.Ask()), Is.Empty);

    [Holds(360)]
    public void Every_place_is_told_that_differs_and_none_that_does_not(Situation situation)
    {
        var (before, after) = (situation.Ask(), Changed(situation).Ask());
        var told = AnswerComparison.Of(before, after).Select(difference => difference.PlacementId);

        Assert.That(
            told,
            Is.EqualTo(
                after
                    .Placements.Where(placement => Shown(placement) != Shown(Of(before, placement.PlacementId)))
                    .Select(placement => placement.PlacementId)
            )
        );
    }

    [Holds(360)]
    public void The_changes_of_a_ranked_place_add_up_to_that_of_its_score(Situation situation)
    {
        foreach (var difference in AnswerComparison.Of(situation.Ask(), Changed(situation).Ask()))
            Assert.That(
                difference.Contributions.Sum(change => change.Gain),
                Is.EqualTo((difference.To.Score ?? 0) - (difference.From.Score ?? 0))
            );
    }

    [Holds(360)]
    public void Seen_from_the_other_side_everything_is_turned_round(Situation situation)
    {
        var (before, after) = (situation.Ask(), Changed(situation).Ask());
        var back = AnswerComparison.Of(after, before).ToDictionary(difference => difference.PlacementId);

        foreach (var difference in AnswerComparison.Of(before, after))
        {
            var other = back[difference.PlacementId];
            Assert.That((other.From, other.To), Is.EqualTo((difference.To, difference.From)));
            Assert.That(other.ConditionsAdded, Is.EquivalentTo(difference.ConditionsRemoved));
            Assert.That(
                other.Contributions.Select(change => (change.Criterion, change.From, change.To)),
                Is.EquivalentTo(difference.Contributions.Select(change => (change.Criterion, change.To, change.From)))
            );
        }
    }

    [Test]
    public void A_place_that_moves_is_told_with_what_moved_it()
    {
        var regular = A.Child() with { NetworkCarer = NetworkCarer.None };
        var differences = Compare(regular, regular with { SchoolAttendance = SchoolAttendance.None });
        var (up, down) = (
            differences.Single(difference => difference.PlacementId == "a"),
            differences.Single(difference => difference.PlacementId == "b")
        );

        Assert.That((up.From.Rank, up.To.Rank, down.From.Rank, down.To.Rank), Is.EqualTo((2, 1, 1, 2)));
        Assert.That(
            up.Contributions.Select(change => (change.Criterion, change.From is null, change.Gain > 0)),
            Is.EqualTo(new[] { ("school", true, true) })
        );
        Assert.That(
            down.Contributions.Select(change => (change.Criterion, change.From is null, change.Gain < 0)),
            Is.EqualTo(new[] { ("school", true, true) })
        );
        Assert.That(
            differences.Select(difference => difference.PlacementId),
            Is.EqualTo(new[] { "a", "b" }),
            "the place that stays excluded does not differ"
        );
    }

    [Test]
    public void A_place_that_enters_is_told_with_what_stood_in_its_way()
    {
        var without = A.Child() with { NetworkCarer = NetworkCarer.None };
        var difference = Compare(without, A.Child()).Single(difference => difference.PlacementId == "kin");

        Assert.That(
            (difference.From, difference.To.Rank, difference.To.EligibilityStatus),
            Is.EqualTo((new PlacementPosition(null, null, EligibilityStatus.Excluded), 1, EligibilityStatus.Eligible))
        );
        Assert.That(difference.ConditionsRemoved, Is.EqualTo(new[] { "no-network-carer" }));
        Assert.That(difference.ConditionsAdded, Is.Empty);
    }

    [Test]
    public void A_condition_that_is_met_is_told_where_nothing_else_differs()
    {
        var difference = Compare(
                A.Child() with
                {
                    Legal = A.Child().Legal with { StepsTaken = [.. A.Child().Legal.StepsTaken!.Where(step => step != Step.ChildHeard)] },
                },
                A.Child()
            )
            .Single(difference => difference.PlacementId == "a");

        Assert.That(difference.ConditionsRemoved, Is.EqualTo(new[] { "child-heard" }));
        Assert.That(
            (difference.From.EligibilityStatus, difference.To.EligibilityStatus, difference.Contributions.Count),
            Is.EqualTo((EligibilityStatus.Conditional, EligibilityStatus.Eligible, 0))
        );
    }

    private static IReadOnlyList<PlacementDifference> Compare(ChildProfile before, ChildProfile after) =>
        AnswerComparison.Of(new Situation(before, Places, 0).Ask(), new Situation(after, Places, 0).Ask());

    /// <summary>The same child with some facts of another one.</summary>
    private static Situation Changed(Situation situation)
    {
        var other = new Some(situation.Seed).Child([.. situation.Places.Select(place => place.Id)]);
        return situation with
        {
            Child = situation.Child with
            {
                SelfHarm = other.SelfHarm,
                SchoolAttendance = other.SchoolAttendance,
                Conflicts = other.Conflicts,
                Legal = other.Legal,
            },
        };
    }

    private static AnsweredPlacement Of(Answer answer, string id) => answer.Placements.Single(placement => placement.PlacementId == id);

    private static string Shown(AnsweredPlacement placement) =>
        $"{placement.Rank} {placement.Score} {placement.EligibilityStatus} "
        + $"{string.Join(' ', placement.Contributions.Select(one => (one.Criterion, one.Points)).Order())} "
        + string.Join(' ', placement.Conditions.Select(condition => condition.Code).Order(StringComparer.Ordinal));
}
