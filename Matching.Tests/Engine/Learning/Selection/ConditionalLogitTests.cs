using Matching.Engine.Learning.Selection;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Selection;

public sealed class ConditionalLogitTests
{
    [Test]
    public void The_weights_that_decided_are_found()
    {
        var fit = Fit(SimulatedLog.Of(4000, 1), 0.01);

        Assert.That(fit.Weights[SimulatedLog.Near], Is.EqualTo(1.2).Within(0.15));
        Assert.That(fit.Weights[SimulatedLog.Quality], Is.EqualTo(-0.8).Within(0.12));
    }

    [Test]
    public void Propensities_sum_to_one_and_a_single_candidate_has_all_of_it()
    {
        var choices = SimulatedLog.Of(50, 2).Append(new LoggedChoice("alone", [new ChoiceCandidate("only", [1, 9])], 0, true)).ToList();
        var table = new ChoiceTable(choices);
        var fit = ConditionalLogit.Fit(table, [.. choices.Select(_ => 1)], 1);

        Assert.That(choices.Select((_, index) => fit.Propensities(table, index).Sum()), Is.All.EqualTo(1).Within(1e-12));
        Assert.That(fit.Propensities(table, choices.Count - 1), Is.EqualTo(new[] { 1.0 }));
    }

    [Test]
    public void What_always_decided_gets_a_finite_weight_by_the_ridge()
    {
        var choices = Enumerable
            .Range(0, 100)
            .Select(number => new LoggedChoice($"{number}", [new ChoiceCandidate("near", [1]), new ChoiceCandidate("far", [0])], 0, null))
            .ToList();

        Assert.That(Fit(choices, 1).Weights[0], Is.InRange(1, 10));
    }

    [Test]
    public void Without_features_all_candidates_are_alike()
    {
        var choices = new List<LoggedChoice> { new("child", [new ChoiceCandidate("a", []), new ChoiceCandidate("b", [])], 0, null) };

        Assert.That(Fit(choices, 1).Propensities(new ChoiceTable(choices), 0), Is.EqualTo(new[] { 0.5, 0.5 }));
    }

    [Test]
    public void A_choice_that_counts_twice_is_as_two()
    {
        var choices = SimulatedLog.Of(60, 3);
        var twice = ConditionalLogit.Fit(new ChoiceTable(choices), [.. choices.Select((_, index) => index == 0 ? 2 : 1)], 1);

        Assert.That(twice.Weights, Is.EqualTo(Fit([choices[0], .. choices], 1).Weights).Within(1e-6));
    }

    private static ConditionalLogit Fit(IReadOnlyList<LoggedChoice> choices, double ridge) =>
        ConditionalLogit.Fit(new ChoiceTable(choices), [.. choices.Select(_ => 1)], ridge);
}
