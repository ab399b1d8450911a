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

    /// <summary>The level of the rules' first free place, and there the lowest predicted risk.</summary>
    RulesAndModel,

    /// <summary>The lowest true risk, which nobody can know.</summary>
    Oracle,
}

/// <summary>Chooses one of the free places.</summary>
/// <param name="arrival">The child.</param>
/// <param name="free">The places, in the order of the rules; at least one.</param>
/// <param name="luck">For a policy that does not always choose alike.</param>
internal delegate Candidate Policy(Arrival arrival, IReadOnlyList<FreePlace> free, Draws luck);

/// <summary>The predicted probability of a breakdown within a year, from what is known of a child at a place.</summary>
internal delegate double RiskModel(byte[] known, string placementId);

/// <summary>The ways of choosing that are compared. All choose among the same places: eligible, free, at a level that decision or consent opens, so none gains by locking a child in.</summary>
internal static class Policies
{
    public static Policy PastPractice(PracticePlan plan) => (arrival, free, luck) =>
    {
        var (otherLevel, otherPlace) = (luck.Happens(plan.OtherLevelPercent.Value / 100.0), luck.Happens(plan.OtherPlacePercent.Value / 100.0));
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

    public static Candidate AvailabilityFirst(Arrival arrival, IReadOnlyList<FreePlace> free, Draws luck) => free.MaxBy(place => place.Beds).Candidate;

    public static Candidate Rules(Arrival arrival, IReadOnlyList<FreePlace> free, Draws luck) => free[0].Candidate;

    /// <summary>
    /// The rules choose the level, the model the place: a lock prevents breakdowns by itself, so risks compare places of one level only. The matcher does not take a model in this
    /// version; once it does, this policy is its first free place in mode <c>rules-and-model</c>.
    /// </summary>
    public static Policy RulesAndModel(RiskModel risk) => (_, free, _) =>
        free.Select(place => place.Candidate).Where(place => place.Level == free[0].Candidate.Level).MinBy(place => risk(place.Known, place.Placement.Id))!;

    /// <summary>Greedy too: it looks at one child at a time, and takes the bed that another would have needed more.</summary>
    public static Candidate Oracle(Arrival arrival, IReadOnlyList<FreePlace> free, Draws luck) => free.MinBy(place => place.Candidate.Risk).Candidate;

    /// <summary>Near the family first, then the city's own, then all others alike.</summary>
    private static int Distance(Candidate place) => place.Placement.Setting.NearFamily.Value == true ? 0 : place.Placement.Operator == Operator.City ? 1 : 2;
}
