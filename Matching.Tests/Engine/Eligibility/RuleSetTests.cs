using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

public sealed class RuleSetTests
{
    private static readonly Authority OneYear = new("the test", true, new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1));

    [TestCase("2025-12-31", false)]
    [TestCase("2026-01-01", true)]
    [TestCase("2026-12-31", true)]
    [TestCase("2027-01-01", false)]
    public void A_rule_applies_from_its_first_day_and_up_to_but_not_on_its_last(string day, bool applies) =>
        Assert.That(OneYear.AppliesOn(DateOnly.Parse(day)), Is.EqualTo(applies));

    [Test]
    public void A_rule_without_an_end_applies_until_further_notice() =>
        Assert.That((OneYear with { To = null }).AppliesOn(DateOnly.MaxValue), Is.True);

    [Test]
    public void Rules_not_in_force_are_not_asked()
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            foreach (var rule in file["conflicts"]!.AsArray())
                rule!["from"] = "2026-11-23";
        });

        Assert.That(rules.InForce(new DateOnly(2026, 11, 22)).Conflicts, Is.Empty);
        Assert.That(rules.InForce(new DateOnly(2026, 11, 23)).Conflicts, Is.Not.Empty);
    }

    [TestCase("2026-11-22", EligibilityStatus.Eligible)]
    [TestCase("2026-11-23", EligibilityStatus.Excluded)]
    public void The_day_asked_about_decides_which_rules_a_ranking_uses(string day, EligibilityStatus standing)
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            foreach (var rule in file["conflicts"]!.AsArray())
                rule!["from"] = "2026-11-23";
        });
        var referenceData = TestReferenceData.With(A.Place(id: "here")) with { Rules = rules };
        var child = A.Child() with { Conflicts = [new Conflict("here", ConflictReason.GangConflict)] };

        Assert.That(
            Matcher.Rank(child, referenceData, DateOnly.Parse(day)).EligibilityAssessment.EligibilityStatusOf(0),
            Is.EqualTo(standing)
        );
    }

    [Test]
    public void The_limits_of_the_law_are_those_of_the_sources()
    {
        var limits = TestReferenceData
            .Rules.InForce(TestReferenceData.Day)
            .Limits.ToDictionary(limit => limit.Code, limit => $"{limit.Value} {limit.Unit}");

        Assert.Multiple(() =>
        {
            Assert.That(limits["detention-partially-closed-consecutive"], Is.EqualTo("5 days"));
            Assert.That(limits["detention-partially-closed-per-year"], Is.EqualTo("30 days"));
            Assert.That(limits["detention-at-start"], Is.EqualTo("14 days"));
            Assert.That(limits["isolation-secure"], Is.EqualTo("2 hours"));
            Assert.That(limits["isolation-specially-secured"], Is.EqualTo("4 hours"));
            Assert.That(limits["follow-up"], Is.EqualTo("84 days"));
        });
    }

    [Test]
    public void The_minimum_ages_for_locking_were_read_and_no_lawyer_has_checked_them() =>
        Assert.That(
            TestReferenceData
                .Rules.Deciders.Where(rule => rule.Ground is >= Ground.PartiallyClosed and <= Ground.SpeciallySecured)
                .Select(rule => (rule.Ages.Min, rule.Authority.Verified, rule.Authority.LegallyReviewed)),
            Is.All.EqualTo((12, true, (bool?)false))
        );
}
