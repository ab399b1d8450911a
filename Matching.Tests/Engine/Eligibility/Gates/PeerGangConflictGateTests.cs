using Matching.Engine.Eligibility;
using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class PeerGangConflictGateTests
{
    private static IEnumerable<Level> Levels => Terms<Level>.All;

    [TestCaseSource(nameof(Levels))]
    public void A_child_with_gang_ties_comes_into_a_conflict_between_gangs_only_once_it_is_settled(Level level) =>
        Assert.That(Findings(ties: true, conflict: true, level), Is.EqualTo(["peer-gang-conflict"]));

    [TestCase(true, false)]
    [TestCase(true, null)]
    [TestCase(false, true)]
    [TestCase(null, true)]
    public void Without_both_known_to_be_so_it_says_nothing(bool? ties, bool? conflict) => Assert.That(Findings(ties, conflict), Is.Empty);

    [Test]
    public void Where_nothing_is_known_of_the_child_and_crime_it_says_nothing() =>
        Assert.That(GateFindings.Of(new PeerGangConflictGate(), A.Child() with { Crime = null }, A.Place(), peers: Conflict), Is.Empty);

    [Test]
    public void A_place_that_has_not_told_says_nothing() =>
        Assert.That(GateFindings.Of(new PeerGangConflictGate(), Tied, A.Place()), Is.Empty);

    [Test]
    public void It_names_the_place_s_own_word_and_its_day_as_the_source()
    {
        var catalogue = A.Catalogue(A.Place(id: "here"));
        var groups = new Dictionary<string, PeerGroup> { ["here"] = Conflict with { AsOf = new DateOnly(2026, 1, 2) } };

        var finding = new PeerGangConflictGate().Ask(A.Case(Tied, catalogue, peerGroups: groups), catalogue, 0).Findings.Single();

        Assert.That(
            (finding.Source, finding.Verified, finding.Code),
            Is.EqualTo(("Oplyst af stedet 2026-01-02", false, Condition.PeerGangConflict))
        );
        Assert.That(finding.Basis, Is.EqualTo(["child.crime.gangTies"]));
    }

    [Test]
    public void It_makes_a_place_conditional_and_never_excludes_it()
    {
        var groups = new Dictionary<string, PeerGroup> { ["a"] = Conflict };
        var ranking = new Situation(Tied, [A.Place(id: "a"), A.Place(id: "b")], 0) { PeerGroups = groups }.Rank();

        Assert.That(
            (ranking.EligibilityAssessment.EligibilityStatusOf(0), ranking.EligibilityAssessment.EligibilityStatusOf(1)),
            Is.EqualTo((EligibilityStatus.Conditional, EligibilityStatus.Eligible))
        );
        Assert.That(Situation.OrderOf(ranking), Is.EqualTo(["b", "a"]));
    }

    private static PeerGroup Conflict => A.PeerGroup() with { GangTies = 2, GangConflict = true };

    private static ChildProfile Tied => A.Child() with { Crime = new Crime(CrimeInvolvement.None, false, true) };

    private static string[] Findings(bool? ties, bool? conflict, Level level = Level.OpenResidential) =>
        GateFindings.Of(
            new PeerGangConflictGate(),
            A.Child() with
            {
                Crime = new Crime(CrimeInvolvement.None, false, ties),
            },
            A.Place(level),
            peers: Conflict with
            {
                GangConflict = conflict,
            }
        );
}
