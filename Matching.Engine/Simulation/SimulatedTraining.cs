using System.Collections.Frozen;
using Matching.Engine.Learning;

namespace Matching.Engine.Simulation;

/// <summary>
/// Stays as the learning room sees them, and a model trained on them: the one place where the simulation touches a trainer.
/// </summary>
internal static class SimulatedTraining
{
    /// <summary>In place of the hash of a file.</summary>
    private const string MadeUp = "simulated";

    /// <summary>The stays as they are known on a day: what was known of the child at the start, and how long it has been watched.</summary>
    public static IReadOnlyList<ObservedStay> Observed(IReadOnlyList<SimulatedStay> stays, DateOnly watchedTo) =>
        [.. stays.Select(stay => Observed(stay, watchedTo))];

    /// <summary>A model trained on them.</summary>
    public static FittedModel Of(IReadOnlyList<ObservedStay> stays, HazardPrior prior, ModelUse use, int seed) =>
        AdditiveTrainer.Fit(
            new TrainingSet(MadeUp, stays, FrozenDictionary<string, IReadOnlyDictionary<string, string>>.Empty),
            prior,
            use,
            seed
        );

    private static ObservedStay Observed(SimulatedStay stay, DateOnly watchedTo)
    {
        var goesOn = stay.End > watchedTo;
        return new ObservedStay(
            $"child-{stay.Arrival.Number:D5}",
            stay.Chosen.Placement.Id,
            stay.Chosen.Level,
            stay.Arrival.Day,
            stay.Chosen.Known,
            goesOn ? watchedTo.DayNumber - stay.Arrival.Day.DayNumber : stay.Days,
            goesOn ? null : stay.Ending,
            goesOn ? null : stay.MovedTo
        )
        {
            ReportedBy = goesOn ? null : EndingReporter.Place,
            FactsAsOf = stay.Arrival.Day,
            Sex = stay.Arrival.Child.Whole.Sex,
        };
    }
}
