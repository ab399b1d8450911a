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
/// <param name="Home">What is known about the home.</param>
/// <param name="Safety">Who may be in danger, and who must not learn what.</param>
/// <param name="Handover">For the place; never scored, never in a letter to parents or child.</param>
/// <param name="NeededFrom">The day from which a place is needed.</param>
public sealed record RankingRequestShape(
    string CaseReference,
    DateOnly? AsOf,
    RankingMode? Mode,
    Urgency? Urgency,
    ChildShape Child,
    WishesShape? Wishes,
    IReadOnlyList<ConflictShape>? Conflicts,
    LegalShape? Legal,
    HomeShape? Home,
    SafetyShape? Safety,
    HandoverShape? Handover,
    DateOnly? NeededFrom
);

/// <summary>What is known about the child. Exactly one of ageYears and birthDate.</summary>
/// <param name="AgeYears">Whole years, 0-17.</param>
/// <param name="BirthDate">Gives an age of 0-17 on the day asked about.</param>
/// <param name="EarlierMeasures">Each a word such as family-therapy, or an object that also says when and whether it helped.</param>
/// <param name="DueDate">The day a child is due to be born, within 300 days of the day asked about.</param>
/// <param name="PsychiatricDischarge">The latest discharge from a psychiatric ward, or one that is planned.</param>
/// <param name="LastHealthCheck">Not after the day asked about.</param>
/// <param name="Thriving">Whether the child thrives where it lives now.</param>
/// <param name="Languages">ISO 639 codes. Shown to the place, never scored.</param>
/// <param name="MovesTotal">How often the child has moved in all.</param>
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
    IReadOnlyList<MeasureTriedShape>? EarlierMeasures,
    DateOnly? DueDate,
    Severity? EatingDisorderSeverity,
    DateOnly? PsychiatricDischarge,
    bool? WithdrawalRisk,
    Sense? Hearing,
    Sense? Sight,
    bool? SignLanguage,
    DateOnly? LastHealthCheck,
    SchoolType? SchoolType,
    bool? Leisure,
    Concern? SellingSex,
    bool? Thriving,
    IReadOnlyList<string>? Languages,
    int? MovesTotal
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
    EndedBy? EndedBy,
    BreakdownReason? BreakdownReason,
    bool? Thrived
);

/// <summary>A measure tried before. It may be given by its word alone.</summary>
/// <param name="Helped">Whether it helped.</param>
public sealed record MeasureTriedShape(EarlierMeasure Measure, DateOnly? From, DateOnly? To, bool? Helped);

/// <summary>What is known about the home.</summary>
/// <param name="ViolenceWitnessed">Violence between adults that the child has seen or heard.</param>
/// <param name="ParentsActive">Whether the parents take part in the child's everyday life.</param>
public sealed record HomeShape(
    Concern? Neglect,
    Concern? Violence,
    Concern? SexualAbuse,
    bool? ParentalSubstanceUse,
    bool? ParentalMentalIllness,
    bool? ParentalCrime,
    bool? ParentImprisoned,
    Concern? ViolenceWitnessed,
    Cooperation? Cooperation,
    bool? ParentsActive,
    Custody? Custody
);

/// <summary>Who may be in danger, and who must not learn what.</summary>
/// <param name="UndisclosedPlacement">The parents must not be told where the child lives (barnets lov, section 105).</param>
public sealed record SafetyShape(
    bool? AddressProtected,
    bool? UndisclosedPlacement,
    bool? HonourRelated,
    Concern? RiskToYoungerChildren,
    bool? SiblingsApart,
    bool? Threatened,
    Concern? Trafficking
);

/// <summary>Texts for the place, at most 500 characters each.</summary>
public sealed record HandoverShape(string? Calms, string? Triggers, string? Medication, string? Agreements);

/// <summary>Wishes; a list that is left out has not been asked for.</summary>
public sealed record WishesShape(IReadOnlyList<WishShape>? Child, IReadOnlyList<WishShape>? Parents, IReadOnlyList<Matter>? Matters);

/// <summary>A wish about one placement.</summary>
public sealed record WishShape(string PlacementId, Stance Stance);

/// <summary>A conflict tied to one placement.</summary>
public sealed record ConflictShape(string PlacementId, ConflictReason Reason);

/// <summary>The legal position. grounds: null = not yet assessed, empty = no ground for placing without consent or for locking.</summary>
public sealed record LegalShape(IReadOnlyList<Ground>? Grounds, Decider? DecidedBy, IReadOnlyList<Step>? StepsTaken);
