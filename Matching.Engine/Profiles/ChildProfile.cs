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
    public IReadOnlyList<EarlierMeasure>? EarlierMeasures { get; init; }
    public Wishes Wishes { get; init; } = Wishes.Unasked;
    public IReadOnlyList<Conflict>? Conflicts { get; init; }
    public LegalPosition Legal { get; init; } = LegalPosition.Unknown;
}
