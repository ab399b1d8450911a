using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>The recorded case that letters are written about, whole.</summary>
/// <param name="Answer">What was answered.</param>
/// <param name="Profile">What was known about the child.</param>
/// <param name="ReferenceDataSet">What the ranking was made with.</param>
/// <param name="Rights">The rights in force on the day of the ranking.</param>
/// <param name="PlacementId">The place that is proposed, one of the ranked; null = the first ranked.</param>
/// <param name="NamesDiagnoses">Whether letters to those who decide and to parents name diagnoses. A child's never does.</param>
/// <param name="Reference">What the draft to those who decide refers to.</param>
public sealed record LetterCase(
    Answer Answer,
    ChildProfile Profile,
    ReferenceDataSet ReferenceDataSet,
    IReadOnlyList<RightRule> Rights,
    string? PlacementId,
    bool NamesDiagnoses,
    LetterReference Reference
)
{
    /// <summary>What was written for the place, and is read by it alone; null where nothing was.</summary>
    public Handover? Handover { get; init; }
}

/// <summary>What a draft refers to.</summary>
/// <param name="RankingId">Null for a ranking that is not recorded.</param>
/// <param name="Versions">Each version by what it is of.</param>
public sealed record LetterReference(string CaseReference, string? RankingId, IReadOnlyList<KeyValuePair<string, string>> Versions);
