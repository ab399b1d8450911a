using Matching.Engine;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

/// <summary>What the residents of a place mean for a child, with the shipped limits: three years, half of them, two at least.</summary>
public sealed class PeerFitTests
{
    private const string Gang = "peer-gang",
        SelfHarm = "peer-self-harm",
        Age = "peer-age";

    private static readonly Crime Tied = new(CrimeInvolvement.None, false, true);

    [TestCase(false, 0, false, null)]
    [TestCase(false, 1, false, "no-ties/some -3.20")]
    [TestCase(false, 6, null, "no-ties/some -3.20")]
    [TestCase(false, 2, true, "no-ties/conflict -6.40")]
    [TestCase(false, null, true, "no-ties/conflict -6.40")]
    [TestCase(true, 0, false, null)]
    [TestCase(true, 1, false, "ties/some -2.40")]
    [TestCase(true, 2, true, "ties/conflict -8.00")]
    [TestCase(true, null, false, null)]
    [TestCase(true, null, null, null)]
    [TestCase(null, 2, true, null)]
    public void Gang_ties(bool? child, int? group, bool? conflict, string? gives) =>
        Assert.That(
            Points(
                Gang,
                A.Child() with
                {
                    Crime = new Crime(CrimeInvolvement.None, false, child),
                },
                A.PeerGroup() with
                {
                    GangTies = group,
                    GangConflict = conflict,
                }
            ),
            Is.EqualTo(gives)
        );

    [TestCase(Severity.None, "none/many -3.20")]
    [TestCase(Severity.Mild, "slight/many -4.80")]
    [TestCase(Severity.Moderate, "clear/many -6.40")]
    [TestCase(Severity.Severe, "strong/many -8.00")]
    [TestCase(null, null)]
    public void Many_who_harm_themselves_weigh_the_more_the_more_the_child_must_be_protected(Severity? child, string? gives) =>
        Assert.That(Points(SelfHarm, A.Child() with { SelfHarm = child }, Harming(3, 6)), Is.EqualTo(gives));

    [Test]
    public void Nothing_is_said_of_self_harm_until_everything_that_could_point_to_it_is_known()
    {
        Assert.That(Points(SelfHarm, A.Child() with { SuicideRisk = null }, Harming(3, 6)), Is.Null);
        Assert.That(
            Points(SelfHarm, A.Child() with { SuicideRisk = null, SelfHarm = Severity.Mild }, Harming(3, 6)),
            Is.EqualTo("slight/many -4.80")
        );
    }

    [TestCase(1, 1, false, Description = "One alone is not many, though it is all of them")]
    [TestCase(2, 2, true)]
    [TestCase(2, 4, true, Description = "Half of them is many")]
    [TestCase(2, 5, false)]
    [TestCase(3, 7, false)]
    [TestCase(4, 8, true)]
    [TestCase(1, null, false, Description = "One is few among however many")]
    [TestCase(2, null, null, Description = "How many of them is not known")]
    [TestCase(null, 4, null)]
    [TestCase(0, 0, false)]
    public void Many_are_at_least_two_and_half_of_them(int? harming, int? residents, bool? many)
    {
        var column = Column(A.Child(), Harming(harming, residents), company => company.SelfHarm);

        Assert.That(
            column,
            Is.EqualTo(
                many switch
                {
                    null => 0,
                    false => 1,
                    true => 2,
                }
            )
        );
    }

    [TestCase(12, 15, 17, "known/far-younger -6.00")]
    [TestCase(13, 15, 17, null)]
    [TestCase(12, 15, null, "known/far-younger -6.00")]
    [TestCase(17, 10, 14, "known/far-older -3.60")]
    [TestCase(16, 10, 14, null)]
    [TestCase(17, null, 14, "known/far-older -3.60")]
    [TestCase(10, null, 14, null)]
    [TestCase(15, null, null, null)]
    public void Ages(int child, int? youngest, int? oldest, string? gives) =>
        Assert.That(
            Points(Age, A.Child() with { AgeYears = child }, A.PeerGroup() with { YoungestAge = youngest, OldestAge = oldest }),
            Is.EqualTo(gives)
        );

    [TestCase(15, 14, 16, 1, Description = "Among them")]
    [TestCase(11, null, 14, 0, Description = "Perhaps far younger")]
    [TestCase(17, 14, null, 0, Description = "Perhaps far older")]
    public void An_age_is_among_theirs_only_where_both_ends_are_known(int child, int? youngest, int? oldest, int feature) =>
        Assert.That(
            Column(
                A.Child() with
                {
                    AgeYears = child,
                },
                A.PeerGroup() with
                {
                    YoungestAge = youngest,
                    OldestAge = oldest,
                },
                company => company.Ages
            ),
            Is.EqualTo(feature)
        );

    [Test]
    public void Where_the_child_lives_already_it_is_no_company_to_itself()
    {
        var child = A.Child() with { Crime = Tied, SelfHarm = Severity.Severe };
        var group = A.PeerGroup() with { GangTies = 1, SevereSelfHarm = 2, Residents = 4 };
        var staying = child with { CurrentPlacementId = "here" };

        Assert.That(Points(Gang, child, group), Is.EqualTo("ties/some -2.40"));
        Assert.That(Points(Gang, staying, group), Is.Null);
        Assert.That(Points(Gang, staying, group with { GangTies = 2 }), Is.EqualTo("ties/some -2.40"));
        Assert.That(Points(SelfHarm, child, group), Is.EqualTo("strong/many -8.00"));
        Assert.That(Points(SelfHarm, staying, group), Is.Null, "one of the three others");
        Assert.That(
            Points(SelfHarm, staying, group with { SevereSelfHarm = 3 }),
            Is.EqualTo("strong/many -8.00"),
            "two of the three others"
        );
    }

    [Test]
    public void A_child_without_ties_or_self_harm_is_not_taken_out_of_those_who_have_them()
    {
        var staying = A.Child() with { CurrentPlacementId = "here" };

        Assert.That(Points(Gang, staying, A.PeerGroup() with { GangTies = 1 }), Is.EqualTo("no-ties/some -3.20"));
        Assert.That(Points(SelfHarm, staying, Harming(2, 5)), Is.EqualTo("none/many -3.20"), "two of the four others");
    }

    [Test]
    public void A_group_without_residents_says_nothing_for_or_against()
    {
        var empty = new PeerGroup(TestReferenceData.Day, 0, 0, false, 0, null, null);

        Assert.That(
            new[] { Gang, SelfHarm, Age }.Select(criterion =>
                Points(criterion, A.Child() with { Crime = Tied, SelfHarm = Severity.Severe }, empty)
            ),
            Is.All.Null
        );
    }

    [Holds(450)]
    public void What_a_place_tells_of_its_residents_never_raises_it_nor_moves_another(Situation situation)
    {
        var silent = (situation with { PeerGroups = new Dictionary<string, PeerGroup>() }).Scores();
        var told = situation.Scores();

        Assert.That(told.Keys, Is.EquivalentTo(silent.Keys));
        foreach (var (place, score) in told)
            Assert.That(score, situation.PeerGroups.ContainsKey(place) ? Is.AtMost(silent[place]) : Is.EqualTo(silent[place]), place);
    }

    [Holds(450)]
    public void Nothing_known_of_the_residents_is_as_if_nothing_had_been_told(Situation situation)
    {
        var nothing = situation.Places.ToDictionary(
            place => place.Id,
            _ => new PeerGroup(TestReferenceData.Day, null, null, null, null, null, null)
        );
        var (told, silent) = (situation with { PeerGroups = nothing }, situation with { PeerGroups = new Dictionary<string, PeerGroup>() });

        Assert.That(told.Rank().Places, Is.EqualTo(silent.Rank().Places));
        Assert.That(
            told.Ask().Notices,
            Is.EqualTo(silent.Ask().Notices)
                .Using<Matching.Engine.Inquiry.Notice>((one, two) => one.Code == two.Code && one.Values.SequenceEqual(two.Values))
        );
        Assert.That(told.Ask().KnowledgeGaps, Is.EqualTo(silent.Ask().KnowledgeGaps));
    }

    [Holds(900)]
    public void A_worse_group_never_scores_higher_nor_moves_another_place(Situation situation)
    {
        var some = new Some(situation.Seed);
        var place = some.One(situation.Places).Id;
        var group = some.PeerGroup();
        var age = A.Case(situation.Child, situation.Catalogue).AgeYears;
        var better = With(group);
        var worse = With(Worse(group, age, some.Below(4)));
        var (before, after) = (better.Scores(), worse.Scores());

        Assert.That(after.Keys, Is.EquivalentTo(before.Keys));
        foreach (var (id, score) in after)
            Assert.That(score, id == place ? Is.AtMost(before[id]) : Is.EqualTo(before[id]), id);

        Situation With(PeerGroup at) =>
            situation with
            {
                PeerGroups = new Dictionary<string, PeerGroup>(situation.PeerGroups) { [place] = at },
            };
    }

    [Test]
    public void On_criteria_of_an_earlier_schema_residents_give_no_points()
    {
        var referenceData = TestReferenceData.With(A.Place(id: "here")) with { Criteria = TestReferenceData.EarlierCriteria };
        var silent = Matcher.Rank(A.Child(), referenceData, TestReferenceData.Day);
        var told = Matcher.Rank(
            A.Child(),
            referenceData with
            {
                PeerGroups = new Dictionary<string, PeerGroup>
                {
                    ["here"] = A.PeerGroup() with { GangTies = 3, GangConflict = true, SevereSelfHarm = 6 },
                },
            },
            TestReferenceData.Day
        );

        Assert.That(told.Places, Is.EqualTo(silent.Places));
        Assert.That(told.ActiveCriteria.Select(active => active.Index), Is.All.LessThan(TestReferenceData.EarlierCriteria.Criteria.Length));
    }

    private static PeerGroup Harming(int? harming, int? residents) =>
        A.PeerGroup() with
        {
            SevereSelfHarm = harming,
            Residents = residents,
        };

    /// <summary>The group with one thing worse, or itself where it cannot be.</summary>
    private static PeerGroup Worse(PeerGroup group, int age, int which) =>
        which switch
        {
            0 when group.GangTies is { } ties && ties < (group.Residents ?? 99) => group with { GangTies = ties + 1 },
            1 when group.GangTies != 0 => group with { GangConflict = true },
            2 when group.SevereSelfHarm is { } harming && harming < (group.Residents ?? 99) => group with { SevereSelfHarm = harming + 1 },
            3 when group.YoungestAge > age => group with { YoungestAge = group.YoungestAge + 1, OldestAge = group.OldestAge + 1 },
            3 when group.OldestAge < age => group with { YoungestAge = group.YoungestAge - 1, OldestAge = group.OldestAge - 1 },
            _ => group,
        };

    private static byte Column(ChildProfile child, PeerGroup group, Func<PeerFit, byte[]> column)
    {
        var catalogue = A.Catalogue(A.Place(id: "here"));
        var groups = new Dictionary<string, PeerGroup> { ["here"] = group };
        return column(PeerFit.Of(A.Case(child, catalogue, peerGroups: groups), catalogue, TestReferenceData.Criteria.Peers!)!)[0];
    }

    /// <summary>What a criterion gives the one place: row, column and points; null where it gives nothing.</summary>
    private static string? Points(string criterion, ChildProfile child, PeerGroup group)
    {
        var answer = new Situation(child, [A.Place(id: "here")], 0)
        {
            PeerGroups = new Dictionary<string, PeerGroup> { ["here"] = group },
        }.Ask();
        return answer
            .Placements.Single()
            .Contributions.Where(one => one.Criterion == criterion)
            .Select(one => FormattableString.Invariant($"{one.State}/{one.Feature} {one.Points / 100m:0.00}"))
            .SingleOrDefault();
    }
}
