using Matching.Api.Cases;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

// What callers send and receive, for the OpenAPI document alone.

/// <summary>A stay that began.</summary>
/// <param name="CaseReference">1-64 letters, digits, - _ . or /. Never a civil registration number.</param>
/// <param name="RankingId">The ranking of this case that it followed: its facts, unless younger than the start, are what was known
/// then.</param>
/// <param name="PlacementId">The placement.</param>
/// <param name="Start">The first day; at most a year ahead, and by the ranking neither before the child was born nor after it turned
/// 18.</param>
/// <param name="Track">The legal track; left out = that of the ranking.</param>
/// <param name="End">The last day, where the stay has ended already; then ending is required too.</param>
/// <param name="Ending">How it ended; with end only.</param>
/// <param name="EndedBy">For a breakdown, and only then: who ended it.</param>
/// <param name="MovedTo">For a transfer, and only then: the level of the next placement.</param>
/// <param name="ReportedBy">Who said so.</param>
public sealed record StayRequestShape(
    string CaseReference,
    string? RankingId,
    string PlacementId,
    DateOnly Start,
    Track? Track,
    DateOnly? End,
    StayEndReason? Ending,
    EndedBy? EndedBy,
    Level? MovedTo,
    EndingReporter? ReportedBy
);

/// <summary>How a stay ended.</summary>
/// <param name="End">The last day; neither before the start nor after today.</param>
/// <param name="EndedBy">For a breakdown, and only then: who ended it.</param>
/// <param name="MovedTo">For a transfer, and only then: the level of the next placement.</param>
/// <param name="ReportedBy">Who said so.</param>
/// <param name="Corrects">true: it takes the place of what was recorded of the end before, which stays in the log. false or left out: the
/// stay has not ended yet.</param>
public sealed record StayEndShape(
    DateOnly End,
    StayEndReason Ending,
    EndedBy? EndedBy,
    Level? MovedTo,
    EndingReporter? ReportedBy,
    bool? Corrects
);

/// <summary>Why a stay is withdrawn.</summary>
public sealed record StayWithdrawalShape(StayWithdrawalReason Reason);

/// <summary>Stays under pseudonyms.</summary>
public sealed record StayExportShape(IReadOnlyList<ExportedStayShape> Stays);

/// <summary>A stay under pseudonyms; the same columns as the CSV form.</summary>
/// <param name="Stay">A pseudonym.</param>
/// <param name="Child">A pseudonym: the same in every export, also of rankings.</param>
/// <param name="WatchedUntil">The day of the export while the stay goes on.</param>
/// <param name="FactsAsOf">The day by which the facts were known.</param>
/// <param name="Facts">What was known at the start, as in a ranking request without days and dates of birth; empty when nothing
/// was.</param>
public sealed record ExportedStayShape(
    string Stay,
    string Child,
    string Placement,
    DateOnly Start,
    DateOnly? End,
    StayEndReason? Ending,
    EndedBy? EndedBy,
    Level? MovedTo,
    EndingReporter? ReportedBy,
    Track? Track,
    DateOnly? WatchedUntil,
    DateOnly? FactsAsOf,
    object Facts
);
