using Matching.Engine.Eligibility;

namespace Matching.Engine.Inquiry;

/// <summary>Where a place stands in an answer.</summary>
/// <param name="Rank">Null when excluded.</param>
/// <param name="Score">Hundredths; null when excluded.</param>
public sealed record PlacementPosition(int? Rank, int? Score, EligibilityStatus EligibilityStatus);

/// <summary>Points of one criterion in two answers, hundredths; null where it gives the place none.</summary>
public sealed record ContributionChange(string Criterion, int? From, int? To)
{
    /// <summary>Points gained, hundredths; below zero when lost.</summary>
    public int Gain => (To ?? 0) - (From ?? 0);
}

/// <summary>One place that stands otherwise in another answer to the same question.</summary>
/// <param name="Contributions">Those that differ, the largest change first.</param>
/// <param name="ConditionsAdded">Codes of conditions that came, once each.</param>
/// <param name="ConditionsRemoved">Codes of conditions that went, once each.</param>
public sealed record PlacementDifference(
    string PlacementId,
    PlacementPosition From,
    PlacementPosition To,
    IReadOnlyList<ContributionChange> Contributions,
    IReadOnlyList<string> ConditionsAdded,
    IReadOnlyList<string> ConditionsRemoved
);
