using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Engine.Eligibility.Gates;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>What follows from a circumstance is what the rules say: another rule gives another finding, and only there.</summary>
public sealed class CircumstanceRulesTests
{
    private static readonly Dictionary<Circumstance, (Gate Gate, ChildProfile Child)> Asked = new()
    {
        [Circumstance.NoNetworkCarer] = (new NetworkCarerGate(), A.Child() with { NetworkCarer = NetworkCarer.None }),
        [Circumstance.NetworkCarerNotKnown] = (new NetworkCarerGate(), A.Child() with { NetworkCarer = null }),
        [Circumstance.FamilyContactForbidden] = (new HomeGate(), A.Child() with { FamilyContact = FamilyContact.Forbidden }),
        [Circumstance.HomeMustBeSafe] = (new HomeGate(), A.Child() with { FamilyContact = FamilyContact.Harmful }),
        [Circumstance.InterpreterNeeded] = (new InterpreterGate(), A.Child() with { InterpreterNeeded = true }),
    };

    [Test]
    public void A_circumstance_counts_at_the_levels_of_its_rule_and_nowhere_else([Values] Circumstance circumstance, [Values] Level level)
    {
        var rules = Changed(circumstance, rule => rule["levels"] = new JsonArray(Terms<Level>.Text(level)));

        // A level that came later, and that no rule names, holds what the level holds that stood for it.
        Assert.That(
            Terms<Level>.All.Where(other => Finding(circumstance, other, rules) is not null),
            Is.EqualTo(Terms<Level>.All.Where(other => other == level || other.StandIn() == level))
        );
    }

    [Test]
    public void A_circumstance_whose_rule_names_no_level_is_no_obstacle([Values] Circumstance circumstance)
    {
        var rules = Changed(circumstance, rule => rule["levels"] = new JsonArray());

        Assert.That(Terms<Level>.All.Where(level => Finding(circumstance, level, rules) is not null), Is.Empty);
    }

    [Test]
    public void The_rule_says_whether_the_place_is_excluded([Values] Circumstance circumstance, [Values] RuleEffect effect)
    {
        var rules = Changed(circumstance, rule => rule["effect"] = Terms<RuleEffect>.Text(effect));
        var finding = Finding(circumstance, LevelOf(circumstance), rules)!;

        Assert.That((finding.Code, finding.Refuses), Is.EqualTo((Terms<Circumstance>.Text(circumstance), effect == RuleEffect.Exclude)));
    }

    [Test]
    public void The_finding_rests_on_the_source_of_the_rule([Values] Circumstance circumstance, [Values] bool verified)
    {
        var rules = Changed(
            circumstance,
            rule =>
                (rule["source"], rule["verified"], rule["acts"]) = ("the municipality's practice", verified, new JsonArray("barnets-lov"))
        );
        var finding = Finding(circumstance, LevelOf(circumstance), rules)!;

        Assert.That((finding.Source, finding.Verified), Is.EqualTo(("the municipality's practice", verified)));
    }

    [TestCase("2026-11-22", true)]
    [TestCase("2026-11-23", false)]
    public void The_rule_of_the_day_counts(string day, bool counts)
    {
        foreach (var circumstance in Terms<Circumstance>.All)
        {
            var rules = TestReferenceData.ChangedRules(file =>
            {
                var later = RuleOf(file, circumstance).DeepClone();
                (later["id"], later["from"], later["levels"]) = ("later", "2026-11-23", new JsonArray());
                RuleOf(file, circumstance)["to"] = "2026-11-23";
                file["circumstances"]!.AsArray().Add(later);
            });
            var finding = Finding(circumstance, LevelOf(circumstance), rules, DateOnly.Parse(day));

            Assert.That(finding is not null, Is.EqualTo(counts), Terms<Circumstance>.Text(circumstance));
        }
    }

    [Test]
    public void Two_rules_for_different_levels_may_apply_side_by_side()
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            var elsewhere = RuleOf(file, Circumstance.HomeMustBeSafe).DeepClone();
            (elsewhere["id"], elsewhere["levels"], elsewhere["effect"]) = ("elsewhere", new JsonArray("network"), "exclude");
            file["circumstances"]!.AsArray().Add(elsewhere);
        });

        Assert.That(
            new[] { Level.HomeSupport, Level.Network, Level.Foster }.Select(level =>
                Finding(Circumstance.HomeMustBeSafe, level, rules)?.Refuses
            ),
            Is.EqualTo(new bool?[] { false, true, null })
        );
    }

    [Test]
    public void A_changed_rule_changes_no_other_circumstance([Values] Circumstance changed)
    {
        var rules = Changed(changed, rule => rule["levels"] = new JsonArray());

        foreach (var other in Terms<Circumstance>.All.Where(other => other != changed))
        {
            foreach (var level in Terms<Level>.All)
                Assert.That(Finding(other, level, rules)?.Code, Is.EqualTo(Finding(other, level, TestReferenceData.Rules)?.Code));
        }
    }

    private static Level LevelOf(Circumstance circumstance) =>
        TestReferenceData.Rules.Circumstances.First(rule => rule.Circumstance == circumstance).Levels[0];

    private static RuleSet Changed(Circumstance circumstance, Action<JsonNode> change) =>
        TestReferenceData.ChangedRules(file => change(RuleOf(file, circumstance)));

    private static JsonNode RuleOf(JsonObject file, Circumstance circumstance) =>
        file["circumstances"]!.AsArray().First(rule => (string?)rule!["circumstance"] == Terms<Circumstance>.Text(circumstance))!;

    private static Condition? Finding(Circumstance circumstance, Level level, RuleSet rules, DateOnly? day = null) =>
        GateFindings.FindingsOf(Asked[circumstance].Gate, Asked[circumstance].Child, A.Place(level), day, rules).SingleOrDefault();
}
