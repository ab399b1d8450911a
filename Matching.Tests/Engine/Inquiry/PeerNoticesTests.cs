using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class PeerNoticesTests
{
    private static readonly PeerGroup Worst = A.PeerGroup() with
    {
        GangTies = 3,
        GangConflict = true,
        SevereSelfHarm = 4,
        YoungestAge = 16,
        OldestAge = 17,
    };

    private static readonly ChildProfile Child = A.Child() with
    {
        AgeYears = 12,
        SelfHarm = Severity.Moderate,
        Crime = new Crime(CrimeInvolvement.None, false, true),
    };

    [Test]
    public void A_group_that_speaks_against_the_first_place_is_a_notice_that_names_what() =>
        Assert.That(Risk(Child, Worst), Is.EqualTo(("The place here", "peer-gang.conflict|peer-self-harm.many|peer-age.far-younger")));

    [Test]
    public void Only_what_speaks_against_it_is_named()
    {
        Assert.That(Risk(Child, A.PeerGroup() with { YoungestAge = 11, GangTies = 1 })?.Risks, Is.EqualTo("peer-gang.some"));
        Assert.That(Risk(Child, A.PeerGroup() with { YoungestAge = 15 })?.Risks, Is.EqualTo("peer-age.far-younger"));
        Assert.That(Risk(Child, A.PeerGroup() with { YoungestAge = 11 }), Is.Null);
    }

    [Test]
    public void A_conflict_between_gangs_is_named_also_where_it_gives_no_points()
    {
        var criteria = TestReferenceData.ChangedCriteria(file =>
            file["criteria"]!.AsArray().First(one => (string?)one!["code"] == "peer-gang")!["table"]!["ties"]!.AsObject().Clear()
        );
        var groups = new Dictionary<string, PeerGroup>
        {
            ["here"] = A.PeerGroup() with { GangTies = 2, GangConflict = true, YoungestAge = 12 },
        };

        var answer = CaseInquiry.Ask(
            Child,
            TestReferenceData.With(A.Place(id: "here")) with
            {
                Criteria = criteria,
                PeerGroups = groups,
            },
            NoneFree,
            TestReferenceData.Day
        );

        Assert.That(answer.Placements.Single().Contributions.Select(one => one.Criterion), Has.None.EqualTo("peer-gang"));
        Assert.That(RiskIn(answer)?.Risks, Is.EqualTo("peer-gang.conflict"));
    }

    [Test]
    public void The_group_of_another_place_is_no_notice()
    {
        var answer = new Situation(Child, [A.Place(id: "here"), A.Place(id: "there")], 0)
        {
            PeerGroups = new Dictionary<string, PeerGroup> { ["there"] = Worst },
        }.Ask();

        Assert.That(answer.Placements[0].PlacementId, Is.EqualTo("here"));
        Assert.That(answer.Notices.Select(notice => notice.Code), Has.None.StartsWith("peer-group"));
    }

    [TestCase(-30, false)]
    [TestCase(0, false)]
    [TestCase(90, false)]
    [TestCase(91, true)]
    public void What_was_told_longer_ago_than_it_is_taken_to_hold_is_a_notice(int daysAgo, bool old) =>
        Assert.That(
            Ask(Child, A.PeerGroup() with { AsOf = TestReferenceData.Day.AddDays(-daysAgo) })
                .Notices.Where(notice => notice.Code == "peer-group-old")
                .Select(notice => notice.Values),
            old
                ? Is.EqualTo(new[] { new[] { KeyValuePair.Create("first", "The place here"), KeyValuePair.Create("days", "90") } })
                : Is.Empty
        );

    [Holds]
    public void A_notice_about_the_group_holds_no_number_of_residents(Situation situation)
    {
        foreach (var notice in situation.Ask().Notices.Where(notice => notice.Code == "peer-group-risk"))
            Assert.That(notice.Values.Where(value => value.Key != "first").Select(value => value.Value), Has.None.Matches(@"\d"));
    }

    [Test]
    public void The_answer_says_of_each_place_whether_and_when_it_told()
    {
        var groups = new Dictionary<string, PeerGroup>
        {
            ["closed"] = A.PeerGroup(),
            ["here"] = A.PeerGroup() with { AsOf = new DateOnly(2026, 1, 2) },
        };
        var answer = new Situation(Child, [A.Place(id: "here"), A.Place(id: "there"), A.Place(Level.Secure, "closed")], 0)
        {
            PeerGroups = groups,
        }.Ask();

        Assert.That(
            answer.Placements.Select(place => (place.PlacementId, place.PeerGroupAsOf)),
            Is.EquivalentTo([("here", new DateOnly(2026, 1, 2)), ("there", (DateOnly?)null), ("closed", TestReferenceData.Day)])
        );
    }

    private static readonly Dictionary<string, Availability> NoneFree = [];

    private static Answer Ask(ChildProfile child, PeerGroup group) =>
        new Situation(child, [A.Place(id: "here")], 0) { PeerGroups = new Dictionary<string, PeerGroup> { ["here"] = group } }.Ask();

    private static (string First, string Risks)? Risk(ChildProfile child, PeerGroup group) => RiskIn(Ask(child, group));

    private static (string First, string Risks)? RiskIn(Answer answer) =>
        answer.Notices.SingleOrDefault(notice => notice.Code == "peer-group-risk") is { } notice
            ? (notice.Values.Single(value => value.Key == "first").Value, notice.Values.Single(value => value.Key == "risks").Value)
            : null;
}
