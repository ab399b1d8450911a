using System.Text.Json.Nodes;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

public sealed class RuleSetLoaderTests
{
    private static readonly object[] Faults =
    [
        Fault(file => file.Remove("schema"), "rules.json.schema: is required"),
        Fault(file => file["colour"] = 1, "rules.json.colour: is not a known field"),
        Fault(file => file["grounds"]![0]!.AsObject().Remove("source"), "rules.json.grounds[0].source: is required"),
        Fault(file => file["grounds"]![0]!["source"] = null, "rules.json.grounds[0].source: is required"),
        Fault(
            file => file["grounds"]![1]!["opens"] = new JsonArray("locked"),
            "rules.json.grounds[1].opens[0]: must be one of: home-support"
        ),
        Fault(file => file["deciders"]![2]!["minimumAge"] = 18, "rules.json.deciders[2].minimumAge: must be a whole number from 0 to 17"),
        Fault(file => file["deciders"]![3]!["maximumAge"] = 11, "rules.json.deciders[3].minimumAge: must not lie above maximumAge"),
        Fault(file => file["deciders"]![4]!["decider"] = "mayor", "rules.json.deciders[4].decider: must be one of: administration"),
        Fault(file => file["steps"]![0]!["consent"] = "no", "rules.json.steps[0].consent: must be true or false"),
        Fault(file => file["steps"]![1]!["phase"] = "during", "rules.json.steps[1].phase: must be one of: before, after"),
        Fault(
            file => file["confirmations"]![0]!["withinDays"] = 0,
            "rules.json.confirmations[0].withinDays: must be a whole number from 1 to 365"
        ),
        Fault(file => file["conflicts"]![0]!["effect"] = "warn", "rules.json.conflicts[0].effect: must be one of: exclude, condition"),
        Fault(file => file["limits"]![0]!["from"] = "2024-02-30", "rules.json.limits[0].from: must be a date, yyyy-MM-dd"),
        Fault(file => file["limits"]![0]!["to"] = "2024-01-01", "rules.json.limits[0].to: must lie after from"),
        Fault(file => file["birthdays"] = new JsonArray(), "birthdays: there is none"),
        Fault(file => file["birthdays"]![0]!["from"] = "2025-01-01", "birthdays: leaves days from 2024-01-01 on without a rule for any"),
        Fault(file => file["birthdays"]![0]!["to"] = "2030-01-01", "birthdays: leaves days from 2024-01-01 on without a rule for any"),
        Fault(
            file => file["grounds"]![0]!["to"] = "2030-01-01",
            "grounds: leaves days from 2024-01-01 on without a rule for compulsory-placement"
        ),
        Fault(file => RemoveAll(file, "grounds", "ground", "sentence"), "grounds: has no rule for sentence"),
        Fault(file => RemoveAll(file, "deciders", "ground", "sentence"), "deciders: names nobody who can give sentence"),
        Fault(file => RemoveAll(file, "conflicts", "reason", "gang-conflict"), "conflicts: has no rule for gang-conflict"),
        Fault(file => Repeat(file, "birthdays"), "birthdays: has two rules at the same time for any"),
        Fault(file => Repeat(file, "grounds"), "grounds: has two rules at the same time for compulsory-placement"),
        Fault(file => Repeat(file, "deciders"), "deciders: has two rules at the same time for compulsory-placement by committee"),
        Fault(file => Repeat(file, "confirmations"), "confirmations: has two rules at the same time for committee-chair"),
        Fault(file => Repeat(file, "limits"), "limits: has two rules at the same time for detention-partially-closed-consecutive"),
        Fault(
            file => file["circumstances"]![0]!["circumstance"] = "rain",
            "rules.json.circumstances[0].circumstance: must be one of: no-network-carer"
        ),
        Fault(
            file => file["circumstances"]![1]!["effect"] = "warn",
            "rules.json.circumstances[1].effect: must be one of: exclude, condition"
        ),
        Fault(file => file["circumstances"]![2]!.AsObject().Remove("levels"), "rules.json.circumstances[2].levels: is required"),
        Fault(file => file["circumstances"]![3]!.AsObject().Remove("source"), "rules.json.circumstances[3].source: is required"),
        Fault(file => file["circumstances"]![4]!.AsObject().Remove("verified"), "rules.json.circumstances[4].verified: is required"),
        Fault(file => file.Remove("circumstances"), "circumstances: has no rule for no-network-carer"),
        Fault(
            file => file["circumstances"]![4]!["to"] = "2030-01-01",
            "circumstances: leaves days from 2024-01-01 on without a rule for interpreter-needed"
        ),
        Fault(file => Repeat(file, "circumstances"), "circumstances: has two rules at the same time for no-network-carer at network"),
        Fault(file => file["majorities"]![0]!["age"] = 14, "rules.json.majorities[0].age: must be a whole number from 15 to 25"),
        Fault(file => file["majorities"]![0]!["age"] = 26, "rules.json.majorities[0].age: must be a whole number from 15 to 25"),
        Fault(file => file.Remove("majorities"), "majorities: there is none"),
        Fault(file => file["majorities"]![0]!["to"] = "2030-01-01", "majorities: leaves days from 2024-01-01 on without a rule for any"),
        Fault(file => Repeat(file, "majorities"), "majorities: has two rules at the same time for any"),
        Fault(file => file["competences"]![0]!["decider"] = "mayor", "rules.json.competences[0].decider: must be one of: administration"),
        Fault(file => file.Remove("competences"), "competences: names nobody who decides at home-support"),
        Fault(
            file => file["competences"]![2]!["levels"] = new JsonArray("secure", "specially-secured"),
            "competences: names nobody who decides at partially-closed"
        ),
        Fault(
            file => file["competences"]![2]!["from"] = "2024-01-02",
            "competences: leaves days from 2024-01-01 on without a rule for specially-secured"
        ),
        Fault(file => Repeat(file, "competences"), "competences: has two rules at the same time for home-support"),
        Fault(file => file["appeals"]![0]!.AsObject().Remove("custodyHolder"), "rules.json.appeals[0].custodyHolder: is required"),
        Fault(file => file.Remove("acts"), "rules.json.acts: is required"),
        Fault(file => file["acts"]![0]!.AsObject().Remove("where"), "rules.json.acts[0].where: is required"),
        Fault(file => file["acts"]![1]!["id"] = "barnets-lov", "rules.json.acts: name one act twice"),
        Fault(file => file["grounds"]![0]!.AsObject().Remove("id"), "rules.json.grounds[0].id: is required"),
        Fault(file => file["grounds"]![1]!["id"] = "ground-compulsory", "rules.json.grounds[1].id: is the name of another line"),
        Fault(file => file["grounds"]![0]!.AsObject().Remove("legallyReviewed"), "rules.json.grounds[0].legallyReviewed: is required"),
        Fault(file => file["grounds"]![0]!["acts"] = new JsonArray("hearsay"), "rules.json.grounds[0].acts[0]: is not the name of an act"),
        Fault(
            file => file["grounds"]![0]!.AsObject().Remove("acts"),
            "rules.json.grounds[0].acts: must name what was read, where verified is true"
        ),
        Fault(file => file["steps"]![0]!["levels"] = "nowhere", "rules.json.steps[0].levels: is not a group of levels"),
        Fault(file => file["levelGroups"]!["everywhere"]![0] = "sky", "rules.json.levelGroups.everywhere[0]: must be one of: home-support"),
        Fault(file => file["steps"]![0]!["when"] = "often", "rules.json.steps[0].when: must be one of: acute, by-consent"),
        Fault(file => file["reminders"]![0]!.AsObject().Remove("reminder"), "rules.json.reminders[0].reminder: is required"),
        Fault(file => file["unapproved"]![0]!["weeks"] = 0, "rules.json.unapproved[0].weeks: must be a whole number from 1 to 52"),
        Fault(file => Repeat(file, "unapproved"), "unapproved: has two rules at the same time for foster"),
        Fault(file => file["schema"] = 3, "rules.json.acts: is not a known field"),
    ];

    [Test]
    public void The_shipped_rules_load() => Assert.That(TestReferenceData.Rules.Version, Has.Length.EqualTo(32));

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named_by_file_and_path(Action<JsonObject> fault, string problem) =>
        Assert.That(Refusal.Of(() => TestReferenceData.ChangedRules(fault)), Has.Some.StartsWith(problem));

    [Test]
    public void Every_fault_is_listed_at_once()
    {
        var faults = Faults.Cast<object[]>().Skip(3).Take(10).ToArray();

        var problems = Refusal.Of(() =>
            TestReferenceData.ChangedRules(file => Array.ForEach(faults, fault => ((Action<JsonObject>)fault[0])(file)))
        );

        foreach (var fault in faults)
            Assert.That(problems, Has.Some.StartsWith((string)fault[1]));
    }

    [Test]
    public void A_rule_may_follow_another_on_the_day_it_ends() =>
        Assert.That(
            TestReferenceData
                .ChangedRules(file =>
                {
                    Repeat(file, "grounds");
                    file["grounds"]![0]!["to"] = "2027-01-01";
                    file["grounds"]!.AsArray()[^1]!["from"] = "2027-01-01";
                })
                .Grounds,
            Has.Count.EqualTo(TestReferenceData.Rules.Grounds.Count + 1)
        );

    [Test]
    public void Two_rules_that_share_a_day_are_refused() =>
        Assert.That(
            Refusal.Of(() =>
                TestReferenceData.ChangedRules(file =>
                {
                    Repeat(file, "grounds");
                    file["grounds"]![0]!["to"] = "2027-01-02";
                    file["grounds"]!.AsArray()[^1]!["from"] = "2027-01-01";
                })
            ),
            Is.EqualTo(["grounds: has two rules at the same time for compulsory-placement"])
        );

    [Test]
    public void The_first_day_is_that_of_the_earliest_ground() =>
        Assert.That(TestReferenceData.Rules.FirstDay, Is.EqualTo(new DateOnly(2024, 1, 1)));

    private static object[] Fault(Action<JsonObject> change, string problem) => [change, problem];

    private static void Repeat(JsonObject file, string list)
    {
        var again = file[list]![0]!.DeepClone();
        again["id"] = $"{again["id"]}-again";
        file[list]!.AsArray().Add(again);
    }

    private static void RemoveAll(JsonObject file, string list, string field, string value) =>
        file[list]!.AsArray().RemoveAll(rule => (string?)rule![field] == value);
}
