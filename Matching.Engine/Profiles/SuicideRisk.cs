namespace Matching.Engine.Profiles;

/// <summary>The assessed risk of suicide.</summary>
public enum SuicideRisk
{
    None,
    Low,
    Moderate,
    High,
}
