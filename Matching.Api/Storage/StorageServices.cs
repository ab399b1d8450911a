using System.Diagnostics.Metrics;

namespace Matching.Api.Storage;

/// <summary>The store and what goes with it.</summary>
internal static class StorageServices
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="dataDirectory">Folder with database and keys.</param>
    /// <param name="options">Where the record lies, what it is sealed with, and how it is written.</param>
    /// <param name="leastFreeMegabytes">Below this much free space on the folder's disk nothing is recorded; 0 = no limit.</param>
    public static IServiceCollection AddStorage(
        this IServiceCollection services,
        string dataDirectory,
        StorageOptions options,
        int leastFreeMegabytes
    ) =>
        services
            .AddSingleton(provider =>
            {
                var meters = provider.GetRequiredService<IMeterFactory>();
                var store = MatchingStore.Open(
                    dataDirectory,
                    provider.GetRequiredService<TimeProvider>(),
                    options with
                    {
                        Measures = new WriterMeasures(meters),
                        Logger = provider.GetRequiredService<ILogger<MatchingStore>>(),
                    }
                );
                StoreMeasures.Observe(store, meters);
                return store;
            })
            .AddSingleton(provider => new DiskSpace(dataDirectory, leastFreeMegabytes, provider.GetRequiredService<TimeProvider>()))
            .AddHostedService<ReplicaPoller>();
}
