using Matching.Api.Storage;

namespace Matching.Api.Cases;

/// <summary>What cases need of the service.</summary>
internal static class CaseServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services, string dataFolder) =>
        services
            .AddProjection<CaseProjection>()
            .AddSingleton(_ => RetentionRules.Load(dataFolder))
            .AddSingleton<AccessLog>()
            .AddSingleton<CaseCommands>()
            .AddSingleton<IdempotentCommands>()
            .AddSingleton<CaseHandler>()
            .AddAccessLogLine(
                LogKinds.CaseTeam,
                (entry, payload) => Access.Of(entry, AccessAction.TeamSet, null, CaseJson.Read<TeamRecord>(payload).Purpose)
            )
            .AddAccessLogLine(
                LogKinds.LegalHold,
                (entry, payload) => Access.Of(entry, AccessAction.LegalHoldSet, null, CaseJson.Read<HoldRecord>(payload).Reason)
            )
            .AddAccessLogLine(
                LogKinds.Access,
                (entry, payload) =>
                {
                    var read = CaseJson.Read<AccessRecord>(payload);
                    return Access.Of(entry, read.Action, read.RankingId, read.Purpose, read.StayId);
                }
            );

    /// <summary>Adds how the entries of a kind read in the access log of a case.</summary>
    public static IServiceCollection AddAccessLogLine(this IServiceCollection services, string kind, Func<LogEntry, byte[], Access> read) =>
        services.AddSingleton(new AccessLogLine(kind, read));
}
