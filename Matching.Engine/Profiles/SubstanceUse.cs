namespace Matching.Engine.Profiles;

/// <summary>What is used.</summary>
public enum Substance
{
    Alcohol,
    Cannabis,
    Stimulants,
    Opioids,
    Benzodiazepines,
    Other,
}

/// <summary>How often.</summary>
public enum UsePattern
{
    Occasional,
    Weekly,
    Daily,
}

/// <summary>The use of one substance. <paramref name="Pattern"/> and <paramref name="Dependent"/> are null when not known.</summary>
public sealed record SubstanceUse(Substance Substance, UsePattern? Pattern, bool? Dependent);
