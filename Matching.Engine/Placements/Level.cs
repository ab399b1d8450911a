namespace Matching.Engine.Placements;

/// <summary>The ladder of interventions, least intrusive first; the number is the step on the ladder.</summary>
public enum Level
{
    HomeSupport,
    Network,
    Foster,
    OpenResidential,
    ProjectPlace,
    PartiallyClosed,
    Secure,
    SpeciallySecured,
}

/// <summary>Who runs a place.</summary>
public enum Operator
{
    City,
    Municipality,
    Region,
    Private,
    Family,
}

/// <summary>What the ladder means in law and practice.</summary>
public static class Ladder
{
    /// <summary>Steps on the ladder.</summary>
    public const int Steps = 8;

    /// <summary>A place that may lock doors or hold a youth back: the locked homes of the Children's Act § 43 (3).</summary>
    public static bool IsLocked(this Level level) => level >= Level.PartiallyClosed;

    /// <summary>A placement outside the home.</summary>
    public static bool IsOutOfHome(this Level level) => level != Level.HomeSupport;
}
