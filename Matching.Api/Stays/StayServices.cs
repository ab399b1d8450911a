using Matching.Api.Cases;
using Matching.Api.Placements;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>What stays need of the service.</summary>
internal static class StayServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddStays(this IServiceCollection services) =>
        services
            .AddSingleton<RecordedStays>()
            .AddSingleton<StayHandler>()
            .AddSingleton(
                new WithdrawalReader(payload =>
                {
                    var withdrawal = StayJson.ReadWithdrawal(payload);
                    return (withdrawal.StayId, Terms<StayWithdrawalReason>.Parse(withdrawal.Reason));
                })
            )
            .AddSingleton(
                new StayMoveReader(
                    LogKinds.Stay,
                    (entry, payload) =>
                    {
                        var stay = StayJson.ReadStay(payload);
                        return new StayMove(entry.EntryId, stay.PlacementId, stay.Start, stay.Ended?.End);
                    }
                )
            )
            .AddSingleton(
                new StayMoveReader(
                    LogKinds.StayEnded,
                    (_, payload) =>
                    {
                        var end = StayJson.ReadEnd(payload);
                        return new StayMove(end.StayId, null, null, end.End);
                    }
                )
            )
            .AddSingleton(
                new StayMoveReader(
                    LogKinds.StayWithdrawn,
                    (_, payload) => new StayMove(StayJson.ReadWithdrawal(payload).StayId, null, null, null, IsWithdrawn: true)
                )
            )
            .AddAccessLogLine(
                LogKinds.Stay,
                (entry, payload) =>
                {
                    var stay = StayJson.ReadStay(payload);
                    return Access.Of(entry, AccessAction.StayRecorded, stay.RankingId, stay.Purpose, entry.EntryId);
                }
            )
            .AddAccessLogLine(
                LogKinds.StayEnded,
                (entry, payload) =>
                {
                    var end = StayJson.ReadEnd(payload);
                    return Access.Of(
                        entry,
                        end.Corrects ? AccessAction.StayCorrected : AccessAction.StayEnded,
                        null,
                        end.Purpose,
                        end.StayId
                    );
                }
            )
            .AddAccessLogLine(
                LogKinds.StayWithdrawn,
                (entry, payload) =>
                {
                    var withdrawal = StayJson.ReadWithdrawal(payload);
                    return Access.Of(entry, AccessAction.StayWithdrawn, null, withdrawal.Purpose, withdrawal.StayId);
                }
            );
}
