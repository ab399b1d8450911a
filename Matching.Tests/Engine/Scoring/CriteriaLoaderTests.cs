using System.Text.Json.Nodes;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

public sealed class CriteriaLoaderTests
{
    private static readonly object[] Faults =
    [
        Fault(file => file.Remove("schema"), "criteria.json.schema: is required"),
        Fault(file => file["colour"] = 1, "criteria.json.colour: is not a known field"),
        Fault(
            file => file["fit"]!["clear"]!["good"] = 15,
            "criteria.json.fit.clear: a better capability must be worth more, the more so the stronger the need"
        ),
        Fault(
            file => file["fit"]!["slight"]!["none"] = 25,
            "criteria.json.fit.slight: a better capability must be worth more, the more so the stronger the need"
        ),
        Fault(
            file => file["fit"]!["slight"]!["strong"] = 60,
            "criteria.json.fit.clear: a better capability must be worth more, the more so the stronger the need"
        ),
        Fault(file => file["fit"]!["strong"]!["unknown"] = 5, "criteria.json.fit.strong.unknown: is not a known field"),
        Fault(file => file["fit"]!["strong"]!["good"] = 201, "criteria.json.fit.strong.good: must be a whole number from -200 to 200"),
        Fault(file => file["fit"]!["strong"]!["good"] = 55.5, "criteria.json.fit.strong.good: must be a whole number from -200 to 200"),
        Fault(file => file["leastMet"]!["clear"] = "enough", "criteria.json.leastMet.clear: must be one of: none, some, good, strong"),
        Fault(
            file => file["ladder"]!["needs"]!["school"]!.AsObject().Remove("strong"),
            "criteria.json.ladder.needs.school.strong: is required"
        ),
        Fault(
            file => file["ladder"]!["needs"]!["violence-safety"]!["strong"] = "foster",
            "criteria.json.ladder.needs.violence-safety.strong: a stronger need must not justify less"
        ),
        Fault(
            file => file["ladder"]!["grounds"]!["sentence"] = "prison",
            "criteria.json.ladder.grounds.sentence: must be one of: home-support"
        ),
        Fault(
            file => file["confidence"]!["intervalPercent"] = 0,
            "criteria.json.confidence.intervalPercent: must be a whole number from 1 to 100"
        ),
        Fault(file => Of(file, "child-wish")["points"] = 0, "must be above zero and within low and high"),
        Fault(file => Of(file, "child-wish")["low"] = 0, "must be above zero and within low and high"),
        Fault(file => Of(file, "child-wish")["low"] = 9, "must be above zero and within low and high"),
        Fault(file => Of(file, "child-wish")["high"] = 4, "must be above zero and within low and high"),
        Fault(file => Of(file, "child-wish")["points"] = 5.005, "must be points from 0 to 100 with at most two decimals"),
        Fault(
            file => Of(file, "child-wish")["table"]!["asked"]!["prefer"] = 0,
            "a wish to go there must count for, a wish to avoid it against"
        ),
        Fault(
            file => Of(file, "parents-wish")["table"]!["asked"]!["avoid"] = 0,
            "a wish to go there must count for, a wish to avoid it against"
        ),
        Fault(file => Of(file, "child-wish")["table"]!["asked"]!["none"] = 1, "table.none: must score nothing for or against"),
        Fault(
            file => Of(file, "family-contact")["table"]!["unknown"] = new JsonObject { ["near"] = 1 },
            "table.unknown: must score nothing for or against"
        ),
        Fault(file => Of(file, "peer-crime")["table"]!["none"]!["unknown"] = -1, "table.unknown: must score nothing for or against"),
        Fault(
            file => Of(file, "peer-crime")["table"]!["guilty"] = new JsonObject(),
            "table.guilty: must be one of: unknown, none, at-risk, involved"
        ),
        Fault(file => Of(file, "intrusion")["table"]!["foster"]!["secure"] = -10, "each step above it less than the step below"),
        Fault(file => Of(file, "intrusion")["table"]!["foster"]!["network"] = 5, "a level up to the justified one must score zero"),
        Fault(file => Of(file, "age-fit")["code"] = "age-gap", "code: is not a criterion the engine knows"),
        Fault(file => Of(file, "age-fit")["code"] = "age-gap", "criteria.json.criteria: age-fit is missing"),
        Fault(file => file["criteria"]!.AsArray().Add(Of(file, "age-fit").DeepClone()), "criteria.json.criteria: age-fit is there twice"),
        Fault(file => Of(file, "peer-gang")["table"]!["ties"]!["unknown"] = -1, "table.unknown: must score nothing for or against"),
        Fault(file => Of(file, "peer-gang")["table"]!["ties"]!["none"] = -1, "table.none: must score nothing for or against"),
        Fault(
            file => Of(file, "peer-gang")["table"]!["unknown"] = new JsonObject { ["some"] = -1 },
            "table.unknown: must score nothing for or against"
        ),
        Fault(file => Of(file, "peer-gang")["table"]!["ties"]!["some"] = 1, "residents must not count for a place"),
        Fault(
            file => Of(file, "peer-gang")["table"]!["ties"]!["conflict"] = -29,
            "a conflict between gangs must not count less than gang ties"
        ),
        Fault(file => Of(file, "peer-self-harm")["table"]!["clear"]!["few"] = -5, "table.few: must score nothing for or against"),
        Fault(
            file => Of(file, "peer-self-harm")["table"]!["strong"]!["many"] = -79,
            "many who harm themselves must not count less the stronger the need"
        ),
        Fault(file => Of(file, "peer-age")["table"]!["known"]!["among"] = 5, "table.among: must score nothing for or against"),
        Fault(file => Of(file, "peer-age")["table"]!["known"]!["far-older"] = 5, "residents must not count for a place"),
        Fault(file => file.Remove("peers"), "criteria.json.peers: is required"),
        Fault(file => file["peers"]!["ageGapYears"] = 0, "criteria.json.peers.ageGapYears: must be a whole number from 1 to 17"),
        Fault(file => file["peers"]!["manyPercent"] = 101, "criteria.json.peers.manyPercent: must be a whole number from 1 to 100"),
        Fault(file => file["peers"]!.AsObject().Remove("manyLeast"), "criteria.json.peers.manyLeast: is required"),
        Fault(file => file["peers"]!["freshDays"] = 0, "criteria.json.peers.freshDays: must be a whole number from 1 to 3650"),
        Fault(file => file["peers"]!.AsObject().Remove("source"), "criteria.json.peers.source: is required"),
        Fault(file => file["schema"] = 4, "criteria.json.schema: must be a whole number from 1 to 3"),
        Fault(file => file["schema"] = 1, "criteria.json.peers: is not a known field"),
        Fault(file => file["schema"] = 1, "criteria.json.criteria: peer-age needs schema 2"),
        Fault(file => Of(file, "peer-age")["code"] = "peer-ages", "criteria.json.criteria: peer-age is missing"),
        Fault(file => Of(file, "age-fit").Remove("source"), "source: is required"),
        Fault(file => Of(file, "age-fit")["rationale"]!.AsObject().Remove("da"), "rationale.da: is required"),
        Fault(
            file => Fact(file, "child.sex")["fact"] = "child.ethnicity",
            "criteria.json.facts: child.ethnicity is not a fact the engine knows"
        ),
        Fault(file => Fact(file, "child.sex")["fact"] = "child.selfHarm", "criteria.json.facts: child.selfHarm is there twice"),
        Fault(file => Fact(file, "child.sex")["fact"] = "child.selfHarm", "criteria.json.facts: child.sex is missing"),
        Fault(file => Answers(file, "child.selfHarm").Remove("mild"), "criteria.json.facts: child.selfHarm lacks the answer mild"),
        Fault(
            file => Answers(file, "child.selfHarm")["deep"] = new JsonObject { ["share"] = 1 },
            "criteria.json.facts: child.selfHarm has no answer deep"
        ),
        Fault(file => Answers(file, "child.selfHarm")["mild"]!["share"] = -1, "answers.mild.share: must be a whole number from 0 to 1000"),
        Fault(file => Answers(file, "child.selfHarm")["mild"]!.AsObject().Remove("share"), "answers.mild.share: is required"),
        Fault(file => Answers(file, "child.selfHarm")["mild"]!["needs"]!["love"] = "strong", "answers.mild.needs.love: is not a need"),
        Fault(
            file => Answers(file, "child.selfHarm")["mild"]!["needs"]!["school"] = "huge",
            "answers.mild.needs.school: must be one of: none, slight, clear, strong"
        ),
        Fault(
            file => Answers(file, "child.absconding.longestAbsenceDays").Remove("1-2"),
            "child.absconding.longestAbsenceDays must cover every number once; 3-13 does not follow on"
        ),
        Fault(
            file => Answers(file, "child.absconding.longestAbsenceDays").Remove("14+"),
            "child.absconding.longestAbsenceDays must end with an open range such as 10+"
        ),
        Fault(
            file => Answers(file, "child.absconding.longestAbsenceDays")["many"] = new JsonObject { ["share"] = 1 },
            "child.absconding.longestAbsenceDays must be answered by ranges such as 0, 1-2 and 10+"
        ),
        Fault(
            file => file["diagnosisGroups"]![0]!["codes"]!.AsArray().Add("F84"),
            "criteria.json.diagnosisGroups: F84 is in more than one group"
        ),
        Fault(
            file => file["diagnosisGroups"]![0]!["codes"] = new JsonArray(),
            "criteria.json.diagnosisGroups: exactly one group must have no codes: it takes all others"
        ),
        Fault(file => file["diagnosisGroups"]![0]!["group"] = "autism", "criteria.json.diagnosisGroups: autism is there twice"),
        Fault(
            file => file["diagnosisGroups"]![0]!["group"] = "new-group",
            "criteria.json.facts: child.diagnoses lacks the answer new-group"
        ),
    ];

    [Test]
    public void The_shipped_criteria_load() =>
        Assert.That(TestReferenceData.Criteria.Criteria.Select(criterion => criterion.Shape), Is.EqualTo(CriterionShape.All));

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named(Action<JsonObject> fault, string problem) =>
        Assert.That(Refusal.Of(() => TestReferenceData.ChangedCriteria(fault)), Has.Some.Contains(problem));

    [Test]
    public void Criteria_of_schema_1_load_without_what_came_later()
    {
        var earlier = TestReferenceData.EarlierCriteria;

        Assert.That(earlier.Criteria.Select(criterion => criterion.Shape), Is.EqualTo(CriterionShape.All.Where(shape => shape.Since == 1)));
        Assert.That((earlier.Peers, earlier.Find("peer-gang")), Is.EqualTo(((PeerSettings?)null, (Criterion?)null)));
    }

    [Test]
    public void Every_fault_is_listed_at_once()
    {
        var faults = Faults.Cast<object[]>().Skip(5).Take(6).Concat(Faults.Cast<object[]>().Skip(21).Take(4)).ToArray();

        var problems = Refusal.Of(() =>
            TestReferenceData.ChangedCriteria(file => Array.ForEach(faults, fault => ((Action<JsonObject>)fault[0])(file)))
        );

        foreach (var fault in faults)
            Assert.That(problems, Has.Some.Contains((string)fault[1]));
    }

    [Test]
    public void Ethnic_origin_is_no_fact_of_the_engine() =>
        Assert.That(
            Facts
                .All.Select(fact => fact.Path)
                .Concat(typeof(ChildProfile).GetProperties().Select(property => property.Name))
                .Where(name =>
                    name.Contains("ethnic", StringComparison.OrdinalIgnoreCase)
                    || name.Contains("national", StringComparison.OrdinalIgnoreCase)
                ),
            Is.Empty
        );

    [Test]
    public void Unknown_capability_scores_nothing_at_any_strength() =>
        Assert.That(
            TestReferenceData
                .Criteria.Criteria.Take(Needs.Count)
                .SelectMany(criterion => criterion.Percent.Select(row => row[PlacementIndex.UnknownCapability])),
            Is.All.Zero
        );

    [TestCase("F84", "autism")]
    [TestCase("F84.5", "autism")]
    [TestCase("F90.0", "attention-disorder")]
    [TestCase("F98.8", "attention-disorder", Description = "The longest beginning decides")]
    [TestCase("F98.9", "childhood-disorder")]
    [TestCase("F32.1", "depression")]
    [TestCase("F32.2", "severe-depression")]
    [TestCase("F43.1", "post-traumatic-stress")]
    [TestCase("F43.2", "stress-reaction")]
    [TestCase("F99", "other-psychiatric")]
    [TestCase("X78", "intentional-self-harm")]
    [TestCase("J45", "other-diagnosis")]
    [TestCase("D50", "other-diagnosis")]
    public void A_diagnosis_belongs_to_the_group_of_its_longest_beginning(string code, string group) =>
        Assert.That(TestReferenceData.Criteria.GroupOf(code).Name, Is.EqualTo(group));

    [TestCase(0, "0")]
    [TestCase(1, "1-2")]
    [TestCase(2, "1-2")]
    [TestCase(3, "3-5")]
    [TestCase(5, "3-5")]
    [TestCase(6, "6+")]
    [TestCase(10_000, "6+")]
    public void A_number_falls_into_its_range(int episodes, string answer) =>
        Assert.That(TestReferenceData.Criteria.BinOf("child.absconding.episodesLast12Months", episodes), Is.EqualTo(answer));

    [Test]
    public void A_number_of_times_is_never_negative() =>
        Assert.That(
            () => TestReferenceData.Criteria.BinOf("child.absconding.episodesLast12Months", -1),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    private static object[] Fault(Action<JsonObject> change, string problem) => [change, problem];

    private static JsonObject Of(JsonObject file, string code) =>
        file["criteria"]!.AsArray().First(criterion => (string?)criterion!["code"] == code)!.AsObject();

    private static JsonObject Fact(JsonObject file, string path) =>
        file["facts"]!.AsArray().First(fact => (string?)fact!["fact"] == path)!.AsObject();

    private static JsonObject Answers(JsonObject file, string path) => Fact(file, path)["answers"]!.AsObject();
}
