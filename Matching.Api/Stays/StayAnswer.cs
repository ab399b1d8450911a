using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Api.Stays;

/// <summary>A recorded stay.</summary>
/// <param name="RankingId">The ranking it followed; null when it followed none.</param>
/// <param name="Start">The first day.</param>
/// <param name="Track">The legal track, as told or as the ranking has it; null when not known.</param>
/// <param name="End">The last day; null, with all that follows, while the stay goes on.</param>
/// <param name="EndedBy">For a breakdown.</param>
/// <param name="MovedTo">For a transfer: the level of the next placement.</param>
/// <param name="ReportedBy">Who said how it ended; null when not known.</param>
/// <param name="Notices">no-ranking or facts-after-start: nothing is known of the child at the start, and the stay is exported without facts.</param>
public sealed record StayAnswer(
    string StayId, string RecordedAt, string CaseReference, string? RankingId, string PlacementId, DateOnly Start, Track? Track, DateOnly? End, EndingWord? Ending, EndedBy? EndedBy,
    Level? MovedTo, EndingReporter? ReportedBy, string? EndRecordedAt, IReadOnlyList<StayNotice> Notices)
{
    internal static StayAnswer Of(RecordedStay recorded)
    {
        var (stay, end) = (recorded.Stay, recorded.End);
        return new StayAnswer(
            recorded.StayId, recorded.RecordedAt, recorded.CaseReference, stay.RankingId, stay.PlacementId, stay.Start, recorded.Track, end?.End, end?.Ending, end?.EndedBy, end?.MovedTo,
            end?.ReportedBy, recorded.EndRecordedAt, recorded.Facts.Notice is { } notice ? [notice] : []);
    }
}
