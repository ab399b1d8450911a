using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Learning;

/// <summary>One stay as the model sees it: what was known at its start, in bins, and how long it was watched.</summary>
/// <param name="Child">Pseudonym of the child: stays of one child are never split between training and testing.</param>
/// <param name="PlacementId">The place.</param>
/// <param name="Level">The level of the place.</param>
/// <param name="Start">The first day.</param>
/// <param name="Bins">By <see cref="OutcomeFeature.All"/>.</param>
/// <param name="Days">Whole days watched: to the end, or to the last day that is known of.</param>
/// <param name="Ending">Null while the stay goes on.</param>
/// <param name="MovedTo">The level the child was moved to, for a transfer.</param>
public sealed record ObservedStay(
    string Child,
    string PlacementId,
    Level Level,
    DateOnly Start,
    byte[] Bins,
    int Days,
    StayEnding? Ending,
    Level? MovedTo
)
{
    /// <summary>
    /// Who said how the stay ended; null when not known. Where it is the team itself, the label may be its own decision and no outcome.
    /// </summary>
    public EndingReporter? ReportedBy { get; init; }

    /// <summary>The latest day that any of the facts was known; null when the facts carry no day. Never after the start.</summary>
    public DateOnly? FactsAsOf { get; init; }

    /// <summary>For audits only.</summary>
    public Sex? Sex { get; init; }

    /// <summary>The child's strong needs, for audits only: the features hold what they rest on.</summary>
    public IReadOnlyList<Need> StrongNeeds { get; init; } = [];

    /// <summary>The child left, alone or with the place giving up.</summary>
    public bool ChildLeft => Ending is StayEnding.BreakdownChild or StayEnding.BreakdownBoth;

    /// <summary>The place gave up, alone or with the child leaving.</summary>
    public bool PlaceGaveUp => Ending is StayEnding.BreakdownPlace or StayEnding.BreakdownBoth;

    /// <summary>The child was moved to a more locked level: a cause of its own, never a planned transfer.</summary>
    public bool Escalated => Ending == StayEnding.Transfer && MovedTo > Level && MovedTo.Value.IsLocked();

    /// <summary>The stay as it was known on a day: what came after is not.</summary>
    public ObservedStay WatchedUntil(DateOnly day)
    {
        var days = day.DayNumber - Start.DayNumber;
        return Days <= days ? this : this with { Days = days, Ending = null, MovedTo = null, ReportedBy = null };
    }

    /// <summary>A breakdown: the child left, the place gave up, or both.</summary>
    public bool BrokeDown => ChildLeft || PlaceGaveUp;
}

/// <summary>Who said how a stay ended.</summary>
public enum EndingReporter
{
    /// <summary>The child.</summary>
    Child,

    /// <summary>The place.</summary>
    Place,

    /// <summary>The family.</summary>
    Family,

    /// <summary>The visitation team or the case worker.</summary>
    Team,
}
