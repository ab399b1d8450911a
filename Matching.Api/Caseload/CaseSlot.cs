using System.Globalization;

namespace Matching.Api.Caseload;

/// <summary>What is looked at of every case when a page is made.</summary>
/// <param name="Row">The whole row; null where the case was erased.</param>
/// <param name="Standing">How the case stands.</param>
/// <param name="Team">The team it is limited to; null = any.</param>
/// <param name="Waiting">Since when a place is looked for, milliseconds since 1970; the most where none is.</param>
/// <param name="NeededFrom">The number of the day from which a place is needed; the most where it is not known.</param>
/// <param name="Deadline">The number of the day by which something has to happen; the most where there is none.</param>
/// <param name="Urgency">From 0 for acute; more where it is not known.</param>
internal readonly record struct CaseSlot(
    CaseRow? Row,
    CaseStanding Standing,
    string? Team,
    long Waiting,
    int NeededFrom,
    int Deadline,
    int Urgency
)
{
    // Milliseconds since 1970 need 43 bits for a few hundred years.
    private const int MomentBits = 50;
    private const long NotWaiting = (1L << MomentBits) - 1;
    private const int NotUrgent = 9;

    /// <summary>The slot of a row.</summary>
    public static CaseSlot Of(CaseRow row) =>
        new(
            row,
            row.Standing,
            row.State.Team,
            row.Search is { } search
                ? DateTimeOffset.Parse(search.RecordedAt, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()
                : NotWaiting,
            row.NeededFrom?.DayNumber ?? int.MaxValue,
            row.NextDeadline?.Date.DayNumber ?? int.MaxValue,
            row.File.Urgency is { } urgency ? Matching.Engine.Profiles.Urgency.Acute - urgency : NotUrgent
        );

    /// <summary>What a list is ordered by; the least comes first.</summary>
    public long KeyIn(CaseOrder sort) =>
        sort switch
        {
            CaseOrder.NeededFrom => NeededFrom,
            CaseOrder.Deadline => Deadline,
            CaseOrder.Urgency => ((long)Urgency << MomentBits) | Waiting,
            _ => Waiting,
        };
}
