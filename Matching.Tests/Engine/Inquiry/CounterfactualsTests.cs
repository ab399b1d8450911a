using System.Numerics;
using System.Text.Json;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class CounterfactualsTests
{
    private static readonly string[] Changeable =
    [
        "child.schoolAttendance",
        "child.networkCarer",
        "child.protectiveFactors",
        "conflicts",
        "legal.stepsTaken",
        "services",
    ];

    /// <summary>What excludes a place and can be changed.</summary>
    private static readonly string[] CanGo =
    [
        "no-network-carer",
        "conflict-gang-conflict",
        "conflict-honour-related",
        "conflict-threat-from-outside",
        "conflict-co-accused",
        "conflict-co-resident-conflict",
    ];

    [Holds(1_500)]
    public void What_a_set_changes_put_into_the_request_gives_the_rank_and_the_goal_it_states(Situation situation)
    {
        // A place that closed is named by some children and must be there for a request to be read.
        var referenceData = TestReferenceData.With([.. situation.Places, A.Place(id: "a-place-that-closed")]);
        using var request = JsonDocument.Parse(RequestJson.Of(situation.Child).ToJsonString());
        foreach (var list in ListsOf(situation.Child, referenceData))
        {
            foreach (var set in list.Sets)
            {
                using var patch = JsonDocument.Parse(RequestJson.PatchOf(set.Changes).ToJsonString());
                var changed = RequestJson.Read(MergePatch.Apply(request.RootElement, patch.RootElement), referenceData);
                var ranking = Matcher.Rank(changed, referenceData, TestReferenceData.Day);
                var (rank, score) = PositionOf(ranking, list.PlacementId);
                Assert.That((rank, score, Reaches(ranking, list)), Is.EqualTo((set.Rank, set.Score, true)), list.PlacementId);
            }
        }
    }

    [Holds(540)]
    public void Only_what_people_can_change_is_changed_and_only_as_it_can_be(Situation situation)
    {
        foreach (
            var change in ListsOf(situation.Child, situation.ReferenceDataSet).SelectMany(list => list.Sets).SelectMany(set => set.Changes)
        )
        {
            Assert.That(Changeable, Does.Contain(change.Fact));
            switch (change.From, change.To)
            {
                case (FactValue.Word from, FactValue.Word to) when change.Fact == "child.schoolAttendance":
                    Assert.That(Terms<SchoolAttendance>.Parse(to.Text), Is.LessThan(Terms<SchoolAttendance>.Parse(from.Text)));
                    break;
                case (_, FactValue.Word to) when change.Fact == "child.networkCarer":
                    Assert.That(to.Text, Is.EqualTo("identified"));
                    break;
                case (FactValue.Words from, FactValue.Words to) when change.Fact == "child.protectiveFactors":
                    Assert.That(to.Texts, Is.SupersetOf(from.Texts).And.Unique);
                    Assert.That(to.Texts.Except(from.Texts), Has.No.Member("good-cognition"));
                    break;
                case (FactValue.Conflicts from, FactValue.Conflicts to):
                    Assert.That(to.Items, Is.SubsetOf(from.Items));
                    break;
                case (var from, FactValue.Words to) when change.Fact == "legal.stepsTaken":
                    Assert.That(to.Texts, Is.SupersetOf((from as FactValue.Words)?.Texts ?? []).And.Unique);
                    break;
                case (FactValue.Words from, FactValue.Words to) when change.Fact == "services":
                    Assert.That((from.Texts.Count, to.Texts.Count), Is.EqualTo((0, to.Texts.Distinct().Count())));
                    break;
                default:
                    Assert.Fail($"{change}");
                    break;
            }
        }
    }

    [Test]
    public void The_one_conflict_that_holds_a_place_back_is_found_among_fifty()
    {
        List<Place> elsewhere = [.. Enumerable.Range(0, 49).Select(number => A.Place(id: $"other-{number}"))];
        var beside = A.Place(id: "beside") with { Institution = "house" };
        var here = A.Place(id: "a-here") with { Institution = "house" };
        var child = A.Child() with
        {
            Conflicts =
            [
                .. elsewhere.Select(place => new Conflict(place.Id, ConflictReason.GangConflict)),
                new Conflict("beside", ConflictReason.GangConflict),
            ],
        };
        var referenceData = TestReferenceData.With([.. elsewhere, beside, here, A.Place(id: "z-plain")]);

        var list = Counterfactuals.Of(child, referenceData, TestReferenceData.Day, "a-here");

        var expected = child with { Conflicts = [.. child.Conflicts.SkipLast(1)] };
        Assert.That(
            (list.Goal, list.Complete, list.Sets.Select(Shown).ToList()),
            Is.EqualTo((CounterfactualGoal.First, true, new List<string> { Shown(child, expected) }))
        );
    }

    [Holds(180)]
    public void Of_all_sets_of_up_to_four_things_exactly_the_smallest_are_found(Situation situation)
    {
        var referenceData = (situation with { Services = [] }).ReferenceDataSet;
        var interventions = LeversOf(situation.Child);
        var rankings = SetsOf(interventions.Count)
            .ToDictionary(
                set => set,
                set => Matcher.Rank(Pulled(situation.Child, interventions, set), referenceData, TestReferenceData.Day)
            );
        foreach (var list in ListsOf(situation.Child, referenceData).Where(list => list.Goal != CounterfactualGoal.None))
        {
            var reached = rankings.Where(pair => Reaches(pair.Value, list)).Select(pair => pair.Key).ToList();
            var smallest = reached.Where(set => !reached.Exists(part => part != set && (part & ~set) == 0));
            var expected = smallest.Select(set => Shown(situation.Child, Pulled(situation.Child, interventions, set))).Distinct().ToList();

            Assert.That(list.Complete, Is.True);
            Assert.That(
                list.Sets.Select(Shown).Intersect(expected).Count(),
                Is.EqualTo(Math.Min(expected.Count, Counterfactuals.MostListed)),
                $"{list.PlacementId} of {list.Found}: {string.Join("; ", expected)}"
            );
            Assert.That(
                list.Sets.Where(set => SizeOf(set) <= Counterfactuals.MostChanges).Select(Shown),
                Is.SubsetOf(expected),
                list.PlacementId
            );
        }
    }

    [Holds(540)]
    public void A_set_with_services_makes_a_place_first_that_can_do_what_it_and_they_can_do(Situation situation)
    {
        var (catalogue, referenceData) = (situation.Catalogue, situation.ReferenceDataSet);
        foreach (var list in ListsOf(situation.Child, referenceData))
        {
            foreach (var set in list.Sets.Where(set => ServicesOf(set).Count > 0))
            {
                var child = Applied(situation.Child, set);
                var services = catalogue.Services.Where(service => ServicesOf(set).Contains(service.Id)).ToList();
                Assert.That(services.Select(service => service.Status), Is.All.EqualTo(ServiceStatus.Available));
                Assert.That(services.Count, Is.EqualTo(ServicesOf(set).Count));
                Assert.That(
                    PositionOf(RankedWith(situation, child, list.PlacementId, services), list.PlacementId),
                    Is.EqualTo((set.Rank, (int?)set.Score)),
                    list.PlacementId
                );
                foreach (var part in PartsOf(services).Where(part => part.Count < services.Count))
                    Assert.That(
                        PositionOf(RankedWith(situation, child, list.PlacementId, part), list.PlacementId).Rank,
                        Is.Not.EqualTo(1),
                        "a service to spare"
                    );
                Assert.That(
                    PositionOf(RankedWith(situation, situation.Child, list.PlacementId, services), list.PlacementId).Rank,
                    SizeOf(set) > services.Count ? Is.Not.EqualTo(1) : Is.EqualTo(1)
                );
            }
        }
    }

    [Holds(540)]
    public void A_place_that_something_excludes_which_nobody_can_change_has_no_set(Situation situation)
    {
        var ranking = situation.Rank();
        foreach (var list in ListsOf(situation.Child, situation.ReferenceDataSet))
        {
            ranking.EligibilityAssessment.Catalogue.TryFind(list.PlacementId, out var placement);
            var refusals = ranking
                .EligibilityAssessment.ConditionsOf(placement)
                .ToArray()
                .Where(condition => condition.Refuses)
                .Select(condition => condition.Code)
                .ToList();
            if (refusals.Count > 0)
                Assert.That(
                    (list.Goal, list.Sets.Count > 0),
                    Is.EqualTo((CounterfactualGoal.Possible, refusals.All(CanGo.Contains))),
                    string.Join(' ', refusals)
                );
        }
    }

    [Holds(300)]
    public void Sets_stand_by_size_and_then_by_points_and_come_out_the_same_again(Situation situation)
    {
        var referenceData = situation.ReferenceDataSet;
        var (once, again) = (ListsOf(situation.Child, referenceData), ListsOf(situation.Child, referenceData));
        foreach (var (list, other) in once.Zip(again))
        {
            Assert.That(list.Sets.Select(set => (SizeOf(set), -set.Score)), Is.Ordered);
            Assert.That(list.Sets.Select(Shown), Is.Unique.And.EqualTo(other.Sets.Select(Shown)));
            Assert.That(list.Sets, Has.Count.EqualTo(Math.Min(list.Found, Counterfactuals.MostListed)));
        }
    }

    [Test]
    public void The_first_place_with_nothing_in_its_way_has_nothing_to_reach()
    {
        var list = ListOf(A.Child(), "a", A.Place(id: "a"), A.Place(Level.Secure, "b"));
        Assert.That((list.Goal, list.Sets.Count, list.Complete), Is.EqualTo((CounterfactualGoal.None, 0, true)));
    }

    [Test]
    public void The_first_place_asks_for_every_step_that_is_missing_and_no_other()
    {
        var child = A.Child() with { Legal = new LegalPosition([], Decider.Administration, [Step.ChildExamination]) };
        var list = ListOf(child, "a", A.Place(id: "a"));
        Assert.That(list.Goal, Is.EqualTo(CounterfactualGoal.Eligible));
        Assert.That(
            list.Sets.Select(Shown),
            Is.EqualTo(new[] { "legal.stepsTaken: child-examination child-heard custody-holder-consent youth-consent" })
        );
    }

    [Test]
    public void Steps_nobody_knows_of_are_taken_from_nothing()
    {
        var list = ListOf(A.Child() with { Legal = new LegalPosition([], Decider.Administration, null) }, "a", A.Place(id: "a"));
        Assert.That(
            list.Sets.Select(set => set.Changes.Single().From),
            Is.EqualTo(new[] { new FactValue.Unknown(), new FactValue.Unknown() }),
            "one set for each of the two examinations that do"
        );
    }

    [Test]
    public void A_network_carer_that_is_found_opens_a_place_in_the_network()
    {
        var list = ListOf(A.Child() with { NetworkCarer = NetworkCarer.None }, "kin", A.Place(Level.Network, "kin"), A.Place(id: "a"));
        Assert.That(
            (list.Goal, Shown(list.Sets.Single()), list.Sets.Single().Rank),
            Is.EqualTo((CounterfactualGoal.Possible, "child.networkCarer: identified", 1))
        );
    }

    [Test]
    public void Each_conflict_that_excludes_is_solved_and_the_others_stay()
    {
        var child = A.Child() with
        {
            Conflicts =
            [
                new Conflict("a", ConflictReason.GangConflict),
                new Conflict("b", ConflictReason.GangConflict),
                new Conflict("a", ConflictReason.CoResidentConflict),
            ],
        };
        var list = ListOf(child, "a", A.Place(id: "a"), A.Place(id: "b"));
        Assert.That(
            (list.Goal, Shown(list.Sets.Single())),
            Is.EqualTo((CounterfactualGoal.Possible, "conflicts: b GangConflict, a CoResidentConflict"))
        );
    }

    [Test]
    public void A_conflict_at_another_department_of_the_first_place_is_solved_too()
    {
        var child = A.Child() with { Conflicts = [new Conflict("beside", ConflictReason.GangConflict)] };
        var list = ListOf(
            child,
            "a",
            A.Place(id: "a") with
            {
                Institution = "house",
            },
            A.Place(Level.ProjectPlace, "beside") with
            {
                Institution = "house",
            }
        );
        Assert.That((list.Goal, Shown(list.Sets.Single())), Is.EqualTo((CounterfactualGoal.Eligible, "conflicts: ")));
    }

    [Test]
    public void Going_to_school_a_little_more_is_told_where_it_is_enough([Values] bool littleIsEnough)
    {
        // The other place is ahead by what it does for school: a strong need of it, or a clear one.
        var child = A.Child() with
        {
            SchoolAttendance = SchoolAttendance.None,
            NetworkCarer = NetworkCarer.None,
        };
        var other = A.Place(id: "b").Meeting(Need.School, CapabilityStrength.Good);
        var place = (A.Place(id: "a") with { SmallHome = true }).Meeting(
            Need.School,
            littleIsEnough ? CapabilityStrength.Some : CapabilityStrength.None
        );
        var list = ListOf(child with { Wishes = new Wishes([], [], [Matter.SmallHome]) }, "a", place, other);
        Assert.That(list.Sets.Select(Shown), Does.Contain($"child.schoolAttendance: {(littleIsEnough ? "irregular" : "regular")}"));
    }

    [Test]
    public void Attendance_and_strengths_that_are_not_known_are_not_made_up()
    {
        var child = A.Child() with { SchoolAttendance = null, ProtectiveFactors = null, NetworkCarer = NetworkCarer.Identified };
        var list = ListOf(child, "b", A.Place(id: "a"), A.Place(id: "b"));
        Assert.That((list.Goal, list.Sets.Count, list.Complete), Is.EqualTo((CounterfactualGoal.First, 0, true)));
    }

    [Test]
    public void A_service_that_does_what_the_place_cannot_brings_it_first_and_one_that_is_only_decided_does_not()
    {
        var child = A.Child() with
        {
            SchoolAttendance = SchoolAttendance.None,
            ProtectiveFactors = null,
            NetworkCarer = NetworkCarer.Identified,
        };
        var catalogue = A.Catalogue(
            [
                A.Place(id: "a").Meeting(Need.School, CapabilityStrength.Good),
                A.Place(id: "b").Meeting(Need.School, CapabilityStrength.None),
            ],
            [
                Service.For(Need.School, CapabilityStrength.Strong, "decided") with
                {
                    Status = ServiceStatus.Decided,
                },
                Service.For(Need.School, CapabilityStrength.Strong, "tutor"),
                Service.For(Need.School, CapabilityStrength.Some, "weak"),
            ]
        );
        var list = Counterfactuals.Of(child, TestReferenceData.With(catalogue), TestReferenceData.Day, "b");
        Assert.That(list.Sets.Select(Shown), Is.EqualTo(new[] { "services: tutor" }));
    }

    [Test]
    public void A_place_that_the_catalogue_does_not_have_is_refused() =>
        Assert.That(() => ListOf(A.Child(), "elsewhere", A.Place(id: "a")), Throws.ArgumentException);

    private static CounterfactualList ListOf(ChildProfile child, string placementId, params Place[] places) =>
        Counterfactuals.Of(child, TestReferenceData.With(places), TestReferenceData.Day, placementId);

    private static List<CounterfactualList> ListsOf(ChildProfile child, ReferenceDataSet referenceData) =>
        [
            .. referenceData.Catalogue.Placements.Select(placement =>
                Counterfactuals.Of(child, referenceData, TestReferenceData.Day, placement.Id)
            ),
        ];

    private static bool Reaches(CaseRanking ranking, CounterfactualList list)
    {
        ranking.EligibilityAssessment.Catalogue.TryFind(list.PlacementId, out var placement);
        var standing = ranking.EligibilityAssessment.EligibilityStatusOf(placement);
        return list.Goal switch
        {
            CounterfactualGoal.Possible => standing != EligibilityStatus.Excluded,
            CounterfactualGoal.Eligible => standing == EligibilityStatus.Eligible,
            _ => ranking.Places.Length > 0 && ranking.Places[0].Placement == placement,
        };
    }

    private static (int Rank, int? Score) PositionOf(CaseRanking ranking, string id)
    {
        var rank = Array.FindIndex(ranking.Places, place => ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id == id);
        return (rank + 1, rank < 0 ? null : ranking.Places[rank].Score);
    }

    /// <summary>
    /// Everything that people can bring about for a child, one thing at a time, said once more and in another way than the engine does.
    /// </summary>
    private static List<Func<ChildProfile, ChildProfile>> LeversOf(ChildProfile child)
    {
        var interventions = new List<Func<ChildProfile, ChildProfile>>();
        for (var steps = 0; steps < (int)(child.SchoolAttendance ?? 0); steps++)
            interventions.Add(changed => changed with { SchoolAttendance = (SchoolAttendance)((int)changed.SchoolAttendance! - 1) });
        if (child.NetworkCarer != NetworkCarer.Identified)
            interventions.Add(changed => changed with { NetworkCarer = NetworkCarer.Identified });
        foreach (
            var factor in Enum.GetValues<ProtectiveFactor>()
                .Where(factor => factor != ProtectiveFactor.GoodCognition && child.ProtectiveFactors?.Contains(factor) == false)
        )
            interventions.Add(changed => changed with { ProtectiveFactors = [.. changed.ProtectiveFactors!, factor] });
        foreach (var conflict in child.Conflicts?.Distinct() ?? [])
            interventions.Add(changed => changed with { Conflicts = [.. changed.Conflicts!.Where(other => other != conflict)] });
        foreach (var step in Enum.GetValues<Step>().Where(step => child.Legal.StepsTaken?.Contains(step) != true))
            interventions.Add(changed =>
                changed with
                {
                    Legal = changed.Legal with { StepsTaken = [.. changed.Legal.StepsTaken ?? [], step] },
                }
            );
        return interventions;
    }

    private static ChildProfile Pulled(ChildProfile child, List<Func<ChildProfile, ChildProfile>> interventions, int set) =>
        interventions
            .Where((_, intervention) => (set & 1 << intervention) != 0)
            .Aggregate(child, (changed, intervention) => intervention(changed));

    private static IEnumerable<int> SetsOf(int interventions) =>
        Enumerable.Range(0, 1 << interventions).Where(set => BitOperations.PopCount((uint)set) <= Counterfactuals.MostChanges);

    private static IEnumerable<List<CareService>> PartsOf(List<CareService> services) =>
        Enumerable.Range(0, 1 << services.Count).Select(set => services.Where((_, service) => (set & 1 << service) != 0).ToList());

    private static IReadOnlyList<string> ServicesOf(Counterfactual set) =>
        set.Changes.FirstOrDefault(change => change.Fact == "services")?.To is FactValue.Words services ? services.Texts : [];

    private static ChildProfile Applied(ChildProfile child, Counterfactual set)
    {
        using var request = JsonDocument.Parse(RequestJson.Of(child).ToJsonString());
        using var patch = JsonDocument.Parse(RequestJson.PatchOf(set.Changes.Where(change => change.Fact != "services")).ToJsonString());
        string[] ids = [.. Enumerable.Range(0, 8).Select(number => $"place-{number}"), "a-place-that-closed"];
        return RequestJson.Read(
            MergePatch.Apply(request.RootElement, patch.RootElement),
            TestReferenceData.With([.. ids.Select(id => A.Place(id: id))])
        );
    }

    /// <summary>
    /// Ranked as if the place itself could do what the services add for what the child needs; what it is built around stays as it is.
    /// </summary>
    private static CaseRanking RankedWith(Situation situation, ChildProfile child, string placementId, IReadOnlyList<CareService> services)
    {
        var needs = Matcher.Rank(child, situation.ReferenceDataSet, TestReferenceData.Day).Needs;
        var places = situation.Places.Select(place =>
            place.Id != placementId
                ? place
                : Terms<Need>
                    .All.Where(need => needs.Strengths[(int)need] != NeedStrength.None)
                    .Aggregate(
                        place,
                        (better, need) =>
                            services
                                .SelectMany(service => service.Provides)
                                .Where(one => one.Key == need)
                                .Select(one => one.Value.Value)
                                .DefaultIfEmpty()
                                .Max()
                                is var most
                                    and not CapabilityStrength.None
                            && (better.Capabilities[(int)need] is not { } own || own < most)
                                ? better.Meeting(need, most)
                                : better
                    )
        );
        return Matcher.Rank(child, TestReferenceData.With([.. places]) with { PeerGroups = situation.PeerGroups }, TestReferenceData.Day);
    }

    /// <summary>How many things a set brings about.</summary>
    private static int SizeOf(Counterfactual set) =>
        set.Changes.Sum(change =>
            (change.From, change.To) switch
            {
                (FactValue.Words from, FactValue.Words to) => to.Texts.Except(from.Texts).Count(),
                (_, FactValue.Words to) => to.Texts.Count,
                (FactValue.Conflicts from, FactValue.Conflicts to) => from.Items.Except(to.Items).Count(),
                (FactValue.Word from, FactValue.Word to) when change.Fact == "child.schoolAttendance" => (int)
                    Terms<SchoolAttendance>.Parse(from.Text) - (int)Terms<SchoolAttendance>.Parse(to.Text),
                _ => 1,
            }
        );

    private static string Shown(Counterfactual set) =>
        string.Join("; ", set.Changes.Select(change => $"{change.Fact}: {Shown(change.To)}"));

    private static string Shown(FactValue value) =>
        value switch
        {
            FactValue.Word word => word.Text,
            FactValue.Words words => string.Join(' ', words.Texts),
            FactValue.Conflicts conflicts => string.Join(
                ", ",
                conflicts.Items.Select(conflict => $"{conflict.PlacementId} {conflict.Reason}")
            ),
            _ => "",
        };

    /// <summary>The same for a changed profile.</summary>
    private static string Shown(ChildProfile before, ChildProfile after)
    {
        var shown = new List<string>();
        if (before.SchoolAttendance != after.SchoolAttendance)
            shown.Add($"child.schoolAttendance: {Terms<SchoolAttendance>.Text(after.SchoolAttendance!.Value)}");
        if (before.NetworkCarer != after.NetworkCarer)
            shown.Add("child.networkCarer: identified");
        if (!ReferenceEquals(before.ProtectiveFactors, after.ProtectiveFactors))
            shown.Add($"child.protectiveFactors: {string.Join(' ', after.ProtectiveFactors!.Select(Terms<ProtectiveFactor>.Text))}");
        if (!ReferenceEquals(before.Conflicts, after.Conflicts))
            shown.Add($"conflicts: {Shown(new FactValue.Conflicts(after.Conflicts!))}");
        if (!ReferenceEquals(before.Legal, after.Legal))
            shown.Add($"legal.stepsTaken: {string.Join(' ', after.Legal.StepsTaken!.Select(Terms<Step>.Text))}");
        return string.Join("; ", shown);
    }
}
