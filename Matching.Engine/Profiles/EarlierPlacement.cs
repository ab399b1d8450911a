namespace Matching.Engine.Profiles;

/// <summary>Where the child lived, in the words of the placement history.</summary>
public enum HistoryLevel
{
    Home,
    HomeSupport,
    Network,
    Foster,
    BoardingSchool,
    OwnRoom,
    OpenResidential,
    ProjectPlace,
    PartiallyClosed,
    Secure,
    SpeciallySecured,
    PsychiatricWard,
    Efterskole,
    FamilyPlacement,
}

/// <summary>How a placement ended.</summary>
public enum PlacementEnding
{
    Planned,
    Breakdown,
    Ongoing,
}

/// <summary>Who ended it.</summary>
public enum EndedBy
{
    Child,
    Place,
    Both,
}

/// <summary>Why a placement broke down.</summary>
public enum BreakdownReason
{
    Absconding,
    Violence,
    SelfHarm,
    Substance,
    PlaceCapacity,
    Family,
    Other,
}

/// <summary>One earlier or present placement; all but the level may be null, not known.</summary>
public sealed record EarlierPlacement(
    HistoryLevel Level,
    string? PlacementId,
    DateOnly? From,
    DateOnly? To,
    PlacementEnding? Ending,
    EndedBy? EndedBy
)
{
    public BreakdownReason? BreakdownReason { get; init; }

    /// <summary>Whether the child thrived there.</summary>
    public bool? Thrived { get; init; }
}

/// <summary>Support given before.</summary>
public enum EarlierMeasure
{
    FamilyTherapy,
    ContactPerson,
    RespiteCare,
    PracticalSupport,
    DayTreatment,
    Mentor,
    Psychologist,
    SubstanceCounselling,
    FamilyGroupConference,
    YouthOrder,
    ParentOrder,
    Outreach,
    Other,
}

/// <summary>When a measure was tried, and whether it helped; each but the measure may be null, not known.</summary>
public sealed record MeasureTried(EarlierMeasure Measure, DateOnly? From, DateOnly? To, bool? Helped);
