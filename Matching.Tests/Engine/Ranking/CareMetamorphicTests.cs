using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

/// <summary>
/// What must not happen when one thing changes that a careful visitator looks at: stability, urgency, harm at home, conflicts, the safety
/// of
/// other children. Generated children on the shipped places.
/// </summary>
public sealed class CareMetamorphicTests
{
    const int Children = 100;

    static readonly ReferenceDataSet Shipped = TestReferenceData.Shipped;
    static readonly Placement[] Places = Shipped.Catalogue.Placements;
    static readonly string[] Ids = [.. Places.Select(place => place.Id)];
    static readonly Dictionary<string, Availability> NothingKnown = [];

    [Test]
    public void Thriving_lifts_the_place_where_the_child_lives_and_no_other_institution() =>
        ForEachChild(
            (child, some) =>
            {
                var here = some.Below(Ids.Length);
                var lives = child with { CurrentPlacementId = Ids[here] };
                var (before, after) = (Scores(lives with { Thriving = false }), Scores(lives with { Thriving = true }));

                foreach (var (place, score) in after)
                {
                    if (Places[place].Institution != Places[here].Institution)
                        Assert.That(score, Is.EqualTo(before[place]));
                    else
                        Assert.That(score, Is.GreaterThanOrEqualTo(before[place]));
                }
                if (!Places[here].Level.IsLocked() && after.TryGetValue(here, out var lifted))
                    Assert.That(lifted, Is.GreaterThan(before[here]));
            }
        );

    [Test]
    public void A_move_from_where_a_child_thrives_is_never_proposed_without_a_word_about_it() =>
        ForEachChild(
            (child, some) =>
            {
                var here = some.Below(Ids.Length);
                var answer = Ask(child with { CurrentPlacementId = Ids[here], Thriving = true });
                if (answer.Placements[0] is not { Rank: 1 } first)
                    return;

                Assert.That(Codes(answer), Does.Contain(first.PlacementId == Ids[here] ? "stays-where-it-thrives" : "move-needs-reason"));
            }
        );

    [Test]
    public void One_breakdown_more_never_lifts_the_place_and_two_at_the_first_place_are_explained() =>
        ForEachChild(
            (child, some) =>
            {
                var here = some.Below(Ids.Length);
                var level = child.Placements is { Count: > 0 } lived ? some.One(lived).Level : HistoryLevel.Foster;
                var breakdown = new EarlierPlacement(
                    level,
                    Ids[here],
                    null,
                    TestReferenceData.Day.AddDays(-some.Below(900)),
                    PlacementEnding.Breakdown,
                    some.Any<EndedBy>()
                );
                IReadOnlyList<EarlierPlacement> history = child.Placements ?? [];
                var scores = new List<int>();
                for (var times = 0; times <= 4; times++)
                {
                    var answer = Ask(child with { Placements = [.. history, .. Enumerable.Repeat(breakdown, times)] });
                    if (answer.Placements.FirstOrDefault(place => place.PlacementId == Ids[here])?.Score is { } score)
                        scores.Add(score);
                    if (answer.Placements.FirstOrDefault(place => place.Rank == 1) is { } first)
                        Assert.That(
                            Codes(answer).Contains("first-broke-down-before"),
                            Is.EqualTo(History.BreakdownsAt(child, first.PlacementId) + (first.PlacementId == Ids[here] ? times : 0) > 1)
                        );
                }
                Assert.That(scores, Is.Ordered.Descending);
            },
            children: 30
        );

    [Test]
    public void Urgency_changes_no_score_and_nothing_is_called_enough_or_robust_in_a_hurry() =>
        ForEachChild(
            (child, _) =>
            {
                var (weeks, acute) = (Ask(child with { Urgency = Urgency.Weeks }), Ask(child with { Urgency = Urgency.Acute }));

                Assert.That(Order(acute), Is.EqualTo(Order(weeks)));
                Assert.That(Codes(acute), Does.Not.Contain("enough-is-known").And.Not.Contain("first-is-robust"));
                Assert.That(weeks.Placements.Select(place => place.CanReceiveToday), Has.All.Null);
                foreach (var place in acute.Placements)
                {
                    var intake = Places.Single(one => one.Id == place.PlacementId).Setting.AcuteIntake.Value;
                    if (place.Rank is null)
                        Assert.That(place.CanReceiveToday, Is.False);
                    else if (intake == false && place.PlacementId != CurrentPlacement.Of(child)?.Id)
                        Assert.That(
                            (place.CanReceiveToday, place.Conditions.Any(condition => condition.Code == "no-acute-intake")),
                            Is.EqualTo(((bool?)false, true))
                        );
                }
            }
        );

    [Test]
    public void The_surer_the_harm_at_home_the_less_a_home_and_never_anything_else()
    {
        ForEachChild(
            (child, some) =>
            {
                var part = some.Below(4);
                var scores = new Concern?[] { null, Concern.None, Concern.Suspected, Concern.Established }
                    .Select(concern => Scores(child with { Home = Home(part, concern) }, needs: false))
                    .ToList();
                for (var surer = 1; surer < scores.Count; surer++)
                {
                    foreach (var (place, score) in scores[surer])
                    {
                        if (!scores[surer - 1].TryGetValue(place, out var before))
                            continue;
                        Assert.That(score, Places[place].Level.IsHomeBased() ? Is.LessThanOrEqualTo(before) : Is.EqualTo(before));
                    }
                }
            }
        );

        static HomeSituation Home(int part, Concern? concern) =>
            part switch
            {
                0 => new HomeSituation { Neglect = concern },
                1 => new HomeSituation { Violence = concern },
                2 => new HomeSituation { SexualAbuse = concern },
                _ => new HomeSituation { ViolenceWitnessed = concern },
            };
    }

    [Test]
    public void No_home_is_enough_for_a_child_harmed_there_or_placed_without_consent() =>
        ForEachChild(
            (child, some) =>
            {
                var harmed = child with { Home = new HomeSituation { Violence = some.One(Concern.Suspected, Concern.Established) } };
                var answer = Ask(harmed);

                Assert.That(
                    (answer.LessIntrusive?.Alternatives ?? []).Where(level => level.Level.IsHomeBased()).Select(level => level.Enough),
                    Has.None.True
                );
                Assert.That(
                    Codes(answer),
                    Does.Contain(harmed.Home.Violence == Concern.Established ? "harm-at-home" : "home-safety-unclear")
                );
            }
        );

    [Test]
    public void A_level_that_no_weighing_brings_to_the_lead_is_never_called_enough() =>
        ForEachChild(
            (child, _) =>
            {
                var ranking = Matcher.Rank(child, Shipped, TestReferenceData.Day);
                var confidence = RankStability.Of(ranking);
                var answer = Ask(child);
                foreach (
                    var level in (answer.LessIntrusive?.Alternatives ?? []).Where(level => level is { Enough: true, Services.Count: 0 })
                )
                {
                    var bound = new FirstPlaceBound(ranking, ranking.OpenQuestions, Percent(ranking));
                    var place = Array.FindIndex(ranking.Places, one => Places[one.Placement].Id == level.PlacementId);

                    Assert.That(bound.CanBeFirst(place), Is.True, $"{confidence.FirstCounts[place]}");
                }
            }
        );

    [Test]
    public void A_conflict_that_excludes_a_unit_costs_the_units_beside_it_and_nobody_else() =>
        ForEachChild(
            (child, some) =>
            {
                var free = child with { Conflicts = [] };
                var here = some.Below(Ids.Length);
                var (before, after) = (
                    Scores(free),
                    Scores(free with { Conflicts = [new Conflict(Ids[here], ConflictReason.GangConflict)] })
                );
                var cost = Shipped.Criteria.Find(CriterionShape.ConflictAtInstitution)!.Weight;

                Assert.That(after.ContainsKey(here), Is.False);
                foreach (var (place, score) in after)
                    Assert.That(before[place] - score, Is.EqualTo(Places[place].Institution == Places[here].Institution ? cost : 0));
                if (after.Count == 0)
                    return;
                var first = after.MaxBy(scored => scored.Value);
                if (Places[first.Key].Institution != Places[here].Institution)
                    return;
                var others = after.Where(scored => Places[scored.Key].Institution != Places[here].Institution).ToList();
                Assert.That(
                    others.Count == 0 || before[first.Key] - others.Max(other => other.Value) >= cost,
                    Is.True,
                    "the unit beside a conflict came first"
                );
            }
        );

    [Test]
    public void A_known_risk_to_younger_children_never_lifts_a_place_and_asks_for_their_safety() =>
        ForEachChild(
            (child, some) =>
            {
                var safe = child with { SexuallyHarmfulBehaviour = SexualHarm.None, FireSetting = false };
                var group = A.PeerGroup() with { YoungestAge = some.Below(10), OldestAge = 17 };
                var here = some.Below(Ids.Length);
                var reported = Shipped with { PeerGroups = new Dictionary<string, PeerGroup> { [Ids[here]] = group } };
                var (before, after) = (Rank(Concern.None), Rank(Concern.Established));
                var age = after.EligibilityAssessment.Context.AgeYears;
                var (was, now) = (Scored(before), Scored(after));
                foreach (var (place, score) in now)
                    Assert.That(
                        score,
                        place == here && age - group.YoungestAge >= Shipped.Criteria.Care!.YoungerYears
                            ? Is.LessThan(was[place])
                            : Is.EqualTo(was[place])
                    );
                Assert.That(
                    after.EligibilityAssessment.ConditionsOf(here).ToArray().Any(condition => condition.Code == "peer-younger-children"),
                    Is.EqualTo(
                        age - group.YoungestAge >= Shipped.Criteria.Care!.YoungerYears
                            && !Places[here].Level.IsHomeBased()
                            && Places[here].Level != Level.OwnRoom
                    )
                );

                CaseRanking Rank(Concern risk) =>
                    Matcher.Rank(
                        safe with
                        {
                            Safety = new SafetySituation { RiskToYoungerChildren = risk },
                        },
                        reported,
                        TestReferenceData.Day
                    );
            }
        );

    [Test]
    public void Facts_that_contradict_are_said_and_never_called_enough() =>
        ForEachChild(
            (child, _) =>
            {
                var answer = Ask(
                    child with
                    {
                        SiblingsTogether = true,
                        Safety = new SafetySituation { SiblingsApart = true },
                    }
                );

                Assert.That(Codes(answer), Does.Contain("facts-contradict").And.Not.Contain("enough-is-known"));
            }
        );

    static void ForEachChild(Action<ChildProfile, Some> hold, int children = Children)
    {
        for (var seed = 0; seed < children; seed++)
        {
            var some = new Some(seed);
            hold(some.Child(Ids), some);
        }
    }

    static Func<int, int, int> Percent(CaseRanking ranking)
    {
        var active = ranking.Scorer.Active.ToDictionary(criterion => criterion.Index);
        return (criterion, place) =>
            active.TryGetValue(criterion, out var row) ? row.PercentByColumn[row.Column[ranking.Places[place].Placement]] : 0;
    }

    static Answer Ask(ChildProfile child) => CaseInquiry.Ask(child, Shipped, NothingKnown, TestReferenceData.Day);

    static List<(string, int?)> Order(Answer answer) =>
        [.. answer.Placements.Where(place => place.Rank is not null).Select(place => (place.PlacementId, place.Score))];

    static string[] Codes(Answer answer) => [.. answer.Notices.Select(notice => notice.Code)];

    static Dictionary<int, int> Scored(CaseRanking ranking) => ranking.Places.ToDictionary(place => place.Placement, place => place.Score);

    /// <summary>The score of each ranked place.</summary>
    /// <param name="child">The child.</param>
    /// <param name="needs">False for the criteria about the home alone, without the needs the same facts point to.</param>
    static Dictionary<int, int> Scores(ChildProfile child, bool needs = true)
    {
        var ranking = Matcher.Rank(child, Shipped, TestReferenceData.Day);
        return needs
            ? Scored(ranking)
            : ranking.Places.ToDictionary(
                place => place.Placement,
                place =>
                    ranking
                        .ContributionsOf(place)
                        .ToArray()
                        .Where(part => CriterionShape.All[part.Criterion].Code == CriterionShape.HarmAtHome)
                        .Sum(part => part.Points)
            );
    }
}
