namespace Matching.Engine.Profiles;

/// <summary>
/// What is known about one child, the wishes and the legal position. Every fact that is <c>null</c> is not known, which is never the same
/// as none:
/// an unknown fact scores nothing for or against any place and is named as a knowledge gap. An empty list has been examined: none.
/// </summary>
/// <remarks>Ethnic origin is not part of the profile and must never become so.</remarks>
public sealed record ChildProfile
{
    /// <summary>
    /// Age in whole years, 0-17, when given so; otherwise it follows from <see cref="BirthDate"/>. Exactly one of the two is given.
    /// </summary>
    public int? AgeYears { get; init; }
    public DateOnly? BirthDate { get; init; }
    public Urgency? Urgency { get; init; }
    public Sex? Sex { get; init; }
    public IReadOnlyList<Diagnosis>? Diagnoses { get; init; }
    public bool? PsychoticSymptoms { get; init; }
    public SuicideRisk? SuicideRisk { get; init; }
    public Severity? SelfHarm { get; init; }
    public IReadOnlyList<SubstanceUse>? SubstanceUse { get; init; }
    public Absconding? Absconding { get; init; }
    public Severity? ExternalisingBehaviour { get; init; }
    public Violence? ViolenceAgainstOthers { get; init; }
    public SexualHarm? SexuallyHarmfulBehaviour { get; init; }
    public bool? FireSetting { get; init; }
    public Crime? Crime { get; init; }
    public CognitiveLevel? CognitiveLevel { get; init; }
    public bool? TraumaExposure { get; init; }
    public IReadOnlyList<Exploitation>? Exploitation { get; init; }
    public SchoolAttendance? SchoolAttendance { get; init; }
    public bool? SomaticHealthNeeds { get; init; }
    public bool? RegularMedication { get; init; }
    public bool? AccessibilityNeeds { get; init; }
    public bool? InterpreterNeeded { get; init; }
    public FamilyContact? FamilyContact { get; init; }
    public NetworkCarer? NetworkCarer { get; init; }
    public bool? SiblingsTogether { get; init; }
    public IReadOnlyList<ProtectiveFactor>? ProtectiveFactors { get; init; }
    public string? CurrentPlacementId { get; init; }
    public IReadOnlyList<EarlierPlacement>? Placements { get; init; }

    /// <summary>The measures tried before, each once.</summary>
    public IReadOnlyList<EarlierMeasure>? EarlierMeasures { get; init; }

    /// <summary>When the measures were tried and whether they helped, where that was said.</summary>
    public IReadOnlyList<MeasureTried> MeasuresTried { get; init; } = [];

    /// <summary>The day a child is due to be born; null where there is none, or it is not known.</summary>
    public DateOnly? DueDate { get; init; }
    public Severity? EatingDisorderSeverity { get; init; }

    /// <summary>The day of the latest discharge from a psychiatric ward, or of one that is planned.</summary>
    public DateOnly? PsychiatricDischarge { get; init; }
    public bool? WithdrawalRisk { get; init; }
    public Sense? Hearing { get; init; }
    public Sense? Sight { get; init; }
    public bool? SignLanguage { get; init; }
    public DateOnly? LastHealthCheck { get; init; }
    public SchoolType? SchoolType { get; init; }
    public bool? Leisure { get; init; }
    public Concern? SellingSex { get; init; }

    /// <summary>Whether the child thrives where it lives now.</summary>
    public bool? Thriving { get; init; }

    /// <summary>ISO 639 codes. Said to the place, never a feature of a model and never scored.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>How often the child has moved in all.</summary>
    public int? MovesTotal { get; init; }
    public HomeSituation? Home { get; init; }
    public SafetySituation? Safety { get; init; }

    /// <summary>The day from which a place is needed.</summary>
    public DateOnly? NeededFrom { get; init; }
    public Wishes Wishes { get; init; } = Wishes.Unasked;
    public IReadOnlyList<Conflict>? Conflicts { get; init; }
    public LegalPosition Legal { get; init; } = LegalPosition.Unknown;
}
