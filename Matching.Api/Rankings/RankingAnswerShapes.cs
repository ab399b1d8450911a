using Matching.Api.ReferenceData;
using Matching.Engine.Eligibility;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Rankings;

// For the OpenAPI document alone; tests hold it together with what is read and written.

/// <summary>A recorded ranking: every placement once, the ranked first, then the excluded.</summary>
/// <param name="ProfileVersion">Only of a living profile: the version that was ranked.</param>
/// <param name="Omitted">Only with top: how many placements are not shown.</param>
public sealed record RankingAnswerShape(
    string RankingId,
    DateTimeOffset RecordedAt,
    string CaseReference,
    DateOnly AsOf,
    RankingMode Mode,
    int? ProfileVersion,
    RankingVersions Versions,
    IReadOnlyList<AssessedNeedShape> Needs,
    IReadOnlyList<PlacementShape> Placements,
    int? Omitted,
    IReadOnlyList<CombinationShape> Combinations,
    IReadOnlyList<CombinationShape> CombinationsToCome,
    LessIntrusiveShape? LessIntrusive,
    IReadOnlyList<KnowledgeGapShape> KnowledgeGaps,
    IReadOnlyList<LegalReminderShape> LegalReminders,
    IReadOnlyList<NoticeShape> Notices
);

/// <summary>A need that follows from the profile.</summary>
public sealed record AssessedNeedShape(Need Need, NeedStrength Strength, string Text, IReadOnlyList<string> Basis);

/// <summary>One placement in the answer. Rank, score and confidence are null when it is excluded.</summary>
/// <param name="Score">Exactly the sum of the contributions' points, hundredths.</param>
/// <param name="BestAvailable">The first ranked placement with a free bed.</param>
/// <param name="CanReceiveToday">Whether it can take the child in on the day asked about, when urgency is acute; null otherwise, and where
/// it is
/// not known.</param>
/// <param name="BreakdownRisk">Null in mode rules, and where the placement is excluded.</param>
public sealed record PlacementShape(
    string PlacementId,
    string Name,
    Level Level,
    Operator Operator,
    int? Rank,
    decimal? Score,
    bool BestAvailable,
    EligibilityStatus Eligibility,
    IReadOnlyList<ConditionShape> Conditions,
    IReadOnlyList<ContributionShape> Contributions,
    ConfidenceShape? Confidence,
    IReadOnlyList<Need> UnmetNeeds,
    PlacementAvailabilityShape Availability,
    bool? CanReceiveToday,
    PlacementPeerGroupShape PeerGroup,
    DecisionShape? Decision,
    BreakdownRiskShape? BreakdownRisk
);

/// <summary>What has to be met first, or why the placement is excluded and what would open it.</summary>
/// <param name="Refuses">True for a reason to exclude.</param>
public sealed record ConditionShape(string Code, string Text, string Source, bool Verified, bool Refuses, IReadOnlyList<string> Basis);

/// <summary>Points, why, the facts they rest on, and where that is written.</summary>
public sealed record ContributionShape(string Criterion, decimal Points, string Text, IReadOnlyList<string> Basis, string Source);

/// <summary>How sure the rank is. rankInterval is null where more than 50 placements are ranked.</summary>
/// <param name="Compared">How many placements are ranked.</param>
/// <param name="ComparedIllustrative">How many of them are illustrative and do not exist.</param>
public sealed record ConfidenceShape(decimal ProbabilityFirst, IReadOnlyList<int>? RankInterval, int Compared, int ComparedIllustrative);

/// <summary>What the model says of a breakdown at the placement within the horizon; either abstained alone, or all of the rest.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Interval">Its lower and upper end.</param>
/// <param name="Level">The share of truths that the interval should hold.</param>
/// <param name="SimilarCases">Children of the same age at the same level behind it.</param>
/// <param name="Abstained">Why the model says nothing.</param>
public sealed record BreakdownRiskShape(
    decimal? Probability,
    IReadOnlyList<decimal>? Interval,
    decimal? Level,
    int? HorizonDays,
    int? SimilarCases,
    AbstentionReason? Abstained
);

/// <summary>Free places as last reported.</summary>
public sealed record PlacementAvailabilityShape(int? FreePlaces, DateOnly? AsOf, AvailabilityStatus Status);

/// <summary>Whether the placement had reported who lives there, and of which day that was. The counts are not repeated.</summary>
public sealed record PlacementPeerGroupShape(DateOnly? AsOf, bool Known);

/// <summary>Whether free places were ever reported.</summary>
public enum AvailabilityStatus
{
    Known,
    Unknown,
}

/// <summary>
/// A placement with services that together leave no strong need unmet, none of them to spare. Those to come need services that do not exist
/// yet.
/// </summary>
/// <param name="Covers">The strong needs that the placement does not surely meet alone.</param>
/// <param name="Score">Of the combined offer.</param>
/// <param name="PricePerDay">Of placement and services together, kroner; null while one of them is not known. Never scored.</param>
public sealed record CombinationShape(
    string PlacementId,
    IReadOnlyList<string> Services,
    IReadOnlyList<Need> Covers,
    decimal Score,
    decimal ScoreChange,
    IReadOnlyList<CombinationPartShape> Parts,
    int? PlacementPricePerDay,
    int? PricePerDay,
    IReadOnlyList<ConditionShape> Conditions,
    string Text
);

/// <summary>A service of a combination: who gives it, what it does, what it costs.</summary>
public sealed record CombinationPartShape(
    string Service,
    string Text,
    ServiceStatus Status,
    IReadOnlyList<ProvidedShape> Provides,
    int? PricePerDay
);

/// <summary>What a service does about a need.</summary>
public sealed record ProvidedShape(Need Need, CapabilityStrength Capability, string Source, bool Verified);

/// <summary>The level of the first placement and the less intrusive levels there are, the nearest first.</summary>
public sealed record LessIntrusiveShape(Level Level, IReadOnlyList<LessIntrusiveAlternativeShape> Alternatives);

/// <summary>A less intrusive level by its best offer.</summary>
/// <param name="Enough">Whether that offer is known to meet every strong need; null in answers of before this was asked.</param>
public sealed record LessIntrusiveAlternativeShape(
    Level Level,
    bool? Enough,
    string Text,
    string? PlacementId,
    IReadOnlyList<string> Services,
    decimal? Score,
    IReadOnlyList<Need> UnmetNeeds,
    IReadOnlyList<Need> UnknownNeeds,
    IReadOnlyList<Need> UnmetClearNeeds,
    IReadOnlyList<string> Reasons
);

/// <summary>A fact that is not known or only suspected, and what learning it is worth.</summary>
/// <param name="Subject">Which of several is meant, such as a diagnosis code.</param>
/// <param name="ChangesFirst">How likely learning it would change the first placement, from 0 to 1.</param>
/// <param name="ExpectedGain">How many points the choice would be better by on average.</param>
public sealed record KnowledgeGapShape(
    string Field,
    string? Subject,
    bool Suspected,
    decimal ChangesFirst,
    decimal ExpectedGain,
    string SuggestedStep,
    int? UsualDays,
    string Text
);

/// <summary>What the law asks of a decision on the placement.</summary>
/// <param name="LatestEnd">The day a stay that begins on the day asked about ends at the latest without a new decision.</param>
/// <param name="LongestEnd">The same with every extension; null where extensions have no limit.</param>
/// <param name="PausedByAbsence">Whether absence of more than a day does not count.</param>
public sealed record DecisionShape(
    Decider DecidedBy,
    Ground? Ground,
    IReadOnlyList<Step> MissingSteps,
    IReadOnlyList<Step> LaterSteps,
    AppealShape? Appeal,
    DateOnly? LatestEnd,
    DateOnly? LongestEnd,
    bool PausedByAbsence,
    DateOnly? NextReview,
    int? ReviewWithinDays,
    DateOnly? ConfirmBy,
    IReadOnlyList<LimitShape> Limits,
    IReadOnlyList<CaveatShape> Caveats,
    string Text
);

/// <summary>How to appeal. suspends is null when not known.</summary>
public sealed record AppealShape(
    AppealBody Body,
    IReadOnlyList<AppealParty> Parties,
    int WithinDays,
    bool? Suspends,
    string Text,
    string Source,
    bool Verified
);

/// <summary>A limit of the law.</summary>
public sealed record LimitShape(string Code, int Value, string Unit, string Text, string Source, bool Verified);

/// <summary>What of a decision is not checked, disputed between sources, or not settled by the rules.</summary>
public sealed record CaveatShape(string Code, string About, string Source);

/// <summary>What else the law asks of whoever decides at these levels, or gives the child or the family.</summary>
/// <param name="Verified">Whether the wording of the law was read for it.</param>
/// <param name="LegallyReviewed">Whether a lawyer has checked it.</param>
public sealed record LegalReminderShape(
    string Code,
    string Text,
    IReadOnlyList<Level> Levels,
    string Source,
    bool Verified,
    bool LegallyReviewed
);

/// <summary>Something to know about the answer as a whole.</summary>
public sealed record NoticeShape(string Code, string Text);
