using Matching.Engine.Learning;
using Matching.Engine.Learning.Selection;
using Matching.Engine.Placements;

namespace Matching.Engine.Simulation;

/// <summary>Simulated stays as a log of choices, as recorded rankings give them.</summary>
internal static class LoggedChoices
{
    private const double MostUnmet = 3;
    private const string UnmetCode = "unmet-needs";
    private static readonly int Unmet = OutcomeFeature
        .All.Select((feature, index) => (feature.Code, index))
        .First(pair => pair.Code == UnmetCode)
        .index;

    /// <summary>The choices among free places; those where a full place made room are none.</summary>
    public static IReadOnlyList<LoggedChoice> Of(IReadOnlyList<SimulatedStay> stays, DateOnly watchedTo) =>
        [
            .. stays
                .Where(stay => !stay.OverCapacity)
                .Zip(SimulatedTraining.Observed([.. stays.Where(stay => !stay.OverCapacity)], watchedTo))
                .Select(pair => new LoggedChoice(
                    pair.Second.Child,
                    [.. pair.First.Free.Select(place => new ChoiceCandidate(place.Candidate.Placement.Id, Features(pair.First, place)))],
                    pair.First.Free.Select((place, index) => (place, index)).First(one => one.place.Candidate == pair.First.Chosen).index,
                    LoggedChoice.BrokeDownWithinYear(pair.Second, watchedTo)
                )),
        ];

    /// <summary>
    /// What may have spoken for the place: how near, whose, how far from the level that the needs point to, where the rules have it, what
    /// it leaves unmet.
    /// </summary>
    private static double[] Features(SimulatedStay stay, FreePlace place)
    {
        var (candidate, levels) = (place.Candidate, stay.Free.Select(one => one.Candidate.Level).Distinct().ToList());
        var fitting = levels.Order().LastOrDefault(level => level <= stay.Arrival.Justified, levels.Min());
        return
        [
            candidate.Placement.Setting.NearFamily.Value == true ? 1 : 0,
            candidate.Placement.Operator == Operator.City ? 1 : 0,
            candidate.Level == fitting ? 1 : 0,
            candidate.Level > fitting ? 1 : 0,
            stay.Free.Count == 1 ? 0 : (double)candidate.Order / stay.Arrival.Candidates.Count,
            Math.Max(0, candidate.Known[Unmet] - 1) / MostUnmet,
        ];
    }
}
