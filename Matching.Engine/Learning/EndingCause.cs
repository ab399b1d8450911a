namespace Matching.Engine.Learning;

/// <summary>
/// Why a stay ended before its time. Each has a hazard of its own; what else ends a stay is no breakdown and ends only the watching.
/// </summary>
public enum EndingCause
{
    /// <summary>The child left or would not stay.</summary>
    ChildLeft,

    /// <summary>The place gave up.</summary>
    PlaceGaveUp,

    /// <summary>The child was moved to a more locked level.</summary>
    Escalation,
}

/// <summary>How a stay ended, in the words of the data.</summary>
public enum StayEnding
{
    Planned,
    BreakdownChild,
    BreakdownPlace,
    BreakdownBoth,
    Transfer,
    TurnedEighteen,
}
