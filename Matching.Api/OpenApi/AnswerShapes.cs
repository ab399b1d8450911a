using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Api.Health;
using Matching.Api.Rankings;
using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Wording;
using Matching.Engine.Wording.Letters;

namespace Matching.Api.OpenApi;

// What callers receive, for the OpenAPI document alone: rankings are written from codes and numbers by RankingResponse. A test holds the two together.

/// <summary>A recorded ranking: every placement once, the ranked first, then the excluded.</summary>
/// <param name="Omitted">Only with top: how many placements are not shown.</param>
public sealed record RankingAnswerShape(
    string RankingId, DateTimeOffset RecordedAt, string CaseReference, DateOnly AsOf, RankingMode Mode, RankingVersions Versions, IReadOnlyList<AssessedNeedShape> Needs,
    IReadOnlyList<PlacementShape> Placements, int? Omitted, IReadOnlyList<CombinationShape> Combinations, LessIntrusiveShape? LessIntrusive,
    IReadOnlyList<KnowledgeGapShape> KnowledgeGaps, IReadOnlyList<NoticeShape> Notices);

/// <summary>A need that follows from the profile.</summary>
public sealed record AssessedNeedShape(Need Need, NeedStrength Strength, string Text, IReadOnlyList<string> Basis);

/// <summary>One placement in the answer. Rank, score and confidence are null when it is excluded.</summary>
/// <param name="Score">Exactly the sum of the contributions' points, hundredths.</param>
/// <param name="BestAvailable">The first ranked placement with a free bed.</param>
/// <param name="BreakdownRisk">Null in mode rules.</param>
public sealed record PlacementShape(
    string PlacementId, string Name, Level Level, Operator Operator, int? Rank, decimal? Score, bool BestAvailable, Standing Eligibility,
    IReadOnlyList<ConditionShape> Conditions, IReadOnlyList<ContributionShape> Contributions, ConfidenceShape? Confidence, IReadOnlyList<Need> UnmetNeeds,
    PlacementAvailabilityShape Availability, JsonElement? BreakdownRisk);

/// <summary>What has to be met first, or why the placement is excluded and what would open it.</summary>
/// <param name="Refuses">True for a reason to exclude.</param>
public sealed record ConditionShape(string Code, string Text, string Source, bool Verified, bool Refuses, IReadOnlyList<string> Basis);

/// <summary>Points, why, the facts they rest on, and where that is written.</summary>
public sealed record ContributionShape(string Criterion, decimal Points, string Text, IReadOnlyList<string> Basis, string Source);

/// <summary>How sure the rank is. rankInterval is null where more than 50 placements are ranked.</summary>
public sealed record ConfidenceShape(decimal ProbabilityFirst, IReadOnlyList<int>? RankInterval);

/// <summary>Free places as last reported.</summary>
public sealed record PlacementAvailabilityShape(int? FreePlaces, DateOnly? AsOf, AvailabilityStatus Status);

/// <summary>Whether free places were ever reported.</summary>
public enum AvailabilityStatus
{
    Known,
    Unknown,
}

/// <summary>A placement with services that together cover more.</summary>
public sealed record CombinationShape(string PlacementId, IReadOnlyList<string> Services, IReadOnlyList<Need> Covers, decimal Score, string Text);

/// <summary>The level of the first placement and the less intrusive levels there are.</summary>
public sealed record LessIntrusiveShape(Level Level, IReadOnlyList<LessIntrusiveAlternativeShape> Alternatives);

/// <summary>A less intrusive level.</summary>
public sealed record LessIntrusiveAlternativeShape(Level Level);

/// <summary>A fact that is not known, and how likely learning it would change the first placement.</summary>
public sealed record KnowledgeGapShape(string Field, decimal ChangesFirst, string SuggestedStep, string Text);

/// <summary>Something to know about the answer as a whole.</summary>
public sealed record NoticeShape(string Code, string Text);

/// <summary>A letter about a recorded ranking.</summary>
/// <param name="AgeBand">The ages a letter to the child is written for; null for other readers.</param>
/// <param name="PlacementId">The placement that is proposed; null when none is possible.</param>
/// <param name="TextsVersion">The texts it is written with: those of the ranking, or those in force where those are from before there were letters.</param>
/// <param name="Lix">How hard it is to read (LIX).</param>
/// <param name="Checks">What the sender has to check first. No part of the letter.</param>
public sealed record LetterShape(
    Audience Audience, Language Lang, string? AgeBand, string? PlacementId, string TextsVersion, string Title, IReadOnlyList<string> Opening,
    IReadOnlyList<LetterSectionShape> Sections, IReadOnlyList<string> Closing, decimal Lix, IReadOnlyList<string> Checks);

/// <summary>A heading, then paragraphs, then the items of a list.</summary>
public sealed record LetterSectionShape(string Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Items);

/// <summary>The catalogue in force; each placement as in its file, each fact with source and verified.</summary>
public sealed record CatalogueShape(string Version, IReadOnlyList<JsonElement> Placements);

/// <summary>A failed request (RFC 9457). errors lists every fault by the path of its field.</summary>
public sealed record ProblemShape(string Type, string Title, int Status, string? Detail, string? TraceId, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);

/// <summary>The service is not ready (a problem, RFC 9457). Every reason is listed.</summary>
public sealed record NotReadyShape(
    string Type, string Title, int Status, string? Detail, string? TraceId, IReadOnlyList<ReadinessReason> Reasons,
    [property: JsonPropertyName("sqlite_version")] string SqliteVersion);
