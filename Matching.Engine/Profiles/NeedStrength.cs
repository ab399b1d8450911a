namespace Matching.Engine.Profiles;

/// <summary>How strongly a child needs something. <see cref="None"/> also stands while nothing known points to the need.</summary>
public enum NeedStrength
{
    None,
    Slight,
    Clear,
    Strong,
}
