using Matching.Api.Cases;
using Matching.Api.Storage;

namespace Matching.Api.Rankings;

/// <summary>What rankings need of the service.</summary>
internal static class RankingServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRankings(this IServiceCollection services) =>
        services
            .AddSingleton<RankingStateReader>()
            .AddSingleton<RankingHandler>()
            .AddSingleton<RankingReplay>()
            .AddAccessLogLine(
                LogKinds.Ranking,
                (entry, payload) => Access.Of(entry, AccessAction.RankingMade, entry.EntryId, RankingRecordJson.ReadPurpose(payload))
            );
}
