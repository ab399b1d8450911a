namespace Matching.Engine.Profiles;

/// <summary>How soon a place is needed.</summary>
public enum Urgency
{
    Planned,
    Weeks,
    Acute,
}
