using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

public sealed class ScoringTests
{
    [Holds(450)]
    public void The_contributions_of_a_place_sum_to_its_score(Situation situation)
    {
        var ranking = situation.Rank();

        foreach (var place in ranking.Places)
            Assert.That(ranking.ContributionsOf(place).ToArray().Sum(contribution => contribution.Points), Is.EqualTo(place.Score));
    }

    [Holds(450)]
    public void A_criterion_contributes_at_most_once_to_a_place(Situation situation)
    {
        var ranking = situation.Rank();

        foreach (var place in ranking.Places)
            Assert.That(ranking.ContributionsOf(place).ToArray().Select(contribution => contribution.Criterion), Is.Unique);
    }

    [Holds(450)]
    public void Raising_a_capability_never_lowers_a_place_unless_it_becomes_built_around_what_the_child_does_not_need(Situation situation)
    {
        var some = new Some(situation.Seed);
        var (place, need) = (some.One(situation.Places), some.Any<Need>());
        if (place.Capabilities[(int)need] is not { } before || before == CapabilityStrength.Strong)
            return;
        if (
            before == CapabilityStrength.Good
            && CriterionShape.SpecialisedNeeds.Contains(need)
            && situation.Rank().Needs.Strengths[(int)need] == NeedStrength.None
        )
            return;
        var better = situation with { Places = [.. situation.Places.Select(own => own == place ? own.Meeting(need, before + 1) : own)] };
        var (worseOrder, betterOrder) = (situation.Order(), better.Order());
        if (!worseOrder.Contains(place.Id))
            return;

        Assert.That(better.Scores()[place.Id], Is.AtLeast(situation.Scores()[place.Id]));
        Assert.That(betterOrder.IndexOf(place.Id), Is.AtMost(worseOrder.IndexOf(place.Id)));
    }

    [Test]
    public void A_place_built_around_a_need_loses_where_the_child_is_known_not_to_have_it()
    {
        var two = new Situation(
            A.Child(),
            [A.Place(id: "a-clinic").Meeting(Need.PsychiatricTreatment, CapabilityStrength.Strong), A.Place(id: "home")],
            0
        );

        Assert.That(two.Order(), Is.EqualTo(["home", "a-clinic"]), "known not to");
        Assert.That(
            (two with { Child = A.Child() with { SelfHarm = null } }).Scores().Values.Distinct().Count(),
            Is.EqualTo(1),
            "not known"
        );
        Assert.That(
            (two with { Child = A.Child() with { SelfHarm = Severity.Severe } }).Order(),
            Is.EqualTo(["a-clinic", "home"]),
            "known to"
        );
    }

    [Test]
    public void Every_step_of_capability_is_worth_more_once_the_need_is_clear([Values] Need need)
    {
        var criterion = TestReferenceData.Criteria.Criteria[(int)need];

        foreach (var strength in new[] { NeedStrength.Clear, NeedStrength.Strong })
            Assert.That(criterion.Percent[(int)strength][..4], Is.Ordered.Ascending.And.Unique, $"{strength}");
    }

    [Holds(450)]
    public void More_of_a_need_never_favours_the_place_that_meets_it_less(Situation situation)
    {
        var some = new Some(situation.Seed);
        var (need, worse) = (some.Any<Need>(), some.Any<CapabilityStrength>());
        var better = (CapabilityStrength)Math.Min((int)worse + 1, (int)CapabilityStrength.Strong);
        var place = some.One(situation.Places);
        var two = situation with
        {
            Places = [place.Meeting(need, worse) with { Id = "less" }, place.Meeting(need, better) with { Id = "more" }],
        };
        var child = situation.Child with { CurrentPlacementId = null, Placements = [], Wishes = Wishes.Unasked, Conflicts = [] };
        var (mild, grave) = (two with { Child = child }, two with { Child = Graver(child, some) });
        if (mild.Order().Count < 2 || grave.Order().Count < 2)
            return;

        Assert.That(Lead(grave), Is.AtLeast(Lead(mild)));

        static int Lead(Situation between) => between.Scores() is var scores ? scores["more"] - scores["less"] : 0;
    }

    [Holds(450)]
    public void Wanting_a_place_never_lowers_it_nor_moves_another(Situation situation) =>
        AWish(situation, Stance.Prefer, (with, without) => with >= without);

    [Holds(450)]
    public void Wanting_to_avoid_a_place_never_raises_it_nor_moves_another(Situation situation) =>
        AWish(situation, Stance.Avoid, (with, without) => with <= without);

    [Holds]
    public void A_wish_opens_and_closes_no_gate(Situation situation)
    {
        var id = new Some(situation.Seed).One(situation.Places).Id;
        var asked = situation with
        {
            Child = situation.Child with
            {
                Wishes = new Wishes([new Wish(id, Stance.Prefer)], [new Wish(id, Stance.Prefer)], Terms<Matter>.All),
            },
        };
        var unasked = situation with { Child = situation.Child with { Wishes = Wishes.Unasked } };

        Assert.That(asked.Order(), Is.EquivalentTo(unasked.Order()));
    }

    [Test]
    public void The_childs_wish_counts_more_than_the_parents()
    {
        var places = new[] { A.Place(id: "childs"), A.Place(id: "parents") };
        var child = A.Child() with { Wishes = new Wishes([new Wish("childs", Stance.Prefer)], [new Wish("parents", Stance.Prefer)], []) };

        Assert.That(new Situation(child, places, 0).Order(), Is.EqualTo(["childs", "parents"]));
    }

    [Test]
    public void Of_two_stays_that_go_on_the_latest_is_where_the_child_lives([Values] bool latestFirst)
    {
        EarlierPlacement[] stays =
        [
            new(HistoryLevel.OpenResidential, "old", new DateOnly(2025, 1, 1), null, PlacementEnding.Ongoing, null),
            new(HistoryLevel.OpenResidential, "new", new DateOnly(2026, 1, 1), null, PlacementEnding.Ongoing, null),
        ];
        var child = A.Child() with { Placements = latestFirst ? [.. stays.Reverse()] : stays };

        Assert.That(new Situation(child, [A.Place(id: "old"), A.Place(id: "new")], 0).Order()[0], Is.EqualTo("new"));
    }

    [Holds]
    public void Price_and_size_never_matter(Situation situation)
    {
        var some = new Some(situation.Seed);
        var other = situation with
        {
            Places = [.. situation.Places.Select(place => place with { PricePerDay = some.Below(30_000), Capacity = some.Below(20) })],
        };

        Assert.That(other.Rank().Places, Is.EqualTo(situation.Rank().Places));
    }

    [Holds]
    public void Who_runs_a_place_never_matters(Situation situation)
    {
        var some = new Some(situation.Seed);
        var other = situation with
        {
            Places =
            [
                .. situation.Places.Select(place =>
                    place with
                    {
                        Operator = some.Any<Operator>(),
                        Name = $"Another name {some.Below(99)}",
                    }
                ),
            ],
        };

        Assert.That(other.Rank().Places, Is.EqualTo(situation.Rank().Places));
    }

    [Holds]
    public void The_need_of_an_interpreter_never_changes_a_score(Situation situation)
    {
        var rankings = new bool?[] { null, false, true }
            .Select(needed => (situation with { Child = situation.Child with { InterpreterNeeded = needed } }).Rank().Places)
            .ToList();

        Assert.That(rankings, Is.All.EqualTo(rankings[0]));
    }

    [Test]
    public void Points_are_rounded_once_half_away_from_zero()
    {
        Assert.That(Criterion.Points(250, 50), Is.EqualTo(125));
        Assert.That(Criterion.Points(5, 50), Is.EqualTo(3), "2.5");
        Assert.That(Criterion.Points(5, -50), Is.EqualTo(-3), "-2.5");
        Assert.That(Criterion.Points(7, 7), Is.Zero, "0.49");
        Assert.That(Criterion.Points(-1, 49), Is.Zero, "-0.49");
    }

    private static void AWish(Situation situation, Stance stance, Func<int, int, bool> holds)
    {
        var some = new Some(situation.Seed);
        var id = some.One(situation.Places).Id;
        var unasked = situation with { Child = situation.Child with { Wishes = situation.Child.Wishes with { Child = [], Parents = [] } } };
        IReadOnlyList<Wish> wish = [new Wish(id, stance)];
        var asked = situation with
        {
            Child = situation.Child with
            {
                Wishes = situation.Child.Wishes with { Child = some.Below(2) == 0 ? wish : [], Parents = wish },
            },
        };
        var (with, without) = (asked.Scores(), unasked.Scores());

        Assert.That(with.Keys, Is.EquivalentTo(without.Keys));
        foreach (var (place, score) in with)
            Assert.That(
                place == id ? holds(score, without[place]) : score == without[place],
                Is.True,
                $"{place}: {without[place]} became {score}"
            );
    }

    /// <summary>The same child with one thing graver, so that no need is weaker and nothing else changes.</summary>
    private static ChildProfile Graver(ChildProfile child, Some some) =>
        some.Below(6) switch
        {
            0 => child with { SelfHarm = Severity.Severe },
            1 => child with { SuicideRisk = SuicideRisk.High },
            2 => child with { ViolenceAgainstOthers = Violence.Serious },
            3 => child with { SchoolAttendance = SchoolAttendance.None },
            4 => child with { TraumaExposure = true, SomaticHealthNeeds = true },
            _ => child with { SubstanceUse = [new SubstanceUse(Substance.Opioids, UsePattern.Daily, true), .. child.SubstanceUse ?? []] },
        };
}
