namespace Matching.Engine.Profiles;

/// <summary>What a child may need from a place. The same fourteen words name what a place can do.</summary>
public enum Need
{
    PsychiatricTreatment,
    SelfHarmProtection,
    SubstanceTreatment,
    OpioidTreatment,
    AbscondingContainment,
    ViolenceSafety,
    SexualSafety,
    CrimeDistance,
    DevelopmentalSupport,
    TraumaTreatment,
    School,
    SomaticHealth,
    FamilyNetwork,
    Observation,
}
