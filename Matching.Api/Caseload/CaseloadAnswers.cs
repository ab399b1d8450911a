using Matching.Api.Searches;
using Matching.Engine.Eligibility;
using Matching.Engine.Profiles;

namespace Matching.Api.Caseload;

/// <summary>A page of cases.</summary>
public sealed record CaseListAnswer(IReadOnlyList<CaseListed> Cases);

/// <summary>A case in a list.</summary>
/// <param name="Team">The team it is limited to; null = any.</param>
/// <param name="State">How it stands.</param>
/// <param name="Urgency">How soon a place is needed; null when not known.</param>
/// <param name="NeededFrom">The day from which a place is needed; null when not known.</param>
/// <param name="WaitingSince">When it was recorded that a place is looked for, UTC; null when none is.</param>
/// <param name="WaitingDays">Days since then, in Copenhagen; null when no place is looked for.</param>
/// <param name="ProfileVersion">The version of its profile in force; null when it has none.</param>
/// <param name="Ranking">Its last ranking; null when it was never ranked.</param>
/// <param name="MissingSteps">The steps that the last ranking misses before the child can come to the first place.</param>
/// <param name="OpenOffers">How many offers may be answered, or hold a bed.</param>
/// <param name="Stay">Where the child lives; null where no stay says so.</param>
/// <param name="NextDeadline">The first day by which something has to happen; null when there is none.</param>
/// <param name="Tasks">What someone has to do about the open search.</param>
public sealed record CaseListed(
    string CaseReference,
    string? Team,
    CaseStanding State,
    Urgency? Urgency,
    DateOnly? NeededFrom,
    string? WaitingSince,
    int? WaitingDays,
    int? ProfileVersion,
    CaseListedRanking? Ranking,
    IReadOnlyList<Step> MissingSteps,
    int OpenOffers,
    CaseListedStay? Stay,
    CaseDeadline? NextDeadline,
    IReadOnlyList<SearchTask> Tasks
)
{
    internal static CaseListed Of(string reference, CaseRow row, (RankingSummary Summary, bool IsOutOfDate)? ranking) =>
        new(
            reference,
            row.State.Team,
            row.Standing,
            row.File.Urgency,
            row.NeededFrom,
            row.Search?.RecordedAt,
            row.Search is { } search ? DaysSince(search.RecordedAt, row.Day) : null,
            row.File.ProfileVersion,
            ranking is { } known
                ? new CaseListedRanking(
                    row.File.RankingId!,
                    row.File.RankedAt!,
                    known.IsOutOfDate,
                    known.Summary.First,
                    known.Summary.Eligibility
                )
                : null,
            ranking?.Summary.MissingSteps ?? [],
            row.OpenOffers.Count(),
            row.Stay is { } stay ? new CaseListedStay(stay.StayId, stay.PlacementId, stay.Start) : null,
            row.NextDeadline,
            row.Search is { } open ? [.. row.Searches.TasksOf(open, row.Day)] : []
        );

    private static int DaysSince(string moment, DateOnly day) =>
        day.DayNumber
        - ReferenceData.Today.InCopenhagen(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)).DayNumber;
}

/// <summary>The last ranking of a case.</summary>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
/// <param name="OutOfDate">Whether the profile in force, or else the same request, would be answered otherwise today.</param>
/// <param name="First">The first ranked placement; null when none is possible.</param>
/// <param name="Eligibility">Whether something stands in its way; null when none is possible.</param>
public sealed record CaseListedRanking(string RankingId, string RecordedAt, bool OutOfDate, string? First, EligibilityStatus? Eligibility);

/// <summary>Where the child of a case lives.</summary>
/// <param name="Start">The first day.</param>
public sealed record CaseListedStay(string StayId, string PlacementId, DateOnly Start);

/// <summary>Whether a case is closed.</summary>
/// <param name="Closed">Whether it is.</param>
/// <param name="Reason">A code of case-closing; null while it is open.</param>
/// <param name="RecordedAt">When that was recorded, UTC; null while it is open.</param>
/// <param name="By">Who recorded it; null while it is open.</param>
public sealed record ClosingAnswer(string CaseReference, bool Closed, string? Reason, string? RecordedAt, string? By);

/// <summary>What another system calls a case.</summary>
/// <param name="CaseUuid">Its id there, a UUID; null when not said.</param>
/// <param name="CaseNumber">Its number there; null when not said.</param>
/// <param name="System">Which system.</param>
/// <param name="Version">The number of the ETag.</param>
public sealed record ExternalIdsAnswer(string CaseReference, string? CaseUuid, string? CaseNumber, string System, int Version)
{
    internal static ExternalIdsAnswer Of(string reference, ExternalIdsRecord ids) =>
        new(reference, ids.CaseUuid, ids.CaseNumber, ids.System, ids.Version);
}
