using System.Diagnostics.Metrics;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>What the log's tree and its checkpoints need of the service.</summary>
internal static class TransparencyServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTransparency(this IServiceCollection services, CheckpointSettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(provider => new LogTree(provider.GetRequiredService<MatchingStore>().Hashes))
            .AddSingleton(provider =>
            {
                var checkpoints = ActivatorUtilities.CreateInstance<CheckpointIssuer>(provider);
                CheckpointMeasures.Observe(
                    checkpoints,
                    provider.GetRequiredService<IMeterFactory>(),
                    provider.GetRequiredService<TimeProvider>()
                );
                return checkpoints;
            })
            .AddHostedService<CheckpointWriting>();
}
