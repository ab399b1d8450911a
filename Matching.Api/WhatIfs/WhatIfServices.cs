using Matching.Api.Cases;
using Matching.Api.Storage;

namespace Matching.Api.WhatIfs;

/// <summary>What what-ifs need of the service.</summary>
internal static class WhatIfServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddWhatIfs(this IServiceCollection services) =>
        services
            .AddSingleton<WhatIfHandler>()
            .AddSingleton<WhatIfReplay>()
            .AddAccessLogLine(
                LogKinds.WhatIf,
                (entry, payload) =>
                {
                    var head = WhatIfRecordJson.ReadHead(payload);
                    return Access.Of(entry, AccessAction.WhatIfMade, head.RankingId, head.Purpose);
                }
            );
}
