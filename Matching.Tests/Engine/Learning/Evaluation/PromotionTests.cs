using Matching.Engine.Learning.Evaluation;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Evaluation;

public sealed class PromotionTests
{
    private static readonly IReadOnlyList<(string, bool?)> AllPassed = [.. Gates.All.Select(gate => (gate, (bool?)true))];

    private static IEnumerable<string> Every => Gates.All;

    private static IEnumerable<string> Overridable => Gates.All.Except(Gates.NeverOverridden);

    [Test]
    public void A_model_that_passes_every_gate_is_promoted_by_one_person() => Assert.That(Promotion.Refusals(AllPassed, Wish()), Is.Empty);

    [TestCaseSource(nameof(Every))]
    public void A_gate_that_is_not_passed_is_a_reason(string gate) =>
        Assert.That(Promotion.Refusals(Gated(gate, false), Wish()), Is.EqualTo([new PromotionRefusal(Promotion.NotPassed, gate)]));

    [TestCaseSource(nameof(Every))]
    public void A_gate_that_could_not_be_assessed_is_a_reason(string gate) =>
        Assert.That(Promotion.Refusals(Gated(gate, null), Wish()), Is.EqualTo([new PromotionRefusal(Promotion.NotAssessed, gate)]));

    [TestCaseSource(nameof(Every))]
    public void A_gate_that_is_missing_was_not_assessed(string gate) =>
        Assert.That(
            Promotion.Refusals([.. AllPassed.Where(one => one.Item1 != gate)], Wish()),
            Is.EqualTo([new PromotionRefusal(Promotion.NotAssessed, gate)])
        );

    [TestCaseSource(nameof(Overridable))]
    public void Two_people_with_a_reason_override_a_gate(string gate)
    {
        foreach (bool? passed in new bool?[] { false, null })
            Assert.That(Promotion.Refusals(Gated(gate, passed), Overriding(gate)), Is.Empty);
    }

    [Test]
    public void Leakage_proxy_and_bias_are_never_overridden(
        [ValueSource(typeof(Gates), nameof(Gates.NeverOverridden))] string gate,
        [Values(false, null)] bool? passed
    )
    {
        Assert.That(Gates.NeverOverridden, Is.EquivalentTo(new[] { "leakage", "proxy-label", "group-gaps" }));
        Assert.That(
            Promotion.Refusals(Gated(gate, passed), Overriding(gate)),
            Is.EqualTo([new PromotionRefusal(Promotion.NeverOverridden, gate)])
        );
    }

    [TestCase(null, "because", Promotion.SecondMissing)]
    [TestCase(" ", "because", Promotion.SecondMissing)]
    [TestCase("Anna Holm", "because", Promotion.ApproversAlike)]
    [TestCase(" anna  HOLM ", "because", Promotion.ApproversAlike)]
    [TestCase("Bo Lind", null, Promotion.ReasonMissing)]
    [TestCase("Bo Lind", " ", Promotion.ReasonMissing)]
    public void Overriding_takes_another_person_and_a_reason(string? second, string? reason, string code) =>
        Assert.That(
            Promotion.Refusals(Gated(Gates.RankStability, false), new PromotionWish("Anna Holm", [Gates.RankStability], second, reason)),
            Is.EqualTo([new PromotionRefusal(code, null)])
        );

    [Test]
    public void Every_reason_is_told_at_once()
    {
        var gates = Gates.All.Select(gate => (gate, (bool?)(gate == Gates.Stability))).ToList();
        var refusals = Promotion.Refusals(gates, new PromotionWish("Anna Holm", [Gates.Leakage, Gates.Calibration, "colour"], null, null));

        Assert.That(
            refusals.Select(refusal => refusal.Code),
            Is.SupersetOf(
                new[]
                {
                    Promotion.NeverOverridden,
                    Promotion.NotPassed,
                    Promotion.UnknownGate,
                    Promotion.SecondMissing,
                    Promotion.ReasonMissing,
                }
            )
        );
        Assert.That(refusals.Select(refusal => refusal.Gate), Has.No.Member(Gates.Calibration).And.No.Member(Gates.Stability));
    }

    [Test]
    public void Only_what_was_in_the_way_counts_as_overridden()
    {
        var wish = new PromotionWish("Anna Holm", [Gates.Calibration, Gates.Stability], "Bo Lind", "because");

        Assert.That(Promotion.OverriddenBy(Gated(Gates.Stability, false), wish), Is.EqualTo(new[] { Gates.Stability }));
        Assert.That(Promotion.OverriddenBy(AllPassed, wish), Is.Empty);
    }

    [TestCase("limits", "prior", "")]
    [TestCase("lax", "prior", Promotion.OtherSettings)]
    [TestCase(null, "prior", Promotion.OtherSettings)]
    [TestCase("limits", "another", Promotion.OtherPrior)]
    [TestCase("limits", null, Promotion.OtherPrior)]
    [TestCase("lax", "another", $"{Promotion.OtherSettings} {Promotion.OtherPrior}")]
    public void Gates_that_others_held_a_model_against_are_none(string? settings, string? prior, string codes) =>
        Assert.That(
            string.Join(
                ' ',
                Promotion.RefusalsOfOthers(new JudgedBy(settings, prior), new JudgedBy("limits", "prior")).Select(refusal => refusal.Code)
            ),
            Is.EqualTo(codes)
        );

    private static PromotionWish Wish() => new("Anna Holm", [], null, null);

    private static PromotionWish Overriding(string gate) =>
        new("Anna Holm", [gate], "Bo Lind", "The order differs among places that are alike.");

    private static IReadOnlyList<(string, bool?)> Gated(string gate, bool? passed) =>
        [.. AllPassed.Select(one => one.Item1 == gate ? (gate, passed) : one)];
}
