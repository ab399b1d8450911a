namespace Matching.Engine.Learning.Evaluation;

/// <summary>Whether a model still fits the children who come and what becomes of them, and how another would have done beside it.</summary>
/// <param name="Shifts">By feature.</param>
/// <param name="Periods">By quarter.</param>
/// <param name="Challenger">The gain of the challenger in log loss over the model, per stay; null where there is none, or too few
/// children.</param>
public sealed record MonitoringReport(IReadOnlyList<FeatureShift> Shifts, IReadOnlyList<PeriodCalibration> Periods, Figure? Challenger)
{
    private const int Samples = 200,
        ForSamples = 6;

    /// <summary>Whether anything is further off than allowed.</summary>
    public bool IsAlarm => Shifts.Any(shift => shift.IsAlarm) || Periods.Any(period => period.IsAlarm);

    /// <summary>Looks at stays that came after those a model was trained on.</summary>
    /// <param name="stays">The stays.</param>
    /// <param name="model">The model in use.</param>
    /// <param name="challenger">A model in its shadow: asked about the same stays, used for none; null for none.</param>
    /// <param name="limits">How far off is allowed.</param>
    /// <param name="seed">Of what is drawn.</param>
    public static MonitoringReport Of(
        IReadOnlyList<ObservedStay> stays,
        FittedModel model,
        OutcomeModel? challenger,
        MonitoringLimits limits,
        int seed
    ) =>
        new(
            FeatureShift.Of(stays, model.Support, limits),
            PeriodCalibration.Of(stays, model.Tables, limits),
            challenger is null || stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count() < limits.LeastChildren
                ? null
                : Gain(stays, model.Tables, challenger, seed)
        );

    private static Figure? Gain(IReadOnlyList<ObservedStay> stays, OutcomeModel model, OutcomeModel challenger, int seed)
    {
        var gain = stays.Select(stay => StayLikelihood.Log(challenger, stay) - StayLikelihood.Log(model, stay)).ToArray();
        return Resamples
            .Of(stays, Samples, new Pcg32(seed, ForSamples))
            .Figure(sample => Measures.Mean(gain, sample), Enumerable.Repeat(1.0, gain.Length).ToArray());
    }
}
