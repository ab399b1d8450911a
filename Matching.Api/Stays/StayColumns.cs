namespace Matching.Api.Stays;

/// <summary>The columns of a file of stays; <c>data/training/README.md</c> says what each holds.</summary>
internal static class StayColumns
{
    public const string Stay = "stay",
        Child = "child",
        Placement = "placement",
        Start = "start",
        End = "end",
        Ending = "ending",
        EndedBy = "endedBy",
        MovedTo = "movedTo",
        ReportedBy = "reportedBy",
        Track = "track",
        WatchedUntil = "watchedUntil",
        FactsAsOf = "factsAsOf";

    /// <summary>Follows the path of a fact in the name of the column that says on which day it was known.</summary>
    public const string AsOf = ".asOf";

    /// <summary>Separates the words of a list.</summary>
    public const char Separator = ';';

    /// <summary>Those every file has.</summary>
    public static IReadOnlyList<string> Required { get; } =
    [Stay, Child, Placement, Start, End, Ending, EndedBy, MovedTo, ReportedBy, Track, WatchedUntil, FactsAsOf];

    /// <summary>
    /// The facts, by their paths in a ranking request; those of one object stand together. Languages are none of them: no model learns from
    /// them.
    /// </summary>
    public static IReadOnlyList<FactColumn> Facts { get; } =
    [
        new("", "urgency"),
        new("child", "ageYears"),
        new("child", "birthDate"),
        new("child", "sex"),
        new("child", "diagnoses"),
        new("child", "psychoticSymptoms"),
        new("child", "suicideRisk"),
        new("child", "selfHarm"),
        new("child", "substanceUse"),
        new("child", "absconding"),
        new("child", "externalisingBehaviour"),
        new("child", "violenceAgainstOthers"),
        new("child", "sexuallyHarmfulBehaviour"),
        new("child", "fireSetting"),
        new("child", "crime"),
        new("child", "cognitiveLevel"),
        new("child", "traumaExposure"),
        new("child", "exploitation", IsWords: true),
        new("child", "schoolAttendance"),
        new("child", "somaticHealthNeeds"),
        new("child", "regularMedication"),
        new("child", "accessibilityNeeds"),
        new("child", "interpreterNeeded"),
        new("child", "familyContact"),
        new("child", "networkCarer"),
        new("child", "siblingsTogether"),
        new("child", "protectiveFactors", IsWords: true),
        new("child", "currentPlacementId"),
        new("child", "placements"),
        new("child", "earlierMeasures", IsWords: true),
        new("child", "dueDate"),
        new("child", "eatingDisorderSeverity"),
        new("child", "psychiatricDischarge"),
        new("child", "withdrawalRisk"),
        new("child", "hearing"),
        new("child", "sight"),
        new("child", "signLanguage"),
        new("child", "lastHealthCheck"),
        new("child", "schoolType"),
        new("child", "leisure"),
        new("child", "sellingSex"),
        new("child", "thriving"),
        new("child", "movesTotal"),
        new("wishes", "child"),
        new("wishes", "parents"),
        new("wishes", "matters", IsWords: true),
        new("", "conflicts"),
        new("legal", "grounds", IsWords: true),
        new("legal", "decidedBy"),
        new("legal", "stepsTaken", IsWords: true),
        .. new[]
        {
            "neglect",
            "violence",
            "sexualAbuse",
            "parentalSubstanceUse",
            "parentalMentalIllness",
            "parentalCrime",
            "parentImprisoned",
            "violenceWitnessed",
            "cooperation",
            "parentsActive",
            "custody",
        }.Select(field => new FactColumn("home", field)),
        .. new[]
        {
            "addressProtected",
            "undisclosedPlacement",
            "honourRelated",
            "riskToYoungerChildren",
            "siblingsApart",
            "threatened",
            "trafficking",
        }.Select(field => new FactColumn("safety", field)),
        new("", "neededFrom"),
    ];

    /// <summary>A fact by its path; null when there is none.</summary>
    public static FactColumn? Find(string path) => Facts.FirstOrDefault(fact => fact.Path == path);
}

/// <summary>A column that holds a fact.</summary>
/// <param name="Parent">The object of a ranking request it is in; empty for the request itself.</param>
/// <param name="Field">Its name there.</param>
/// <param name="IsWords">Whether it is a list of words.</param>
internal sealed record FactColumn(string Parent, string Field, bool IsWords = false)
{
    public string Path { get; } = Parent.Length == 0 ? Field : $"{Parent}.{Field}";
}
