namespace Matching.Engine.Learning.Selection;

/// <summary>How likely a policy is to choose each candidate; the shares sum to one.</summary>
public delegate IReadOnlyList<double> TargetPolicy(LoggedChoice choice);

/// <summary>
/// The predicted probability that a stay at a candidate breaks down within a year, from a model that was not trained on these stays.
/// </summary>
public delegate double PredictedRisk(LoggedChoice choice, int candidate);

/// <summary>
/// How many stays would have broken down had another policy chosen among the same places. The place a child got was chosen, so outcomes at
/// places compare like with like only
/// after the choice is taken into account. Assumes that what decided the choice is among the features: what a team knew and did not write
/// down, no estimate can undo.
/// </summary>
public static class OffPolicy
{
    /// <summary>The estimates, or a refusal where too few children were placed as the policy would have.</summary>
    /// <param name="choices">Past choices; those without a known outcome are left out.</param>
    /// <param name="target">The policy asked about.</param>
    /// <param name="risk">Predicts outcomes, for the doubly robust estimate.</param>
    /// <param name="settings">Limits and the seed.</param>
    public static OffPolicyAnswer Estimate(
        IReadOnlyList<LoggedChoice> choices,
        TargetPolicy target,
        PredictedRisk risk,
        SelectionSettings settings
    )
    {
        var known = choices.Where(choice => choice.BrokeDown is not null).ToList();
        var table = new ChoiceTable(known);
        var sample = new Sample(
            known,
            table,
            [.. known.Select(choice => target(choice))],
            [.. known.Select(choice => choice.Candidates.Select((_, candidate) => risk(choice, candidate)).ToArray())],
            settings
        );
        var once = Enumerable.Repeat(1, known.Count).ToArray();
        var fit = ConditionalLogit.Fit(table, once, settings.Ridge);
        var weights = sample.WeightsOf(fit);
        var (low, untried) = sample.LowOf(fit);
        var overlap = Overlap.Of(known, low, untried, weights);
        if (known.Count == 0)
            return new OffPolicyAnswer.Refused(overlap, OffPolicyRefusal.NoOutcomes, settings.LeastEffectiveSize);
        if (overlap.EffectiveSize < settings.LeastEffectiveSize)
            return new OffPolicyAnswer.Refused(overlap, OffPolicyRefusal.EffectiveSizeTooSmall, settings.LeastEffectiveSize);
        var whole = sample.Of(once, weights)!.Value;
        var resampled = Resampled(sample, fit, settings);
        return new OffPolicyAnswer.Estimated(
            overlap,
            BootstrapInterval.Of(whole.Observed, [.. resampled.Select(one => one.Observed)]),
            BootstrapInterval.Of(whole.SelfNormalised, [.. resampled.Select(one => one.SelfNormalised)]),
            BootstrapInterval.Of(whole.DoublyRobust, [.. resampled.Select(one => one.DoublyRobust)])
        );
    }

    /// <summary>
    /// The figures with the children drawn again, the propensities fitted again each time: their uncertainty is part of the answer.
    /// </summary>
    private static List<Figures> Resampled(Sample sample, ConditionalLogit fit, SelectionSettings settings)
    {
        var byChild = sample
            .Choices.Select((choice, index) => (choice.Child, index))
            .GroupBy(pair => pair.Child, pair => pair.index, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray())
            .ToList();
        var draws = new Pcg32(settings.Seed);
        var resampled = new List<Figures>(settings.Resamples);
        for (var resample = 0; resample < settings.Resamples; resample++)
        {
            var counts = new int[sample.Choices.Count];
            for (var drawn = 0; drawn < byChild.Count; drawn++)
            {
                foreach (var choice in byChild[draws.Below(byChild.Count)])
                    counts[choice]++;
            }
            var weights = sample.WeightsOf(ConditionalLogit.Fit(sample.Table, counts, settings.Ridge, fit));
            if (sample.Of(counts, weights) is { } figures)
                resampled.Add(figures);
        }
        return resampled;
    }

    private readonly record struct Figures(double Observed, double SelfNormalised, double DoublyRobust);

    private sealed record Sample(
        IReadOnlyList<LoggedChoice> Choices,
        ChoiceTable Table,
        IReadOnlyList<IReadOnlyList<double>> Target,
        IReadOnlyList<double[]> Risk,
        SelectionSettings Settings
    )
    {
        /// <summary>By choice: how much likelier the policy was to choose what was chosen.</summary>
        public double[] WeightsOf(ConditionalLogit fit)
        {
            var weights = new double[Choices.Count];
            for (var choice = 0; choice < weights.Length; choice++)
            {
                var chosen = Choices[choice].Chosen;
                weights[choice] = Target[choice][chosen] / Math.Max(fit.Propensities(Table, choice)[chosen], Settings.PropensityFloor);
            }
            return weights;
        }

        /// <summary>
        /// By choice: whether what was chosen had a low propensity, and how much of what the policy would choose had one.
        /// </summary>
        public (double[] Chosen, double[] Target) LowOf(ConditionalLogit fit)
        {
            var (chosen, target) = (new double[Choices.Count], new double[Choices.Count]);
            for (var choice = 0; choice < chosen.Length; choice++)
            {
                var propensities = fit.Propensities(Table, choice);
                chosen[choice] = propensities[Choices[choice].Chosen] < Settings.LowPropensity ? 1 : 0;
                for (var candidate = 0; candidate < propensities.Length; candidate++)
                    target[choice] += propensities[candidate] < Settings.LowPropensity ? Target[choice][candidate] : 0;
            }
            return (chosen, target);
        }

        /// <summary>The figures where each choice counts so often; null where nothing was chosen as the policy would have.</summary>
        public Figures? Of(IReadOnlyList<int> counts, double[] weights)
        {
            var (total, weight, brokeDown, weighted, predicted, missed) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            for (var choice = 0; choice < weights.Length; choice++)
            {
                if (counts[choice] == 0)
                    continue;
                var outcome = Choices[choice].BrokeDown == true ? 1.0 : 0.0;
                var expected = 0.0;
                for (var candidate = 0; candidate < Risk[choice].Length; candidate++)
                    expected += Target[choice][candidate] * Risk[choice][candidate];
                total += counts[choice];
                weight += counts[choice] * weights[choice];
                brokeDown += counts[choice] * outcome;
                weighted += counts[choice] * weights[choice] * outcome;
                predicted += counts[choice] * expected;
                missed += counts[choice] * weights[choice] * (outcome - Risk[choice][Choices[choice].Chosen]);
            }
            return weight == 0 ? null : new Figures(brokeDown / total, weighted / weight, predicted / total + missed / weight);
        }
    }
}
