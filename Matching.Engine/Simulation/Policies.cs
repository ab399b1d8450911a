using Matching.Engine.Learning;
using Matching.Engine.Placements;

namespace Matching.Engine.Simulation;

/// <summary>A way of choosing among free places.</summary>
public enum PolicyKind
{
    /// <summary>The level that the needs point to and the nearest free place there, but not always.</summary>
    PastPractice,

    /// <summary>Wherever most beds are free.</summary>
    AvailabilityFirst,

    /// <summary>The first free place in the order of the rules.</summary>
    Rules,

    /// <summary>The first free place in the order of the rules with a trained model's points beside them.</summary>
    RulesAndModel,

    /// <summary>The lowest true risk, which nobody can know.</summary>
    Oracle,
}

/// <summary>Chooses one of the free places.</summary>
/// <param name="arrival">The child.</param>
/// <param name="free">The places, in the order of the rules; at least one.</param>
/// <param name="luck">For a policy that does not always choose alike.</param>
internal delegate Candidate Policy(Arrival arrival, IReadOnlyList<FreePlace> free, Pcg32 luck);

/// <summary>
/// The ways of choosing that are compared. All choose among the same places: eligible, free, at a level that decision or consent opens, so
/// none gains by locking a child in.
/// </summary>
internal static class Policies
{
    public static Policy PastPractice(PracticePlan plan) =>
        (arrival, free, luck) =>
        {
            var (otherLevel, otherPlace) = (
                luck.Happens(plan.OtherLevelPercent.Value / 100.0),
                luck.Happens(plan.OtherPlacePercent.Value / 100.0)
            );
            var levels = free.Select(place => place.Candidate.Level).Distinct().Order().ToList();
            var fitting = levels.LastOrDefault(level => level <= arrival.Justified, levels[0]);
            if (otherLevel && levels.Count > 1)
            {
                levels.Remove(fitting);
                fitting = levels[luck.Below(levels.Count)];
            }
            var there = free.Where(place => place.Candidate.Level == fitting).Select(place => place.Candidate).ToList();
            if (!otherPlace)
                there = [.. there.GroupBy(Distance).MinBy(group => group.Key)!];
            return there[luck.Below(there.Count)];
        };

    public static Candidate AvailabilityFirst(Arrival arrival, IReadOnlyList<FreePlace> free, Pcg32 luck) =>
        free.MaxBy(place => place.Beds).Candidate;

    public static Candidate Rules(Arrival arrival, IReadOnlyList<FreePlace> free, Pcg32 luck) => free[0].Candidate;

    /// <summary>The order that the service gives in mode <c>rules-and-model</c>: where the model abstains, that of the rules.</summary>
    /// <param name="referenceData">What the ranking rests on, the model included.</param>
    public static Policy RulesAndModel(ReferenceDataSet referenceData) =>
        (arrival, free, _) =>
        {
            var places = Matcher.Rank(arrival.Child.Known, referenceData, arrival.Day).Places;
            return free.MinBy(place => Array.FindIndex(places, ranked => ranked.Placement == place.Candidate.Index)).Candidate;
        };

    /// <summary>Greedy too: it looks at one child at a time, and takes the bed that another would have needed more.</summary>
    public static Candidate Oracle(Arrival arrival, IReadOnlyList<FreePlace> free, Pcg32 luck) =>
        free.MinBy(place => place.Candidate.Risk).Candidate;

    /// <summary>Near the family first, then the city's own, then all others alike.</summary>
    private static int Distance(Candidate place) =>
        place.Placement.Setting.NearFamily.Value == true ? 0
        : place.Placement.Operator == Operator.City ? 1
        : 2;
}
