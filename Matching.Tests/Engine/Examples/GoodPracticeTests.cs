using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using NUnit.Framework;

namespace Matching.Tests.Engine.Examples;

/// <summary>What any experienced visitator or lawyer would expect when one fact of an example changes.</summary>
public sealed class GoodPracticeTests
{
    const string SelfHarm = "01-severe-self-harm",
        CrimeThreatened = "02-crime-threatened",
        Remand = "03-remand",
        Danger = "05-danger-and-observation-13",
        Board = "06-youth-crime-board-11",
        Disability = "08-autism-and-disability",
        Mild = "09-mild-with-locked-ground",
        Between = "11-between-offers";

    [TestCase(SelfHarm, "skodsborg")]
    [TestCase(CrimeThreatened, "nexus")]
    [TestCase(Remand, "soenderbro")]
    [TestCase("04-youth-sanction", "nexus")]
    [TestCase(Danger, "soenderbro")]
    [TestCase(Board, "regional-secure-children")]
    [TestCase("07-opioid-dependence", "substance-residence")]
    [TestCase(Disability, "cognitive-home")]
    [TestCase("10-small-child-with-network", "network-care")]
    [TestCase(Between, "skodsborg")]
    public void The_place_that_is_built_for_the_child_comes_first(string name, string first) =>
        Assert.That(Example.Rank(Example.Open(name)).Placements[0].PlacementId, Is.EqualTo(first));

    [Test]
    public void A_ground_alone_puts_no_locked_place_above_an_open_one()
    {
        var answer = Example.Rank(Example.Open(Mild));

        Assert.That(Rank(answer, "nexus-open"), Is.LessThan(Rank(answer, "nexus")));
        Assert.That(Rank(answer, "skodsborg-open"), Is.LessThan(Rank(answer, "skodsborg")));
    }

    [TestCase(Mild)]
    [TestCase(CrimeThreatened)]
    public void More_self_harm_moves_Skodsborg_up_against_Nexus(string name) =>
        Assert.That(Leads(name, "skodsborg", "nexus", "child.selfHarm", "none", "mild", "moderate", "severe"), Is.Ordered.And.Unique);

    [TestCase(SelfHarm)]
    [TestCase(CrimeThreatened)]
    public void Gang_ties_move_Nexus_up_against_Skodsborg(string name) =>
        Assert.That(
            Lead(Example.Rank(With(name, ("child.crime", Crime("at-risk", true)))), "nexus", "skodsborg"),
            Is.GreaterThan(Lead(Example.Rank(With(name, ("child.crime", Crime("at-risk", false)))), "nexus", "skodsborg"))
        );

    [Test]
    public void More_violence_moves_a_secure_place_up_against_a_partially_closed_one() =>
        Assert.That(
            Leads(Danger, "soenderbro", "skodsborg", "child.violenceAgainstOthers", "none", "threats", "minor", "serious"),
            Is.Ordered
        );

    [Test]
    public void Several_clear_needs_at_once_justify_what_none_of_them_justifies_alone()
    {
        var alone = With(Mild, ("child.externalisingBehaviour", "moderate"));
        var two = With(Mild, ("child.externalisingBehaviour", "moderate"), ("child.crime", Crime("charged", false)));
        var three = With(
            Mild,
            ("child.externalisingBehaviour", "moderate"),
            ("child.crime", Crime("charged", false)),
            ("child.absconding", Absconding(5))
        );

        Assert.That(
            new[] { alone, two, three }.Select(body => Points(Example.Rank(body), "nexus", "intrusion")),
            Is.EqualTo([-1600, -1600, 0])
        );
    }

    [Test]
    public void Needs_that_count_together_are_the_basis_of_the_level()
    {
        var answer = Example.Rank(
            With(
                Mild,
                ("child.externalisingBehaviour", "moderate"),
                ("child.crime", Crime("charged", false)),
                ("child.absconding", Absconding(5)),
                ("legal.grounds", null)
            )
        );

        Assert.That(
            Place(answer, "soenderbro").Contributions.Single(part => part.Criterion == "intrusion").Basis,
            Does.Contain("child.externalisingBehaviour")
                .And.Contain("child.crime.involvement")
                .And.Contain("child.absconding.episodesLast12Months")
        );
    }

    [TestCase("typical", 0)]
    [TestCase("borderline", 0)]
    [TestCase("mild-disability", -400)]
    [TestCase("moderate-disability", -1000)]
    public void The_further_a_child_is_from_those_a_place_is_for_the_more_it_counts(string level, int points) =>
        Assert.That(
            Points(Example.Rank(With(SelfHarm, ("child.cognitiveLevel", level))), "skodsborg", "cognition-fit"),
            Is.EqualTo(points)
        );

    [Test]
    public void A_cognitive_level_that_is_not_known_counts_nothing() =>
        Assert.That(Points(Example.Rank(With(SelfHarm, ("child.cognitiveLevel", null))), "skodsborg", "cognition-fit"), Is.Zero);

    [Test]
    public void A_conflict_at_one_department_has_to_be_settled_before_the_other_is_used()
    {
        var body = With(
            CrimeThreatened,
            ("conflicts", new JsonArray(new JsonObject { ["placementId"] = "nexus", ["reason"] = "gang-conflict" }))
        );

        var answer = Example.Rank(body);

        Assert.That(Place(answer, "nexus").EligibilityStatus, Is.EqualTo(EligibilityStatus.Excluded));
        Assert.That(Place(answer, "nexus-open").EligibilityStatus, Is.EqualTo(EligibilityStatus.Conditional));
        Assert.That(Place(answer, "nexus-open").Conditions.Select(condition => condition.Code), Does.Contain("conflict-at-institution"));
        Assert.That(
            Place(answer, "skodsborg-open").Conditions.Select(condition => condition.Code),
            Does.Not.Contain("conflict-at-institution")
        );
    }

    [Test]
    public void On_a_tie_a_place_that_exists_stands_before_an_invented_one()
    {
        var bare = JsonNode.Parse(
            """
            { "caseReference": "T-1", "asOf": "2026-11-22", "child": { "ageYears": 16 }, "legal": { "grounds": [ "remand-surrogate" ], "decidedBy": "court" } }
            """
        )!;

        var answer = Example.Rank(bare);

        Assert.That(Place(answer, "soenderbro").Score, Is.EqualTo(Place(answer, "regional-secure-general").Score));
        Assert.That(answer.Placements[0].PlacementId, Is.EqualTo("soenderbro"));
    }

    [TestCase(Remand, 15, true)]
    [TestCase(Remand, 14, false)]
    [TestCase(Danger, 12, true)]
    [TestCase(Danger, 11, true)] // on a dispensation, which is a condition
    [TestCase(Board, 10, true)]
    [TestCase(Board, 9, false)]
    public void A_secure_place_opens_at_the_age_the_decider_may_lock_from(string name, int age, bool open) =>
        Assert.That(
            Place(Example.Rank(With(name, ("child.ageYears", age))), "regional-secure-children").EligibilityStatus
                != EligibilityStatus.Excluded,
            Is.EqualTo(open)
        );

    [Test]
    public void The_administration_locks_nobody_in() =>
        Assert.That(
            Place(Example.Rank(With(SelfHarm, ("legal.decidedBy", "administration"))), "skodsborg").EligibilityStatus,
            Is.EqualTo(EligibilityStatus.Excluded)
        );

    [Test]
    public void No_ground_excludes_and_a_ground_not_assessed_is_a_condition()
    {
        Assert.That(
            Place(Example.Rank(With(SelfHarm, ("legal.grounds", new JsonArray()))), "skodsborg").EligibilityStatus,
            Is.EqualTo(EligibilityStatus.Excluded)
        );
        Assert.That(
            Place(Example.Rank(With(SelfHarm, ("legal.grounds", null))), "skodsborg").EligibilityStatus,
            Is.EqualTo(EligibilityStatus.Conditional)
        );
    }

    [Test]
    public void The_need_for_an_interpreter_never_changes_a_score() =>
        Assert.That(
            Example.Rank(With(SelfHarm, ("child.interpreterNeeded", true))).Placements.Select(place => (place.PlacementId, place.Score)),
            Is.EqualTo(Example.Rank(Example.Open(SelfHarm)).Placements.Select(place => (place.PlacementId, place.Score)))
        );

    static JsonNode With(string name, params (string Path, JsonNode? Value)[] changes)
    {
        var body = Example.Open(name);
        foreach (var (path, value) in changes)
        {
            var steps = path.Split('.');
            steps[..^1].Aggregate(body, (node, step) => node[step]!)[steps[^1]] = value;
        }
        return body;
    }

    static JsonObject Crime(string involvement, bool gangTies) =>
        new()
        {
            ["involvement"] = involvement,
            ["violent"] = false,
            ["gangTies"] = gangTies,
        };

    static JsonObject Absconding(int episodes) =>
        new()
        {
            ["episodesLast12Months"] = episodes,
            ["longestAbsenceDays"] = 1,
            ["harmDuringAbsence"] = false,
        };

    static int[] Leads(string name, string one, string other, string path, params string[] values) =>
        [.. values.Select(value => Lead(Example.Rank(With(name, (path, value))), one, other))];

    static int Lead(Answer answer, string one, string other) => Place(answer, one).Score!.Value - Place(answer, other).Score!.Value;

    static int Rank(Answer answer, string id) => Place(answer, id).Rank!.Value;

    static int Points(Answer answer, string id, string criterion) =>
        Place(answer, id).Contributions.Where(part => part.Criterion == criterion).Sum(part => part.Points);

    static AnsweredPlacement Place(Answer answer, string id) => answer.Placements.Single(place => place.PlacementId == id);
}
