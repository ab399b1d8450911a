using Matching.Api.Storage;

namespace Matching.Api.Health;

/// <summary>All that must hold for the service to be ready: every <see cref="ReadinessCheck"/> that was added to the services.</summary>
public sealed class ReadinessChecks(IEnumerable<ReadinessCheck> checks)
{
    /// <summary>How long a check may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ReadinessCheck[] _checks = [.. checks];

    /// <summary>The checks that are not met, in the order they were added; none = ready.</summary>
    public async Task<IReadOnlyList<ReadinessReason>> NotMetAsync()
    {
        var met = await Task.WhenAll(_checks.Select(IsMetAsync));
        return [.. _checks.Zip(met).Where(pair => !pair.Second).Select(pair => new ReadinessReason(pair.First.Code, pair.First.Text))];
    }

    private static async Task<bool> IsMetAsync(ReadinessCheck check)
    {
        try
        {
            // On a thread of its own, for a dead disk may hold whoever asks it.
            return await Task.Run(check.IsMet).WaitAsync(Patience);
        }
        catch (Exception)
        {
            return false;
        }
    }
}

/// <summary>The checks of the embedded storage.</summary>
public static class StorageReadiness
{
    /// <summary>Adds one more thing that must hold.</summary>
    public static IServiceCollection AddReadinessCheck(
        this IServiceCollection services,
        string code,
        string text,
        Func<IServiceProvider, Task<bool>> isMet
    ) => services.AddSingleton(provider => new ReadinessCheck(code, text, () => isMet(provider)));

    /// <summary>Adds the registry and the checks of recording.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services) =>
        services
            .AddSingleton<ReadinessChecks>()
            .AddReadinessCheck(
                "cannot-record",
                "The last write to the log failed, and writing does not work yet.",
                provider => provider.GetRequiredService<MatchingStore>().Condition.CanRecordAsync()
            )
            .AddReadinessCheck(
                "disk-nearly-full",
                "The disk of the data directory is nearly full; new rankings are refused, what is recorded can be read.",
                provider => Task.FromResult(!provider.GetRequiredService<DiskSpace>().IsNearlyFull)
            )
            .AddReadinessCheck(
                "stopping",
                "The service is being stopped.",
                provider =>
                    Task.FromResult(!provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
            )
            .AddReadinessCheck(
                "queue-full",
                "As many rankings wait to be written as may wait.",
                provider => Task.FromResult(!provider.GetRequiredService<MatchingStore>().Condition.QueueIsFull)
            );
}
