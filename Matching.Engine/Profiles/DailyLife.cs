namespace Matching.Engine.Profiles;

/// <summary>How well the child hears or sees.</summary>
public enum Sense
{
    Typical,
    Reduced,
    None,
}

/// <summary>What kind of school the child goes to.</summary>
public enum SchoolType
{
    Public,
    Special,
    DayTreatment,
    Boarding,
    UpperSecondary,
    None,
}
