using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>
/// A ranking request. A fact that is left out, or null, is not known, which is never the same as none; an empty list has been examined:
/// none.
/// </summary>
/// <param name="CaseReference">1-64 letters, digits, - _ . or /. Never a civil registration number.</param>
/// <param name="AsOf">The day the ranking speaks of; today in Copenhagen when left out.</param>
/// <param name="Mode">rules unless said otherwise.</param>
/// <param name="Urgency">How soon a place is needed.</param>
/// <param name="Child">The child.</param>
/// <param name="Wishes">What the child and the parents wish.</param>
/// <param name="Conflicts">Conflicts tied to a placement.</param>
/// <param name="Legal">Grounds, decider and steps taken.</param>
public sealed record RankingRequestShape(
    string CaseReference,
    DateOnly? AsOf,
    RankingMode? Mode,
    Urgency? Urgency,
    ChildShape Child,
    WishesShape? Wishes,
    IReadOnlyList<ConflictShape>? Conflicts,
    LegalShape? Legal
);

/// <summary>What is known about the child. Exactly one of ageYears and birthDate.</summary>
/// <param name="AgeYears">Whole years, 0-17.</param>
/// <param name="BirthDate">Gives an age of 0-17 on the day asked about.</param>
public sealed record ChildShape(
    int? AgeYears,
    DateOnly? BirthDate,
    Sex? Sex,
    IReadOnlyList<DiagnosisShape>? Diagnoses,
    bool? PsychoticSymptoms,
    SuicideRisk? SuicideRisk,
    Severity? SelfHarm,
    IReadOnlyList<SubstanceUseShape>? SubstanceUse,
    AbscondingShape? Absconding,
    Severity? ExternalisingBehaviour,
    Violence? ViolenceAgainstOthers,
    SexualHarm? SexuallyHarmfulBehaviour,
    bool? FireSetting,
    CrimeShape? Crime,
    CognitiveLevel? CognitiveLevel,
    bool? TraumaExposure,
    IReadOnlyList<Exploitation>? Exploitation,
    SchoolAttendance? SchoolAttendance,
    bool? SomaticHealthNeeds,
    bool? RegularMedication,
    bool? AccessibilityNeeds,
    bool? InterpreterNeeded,
    FamilyContact? FamilyContact,
    NetworkCarer? NetworkCarer,
    bool? SiblingsTogether,
    IReadOnlyList<ProtectiveFactor>? ProtectiveFactors,
    string? CurrentPlacementId,
    IReadOnlyList<EarlierPlacementShape>? Placements,
    IReadOnlyList<EarlierMeasure>? EarlierMeasures
);

/// <summary>A diagnosis.</summary>
/// <param name="Code">ICD-10: F84, F90.0 or Danish DF900; any chapter.</param>
public sealed record DiagnosisShape(string Code, DiagnosisStatus? Status);

/// <summary>The use of one substance.</summary>
public sealed record SubstanceUseShape(Substance Substance, UsePattern? Pattern, bool? Dependent);

/// <summary>Running away.</summary>
public sealed record AbscondingShape(int? EpisodesLast12Months, int? LongestAbsenceDays, bool? HarmDuringAbsence);

/// <summary>Crime.</summary>
public sealed record CrimeShape(CrimeInvolvement? Involvement, bool? Violent, bool? GangTies);

/// <summary>An earlier or present placement.</summary>
public sealed record EarlierPlacementShape(
    HistoryLevel Level,
    string? PlacementId,
    DateOnly? From,
    DateOnly? To,
    PlacementEnding? Ending,
    EndedBy? EndedBy
);

/// <summary>Wishes; a list that is left out has not been asked for.</summary>
public sealed record WishesShape(IReadOnlyList<WishShape>? Child, IReadOnlyList<WishShape>? Parents, IReadOnlyList<Matter>? Matters);

/// <summary>A wish about one placement.</summary>
public sealed record WishShape(string PlacementId, Stance Stance);

/// <summary>A conflict tied to one placement.</summary>
public sealed record ConflictShape(string PlacementId, ConflictReason Reason);

/// <summary>The legal position. grounds: null = not yet assessed, empty = no ground for placing without consent or for locking.</summary>
public sealed record LegalShape(IReadOnlyList<Ground>? Grounds, Decider? DecidedBy, IReadOnlyList<Step>? StepsTaken);
