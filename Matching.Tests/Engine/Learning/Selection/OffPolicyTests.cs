using Matching.Engine.Learning.Selection;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Selection;

public sealed class OffPolicyTests
{
    private static readonly SelectionSettings Settings = new(1);

    /// <summary>For what is not about refusals.</summary>
    private static readonly SelectionSettings Lenient = Settings with { LeastEffectiveSize = 1 };

    /// <summary>For what is not about intervals.</summary>
    private static readonly SelectionSettings Once = Settings with { Resamples = 1 };

    /// <summary>A prediction that knows nothing.</summary>
    private static readonly PredictedRisk Blind = (_, _) => 0.5;

    [Test]
    public void The_rate_of_the_other_policy_is_found_though_outcomes_at_places_do_not_compare()
    {
        var choices = SimulatedLog.Of(1500, 11);
        var (answer, truth) = (Estimated(choices, SimulatedLog.Risk), SimulatedLog.TruthOf(choices));

        Assert.That(answer.Observed.Low, Is.GreaterThan(truth), "What happened says little of what would have happened.");
        Assert.That(truth, Is.InRange(answer.SelfNormalised.Low, answer.SelfNormalised.High));
        Assert.That(truth, Is.InRange(answer.DoublyRobust.Low, answer.DoublyRobust.High));
    }

    [Test]
    public void Intervals_hold_the_truth_about_as_often_as_they_say()
    {
        const int logs = 40;
        var (weighted, robust) = (0, 0);
        for (var seed = 0; seed < logs; seed++)
        {
            var choices = SimulatedLog.Of(500, 100 + seed);
            var (answer, truth) = (Estimated(choices, SimulatedLog.Risk, Lenient with { Resamples = 100 }), SimulatedLog.TruthOf(choices));
            weighted += answer.SelfNormalised.Low <= truth && truth <= answer.SelfNormalised.High ? 1 : 0;
            robust += answer.DoublyRobust.Low <= truth && truth <= answer.DoublyRobust.High ? 1 : 0;
        }

        // Of 40 at 90 %: below 30 less than once in four hundred times.
        Assert.That(weighted, Is.GreaterThanOrEqualTo(30));
        Assert.That(robust, Is.GreaterThanOrEqualTo(30));
    }

    [Test]
    public void With_right_propensities_and_a_blind_prediction_the_doubly_robust_estimate_is_right()
    {
        var choices = SimulatedLog.Of(6000, 12);

        Assert.That(Estimated(choices, Blind, Once).DoublyRobust.Value, Is.EqualTo(SimulatedLog.TruthOf(choices)).Within(0.03));
    }

    [Test]
    public void With_wrong_propensities_and_a_right_prediction_it_is_right_where_weighting_alone_is_not()
    {
        var choices = SimulatedLog.Of(6000, 13);
        var truth = SimulatedLog.TruthOf(choices);

        // Without the features that decided, every candidate looks as likely as the others.
        var blinded = choices
            .Select(choice => new LoggedChoice(
                choice.Child,
                [.. choice.Candidates.Select(candidate => new ChoiceCandidate(candidate.PlacementId, []))],
                choice.Chosen,
                choice.BrokeDown
            ))
            .ToList();
        var before = choices.Zip(blinded).ToDictionary(pair => pair.Second.Child, pair => pair.First, StringComparer.Ordinal);
        var answer = (OffPolicyAnswer.Estimated)
            OffPolicy.Estimate(
                blinded,
                choice => SimulatedLog.Best(before[choice.Child]),
                (choice, candidate) => SimulatedLog.Risk(before[choice.Child], candidate),
                Once
            );

        Assert.That(answer.DoublyRobust.Value, Is.EqualTo(truth).Within(0.02));
        Assert.That(Math.Abs(answer.SelfNormalised.Value - truth), Is.GreaterThan(0.02));
    }

    [Test]
    public void Where_both_are_wrong_nothing_helps()
    {
        var choices = SimulatedLog.Of(6000, 13);
        var blinded = choices
            .Select(choice => new LoggedChoice(
                choice.Child,
                [.. choice.Candidates.Select(candidate => new ChoiceCandidate(candidate.PlacementId, []))],
                choice.Chosen,
                choice.BrokeDown
            ))
            .ToList();
        var before = choices.Zip(blinded).ToDictionary(pair => pair.Second.Child, pair => pair.First, StringComparer.Ordinal);
        var answer = (OffPolicyAnswer.Estimated)OffPolicy.Estimate(blinded, choice => SimulatedLog.Best(before[choice.Child]), Blind, Once);

        Assert.That(Math.Abs(answer.DoublyRobust.Value - SimulatedLog.TruthOf(choices)), Is.GreaterThan(0.02));
    }

    [Test]
    public void Few_children_placed_so_are_a_refusal_with_the_size_they_come_to()
    {
        var answer = OffPolicy.Estimate(SimulatedLog.Of(60, 14), SimulatedLog.Best, SimulatedLog.Risk, Settings);

        Assert.That(answer, Is.InstanceOf<OffPolicyAnswer.Refused>());
        Assert.That(((OffPolicyAnswer.Refused)answer).Reason, Is.EqualTo(OffPolicyRefusal.EffectiveSizeTooSmall));
        Assert.That(answer.Overlap.EffectiveSize, Is.InRange(1, 30));
    }

    [Test]
    public void The_least_size_is_a_setting_and_is_enough_itself()
    {
        var choices = SimulatedLog.Of(60, 14);
        var size = OffPolicy.Estimate(choices, SimulatedLog.Best, SimulatedLog.Risk, Settings).Overlap.EffectiveSize;

        Assert.That(
            OffPolicy.Estimate(choices, SimulatedLog.Best, SimulatedLog.Risk, Settings with { LeastEffectiveSize = size }),
            Is.InstanceOf<OffPolicyAnswer.Estimated>()
        );
        Assert.That(
            OffPolicy.Estimate(choices, SimulatedLog.Best, SimulatedLog.Risk, Settings with { LeastEffectiveSize = size + 0.01 }),
            Is.InstanceOf<OffPolicyAnswer.Refused>()
        );
    }

    [Test]
    public void Without_outcomes_there_is_a_refusal_too([Values(0, 20)] int count)
    {
        var open = SimulatedLog
            .Of(count, 15)
            .Select(choice => new LoggedChoice(choice.Child, choice.Candidates, choice.Chosen, null))
            .ToList();
        var answer = OffPolicy.Estimate(open, SimulatedLog.Best, SimulatedLog.Risk, Settings);

        Assert.That(((OffPolicyAnswer.Refused)answer).Reason, Is.EqualTo(OffPolicyRefusal.NoOutcomes));
        Assert.That(answer.Overlap.Choices, Is.Zero);
    }

    [Test]
    public void Going_on_as_before_is_what_was_observed_and_loses_no_size()
    {
        var choices = SimulatedLog.Of(300, 16);
        var table = new ChoiceTable(choices);
        var fit = ConditionalLogit.Fit(table, [.. choices.Select(_ => 1)], Settings.Ridge);
        var positions = choices
            .Select((choice, index) => (choice.Child, index))
            .ToDictionary(pair => pair.Child, pair => pair.index, StringComparer.Ordinal);
        var answer = (OffPolicyAnswer.Estimated)
            OffPolicy.Estimate(choices, choice => fit.Propensities(table, positions[choice.Child]), SimulatedLog.Risk, Settings);

        Assert.That(answer.SelfNormalised.Value, Is.EqualTo(answer.Observed.Value).Within(0.005));
        Assert.That(answer.Overlap.EffectiveSize, Is.GreaterThan(290));
    }

    [Test]
    public void One_to_four_children_with_low_propensities_are_not_told_and_none_or_more_are()
    {
        Assert.That(LowShare(0), Is.Zero);
        Assert.That(LowShare(1), Is.Null);
        Assert.That(LowShare(4), Is.Null);
        Assert.That(LowShare(5), Is.EqualTo(5.0 / 205).Within(1e-9));
        Assert.That(UntriedShare(5), Is.EqualTo(0.5).Within(1e-9));

        // Each time the policy asked about would send half of all there.
        static double? UntriedShare(int far) => LowOverlap(far).UntriedShare;

        static double? LowShare(int far) => LowOverlap(far).LowPropensityShare;

        // So many children came to a place far off, and two hundred to the near one.
        static Overlap LowOverlap(int far)
        {
            var choices = Enumerable
                .Range(0, 200 + far)
                .Select(number => new LoggedChoice(
                    $"{number}",
                    [new ChoiceCandidate("near", [1]), new ChoiceCandidate("far", [0])],
                    number < 200 ? 0 : 1,
                    true
                ))
                .ToList();
            return OffPolicy.Estimate(choices, choice => [0.5, 0.5], (_, _) => 0.5, new SelectionSettings(1) { Resamples = 1 }).Overlap;
        }
    }

    [Test]
    public void All_choices_of_a_child_are_drawn_together_so_that_repeating_them_makes_nothing_surer()
    {
        var once = SimulatedLog.Of(200, 17);
        var (single, thrice) = (Estimated(once, SimulatedLog.Risk), Estimated([.. once, .. once, .. once], SimulatedLog.Risk));
        var (narrow, wide) = (thrice.DoublyRobust.High - thrice.DoublyRobust.Low, single.DoublyRobust.High - single.DoublyRobust.Low);

        Assert.That(narrow, Is.GreaterThan(0.8 * wide));
    }

    [Test]
    public void The_same_choices_and_seed_give_the_same_answer()
    {
        var choices = SimulatedLog.Of(200, 18);

        var (once, again) = (Estimated(choices, SimulatedLog.Risk), Estimated(choices, SimulatedLog.Risk));

        Assert.That(again, Is.EqualTo(once));
        Assert.That(Estimated(choices, SimulatedLog.Risk, Lenient with { Seed = 2 }), Is.Not.EqualTo(once));
    }

    private static OffPolicyAnswer.Estimated Estimated(
        IReadOnlyList<LoggedChoice> choices,
        PredictedRisk risk,
        SelectionSettings? settings = null
    ) => (OffPolicyAnswer.Estimated)OffPolicy.Estimate(choices, SimulatedLog.Best, risk, settings ?? Lenient);
}
