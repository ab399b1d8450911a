namespace Matching.Engine.Profiles;

/// <summary>A legal ground for placing without consent or for locking.</summary>
public enum Ground
{
    CompulsoryPlacement,
    PartiallyClosed,
    SecureDanger,
    SecureObservation,
    SecureLongTreatment,
    SpeciallySecured,
    RemandSurrogate,
    Sentence,
    YouthSanction,
}

/// <summary>Who decides.</summary>
public enum Decider
{
    Administration,
    Committee,
    CommitteeChair,
    YouthCrimeBoard,
    Court,
}

/// <summary>A step the law asks for on the way to a decision.</summary>
public enum Step
{
    ChildExamination,
    YouthExamination,
    ChildHeard,
    ParentsHeard,
    CustodyHolderConsent,
    YouthConsent,
    LawyerOffered,
    LessIntrusiveConsidered,
    ChildsPlan,
}

/// <summary>
/// The legal position of the case. <paramref name="Grounds"/>: null = not yet assessed, empty = no ground for placing without consent or
/// for locking.
/// <paramref name="StepsTaken"/>: null = not known, empty = none taken.
/// </summary>
public sealed record LegalPosition(IReadOnlyList<Ground>? Grounds, Decider? DecidedBy, IReadOnlyList<Step>? StepsTaken)
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly LegalPosition Unknown = new(null, null, null);
}
