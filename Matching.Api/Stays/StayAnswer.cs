using Matching.Api.Cases;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

/// <summary>A recorded stay.</summary>
/// <param name="RankingId">The ranking it followed; null when it followed none.</param>
/// <param name="Start">The first day.</param>
/// <param name="Track">The legal track, as reported or as the ranking has it; null when not known.</param>
/// <param name="End">The last day; null, with all that follows, while the stay goes on.</param>
/// <param name="EndedBy">For a breakdown.</param>
/// <param name="MovedTo">For a transfer: the level of the next placement.</param>
/// <param name="ReportedBy">Who said how it ended; null when not known.</param>
/// <param name="EndRecordedAt">When that was recorded, UTC.</param>
/// <param name="Corrected">Whether what was recorded of the end before was corrected; this is the last that was reported.</param>
/// <param name="Withdrawn">Whether the stay was recorded in error, and counts for nothing.</param>
/// <param name="WithdrawnAt">When that was recorded, UTC; null while it stands.</param>
/// <param name="WithdrawalReason">What the error was; null while it stands.</param>
/// <param name="Notices">no-ranking or facts-after-start: nothing is known of the child at the start, and the stay is exported without
/// facts.</param>
public sealed record StayAnswer(
    string StayId,
    string RecordedAt,
    string CaseReference,
    string? RankingId,
    string PlacementId,
    DateOnly Start,
    Track? Track,
    DateOnly? End,
    StayEndReason? Ending,
    EndedBy? EndedBy,
    Level? MovedTo,
    EndingReporter? ReportedBy,
    string? EndRecordedAt,
    bool Corrected,
    bool Withdrawn,
    string? WithdrawnAt,
    StayWithdrawalReason? WithdrawalReason,
    IReadOnlyList<StayNotice> Notices
)
{
    internal static StayAnswer Of(RecordedStay recorded)
    {
        var (stay, end) = (recorded.Stay, recorded.End);
        return new StayAnswer(
            recorded.StayId,
            recorded.RecordedAt,
            recorded.CaseReference,
            stay.RankingId,
            stay.PlacementId,
            stay.Start,
            recorded.Track,
            end?.End,
            end?.Ending,
            end?.EndedBy,
            end?.MovedTo,
            end?.ReportedBy,
            recorded.EndRecordedAt,
            recorded.Ends > 1,
            recorded.Withdrawal is not null,
            recorded.Withdrawal?.At,
            recorded.Withdrawal?.Reason,
            recorded.Facts.Notice is { } notice ? [notice] : []
        );
    }
}
