namespace Matching.Engine.Simulation;

/// <summary>The children that published figures tell apart, and those around them.</summary>
public enum ChildGroup
{
    /// <summary>Placed at secure institutions on social grounds.</summary>
    Secure,

    /// <summary>Placed at partially closed institutions on social grounds.</summary>
    PartiallyClosed,

    /// <summary>Teenagers for open homes, project places and families; hardly anything is published about them.</summary>
    Open,
}

/// <summary>What is reported of a group as a share of its children.</summary>
public enum Trait
{
    /// <summary>12 to 15 years old; the rest are 16 or 17.</summary>
    TwelveToFifteen,
    Male,

    /// <summary>Lives at a place when the new one is sought.</summary>
    PlacedNow,
    EarlierOpenOrPartiallyClosed,
    EarlierSecure,

    /// <summary>Three earlier places or more.</summary>
    ManyMoves,
    Absconding,

    /// <summary>Externalising behaviour, self-harm or absconding.</summary>
    BehaviourProblems,

    /// <summary>Crime, or at risk of it.</summary>
    Crime,
    SubstanceUse,
    NeitherCrimeNorSubstanceUse,

    /// <summary>Moderate or severe.</summary>
    Externalising,

    /// <summary>Of any severity.</summary>
    SelfHarm,

    /// <summary>Self-harm, but neither crime nor substance use.</summary>
    SelfHarmAlone,
    DiagnosisConfirmed,

    /// <summary>No diagnosis, but the suspicion of one.</summary>
    DiagnosisSuspected,

    /// <summary>Secure for pedagogical observation beside the danger.</summary>
    SecureObservation,

    /// <summary>Decided by the youth crime board; the rest by the committee, or by consent.</summary>
    YouthCrimeBoard,

    /// <summary>Placed on a ground and not by consent.</summary>
    Compulsory,

    /// <summary>Of other than Danish origin. Never part of a profile; for audits only.</summary>
    OtherOrigin,
}
