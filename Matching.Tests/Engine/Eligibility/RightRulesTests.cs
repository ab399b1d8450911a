using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>The rights that letters say of.</summary>
public sealed class RightRulesTests
{
    [Test]
    public void Every_child_may_be_heard_and_call_for_help_whoever_decides() =>
        Assert.That(
            from level in Terms<Level>.All
            from decider in new[] { Decider.Administration, Decider.Committee, Decider.CommitteeChair }
            where
                !Holds(LegalRight.BeHeard, RightHolder.Child, level, decider, 0)
                || !Holds(LegalRight.Companion, RightHolder.Child, level, decider, 0)
                || !Holds(LegalRight.Helpline, RightHolder.Child, level, decider, 0)
            select (level, decider),
            Is.Empty
        );

    [TestCase(Decider.Committee, 9, false)]
    [TestCase(Decider.Committee, 10, true)]
    [TestCase(Decider.YouthCrimeBoard, 11, false)]
    [TestCase(Decider.YouthCrimeBoard, 12, true)]
    [TestCase(Decider.Administration, 17, false)]
    public void A_free_lawyer_comes_with_the_age_and_the_decider(Decider decider, int age, bool has) =>
        Assert.That(Holds(LegalRight.FreeLawyer, RightHolder.Child, Level.Secure, decider, age), Is.EqualTo(has));

    [Test]
    public void No_lawyer_is_promised_for_help_at_home() =>
        Assert.That(
            TestReferenceData.Rules.Rights.Where(rule => rule.Right == LegalRight.FreeLawyer && rule.Levels.Contains(Level.HomeSupport)),
            Is.Empty
        );

    [Test]
    public void Two_rules_about_one_right_on_the_same_day_are_refused() =>
        Assert.That(
            Refusal.Of(() => TestReferenceData.ChangedRules(file => file["rights"]!.AsArray().Add(file["rights"]![0]!.DeepClone()))),
            Has.Some.EqualTo("rights: has two rules at the same time for be-heard of child by administration at home-support")
        );

    [TestCase("right", "be-rich", "rules.json.rights[0].right: must be one of: be-heard")]
    [TestCase("holder", "uncle", "rules.json.rights[0].holder: must be one of: child, parents")]
    [TestCase("source", null, "rules.json.rights[0].source: is required")]
    public void A_fault_is_named(string field, string? value, string problem) =>
        Assert.That(
            Refusal.Of(() => TestReferenceData.ChangedRules(file => file["rights"]![0]![field] = value)),
            Has.Some.StartsWith(problem)
        );

    [Test]
    public void Rules_of_before_there_were_rights_load_without() => Assert.That(TestReferenceData.EarlierRules(1).Rights, Is.Empty);

    [Test]
    public void A_right_that_has_ended_is_not_in_force()
    {
        var rules = TestReferenceData.ChangedRules(file => file["rights"]!.AsArray().ToList().ForEach(rule => rule!["to"] = "2026-01-01"));
        Assert.That(
            (rules.InForce(new DateOnly(2025, 12, 31)).Rights.Count, rules.InForce(new DateOnly(2026, 1, 1)).Rights.Count),
            Is.EqualTo((rules.Rights.Count, 0))
        );
    }

    static bool Holds(LegalRight right, RightHolder holder, Level level, Decider decider, int age) =>
        TestReferenceData
            .Rules.InForce(TestReferenceData.Day)
            .Rights.Any(rule =>
                rule.Right == right
                && rule.Holder == holder
                && age >= rule.MinimumAge
                && rule.Levels.Contains(level)
                && rule.Deciders.Contains(decider)
            );
}
