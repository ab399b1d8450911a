namespace Matching.Engine.Profiles;

/// <summary>How severe self-harm or externalising behaviour is.</summary>
public enum Severity
{
    None,
    Mild,
    Moderate,
    Severe,
}
