using Matching.Api.Cases;
using Matching.Api.Storage;

namespace Matching.Api.Caseload;

/// <summary>What lists of cases need of the service.</summary>
internal static class CaseloadServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddCaseload(this IServiceCollection services) =>
        services
            .AddProjection<CaseloadProjection>()
            .AddProjection<RankingCurrency>()
            .AddSingleton<CaseloadHandler>()
            .AddAccessLogLine(
                LogKinds.CaseClosed,
                (entry, payload) => Access.Of(entry, AccessAction.CaseClosed, null, CaseJson.Read<ClosingRecord>(payload).Purpose)
            )
            .AddAccessLogLine(
                LogKinds.CaseReopened,
                (entry, payload) => Access.Of(entry, AccessAction.CaseReopened, null, CaseJson.Read<ReopeningRecord>(payload).Purpose)
            )
            .AddAccessLogLine(
                LogKinds.CaseExternalIds,
                (entry, payload) => Access.Of(entry, AccessAction.ExternalIdsSet, null, ExternalIdsJson.Read(payload).Purpose)
            );
}
