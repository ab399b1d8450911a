namespace Matching.Engine.Placements;

/// <summary>The ladder of interventions, least intrusive first; the number is the step on the ladder.</summary>
public enum Level
{
    HomeSupport,

    /// <summary>A family that stays at a place together.</summary>
    FamilyPlacement,
    Network,
    Foster,
    BoardingSchool,
    Efterskole,

    /// <summary>A room of the youth's own, a hall of residence, or the like.</summary>
    OwnRoom,
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
    public const int Steps = 12;

    /// <summary>A place that may lock doors or hold a youth back: the locked homes of the Children's Act § 43 (3).</summary>
    public static bool IsLocked(this Level level) => level >= Level.PartiallyClosed;

    /// <summary>A placement outside the home.</summary>
    public static bool IsOutOfHome(this Level level) => level != Level.HomeSupport;

    /// <summary>Where the child goes on living with its parents.</summary>
    public static bool IsHomeBased(this Level level) => level <= Level.FamilyPlacement;

    /// <summary>
    /// The level that stood for this one before there were twelve: what documents and models of before mean by their words.
    /// </summary>
    public static Level StandIn(this Level level) =>
        level switch
        {
            Level.FamilyPlacement => Level.HomeSupport,
            Level.BoardingSchool or Level.Efterskole or Level.OwnRoom => Level.OpenResidential,
            _ => level,
        };

    /// <summary>The levels that came with version 1.1.</summary>
    public static bool IsLater(this Level level) => level.StandIn() != level;
}
