using Matching.Api.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matching.Api.Health;

/// <summary>All that must hold for the service to be ready.</summary>
public static class ReadinessChecks
{
    /// <summary>How long a check may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds one more thing that must hold; callers and alarms go by its code, in kebab-case.</summary>
    public static IServiceCollection AddReadinessCheck(
        this IServiceCollection services,
        string code,
        string text,
        Func<IServiceProvider, Task<bool>> isMet
    )
    {
        services
            .AddHealthChecks()
            .Add(new HealthCheckRegistration(code, provider => new ReadinessCheck(text, () => isMet(provider)), null, null, Patience));
        return services;
    }

    /// <summary>Adds the checks of recording.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services) =>
        services
            .AddReadinessCheck(
                "cannot-record",
                "The last write to the log failed, and writing does not work yet.",
                provider => provider.GetRequiredService<MatchingStore>().Condition.CanRecordAsync()
            )
            .AddReadinessCheck(
                "database-not-heard",
                "The database has not answered for some seconds: what other instances record is not known here.",
                provider => provider.GetRequiredService<MatchingStore>().Others.AreHeardAsync(CancellationToken.None).AsTask()
            )
            .AddReadinessCheck(
                "log-lost-its-end",
                "Entries that were answered for are no longer in the log; verifying it names them.",
                provider => Task.FromResult(!provider.GetRequiredService<MatchingStore>().HasLostEnd)
            )
            .AddReadinessCheck(
                "clock-behind-log",
                "This machine's clock stands more than a day before the log's latest entry; nothing is recorded until one of them is right.",
                provider => Task.FromResult(!provider.GetRequiredService<MatchingStore>().ClockIsBehind)
            )
            .AddReadinessCheck(
                "not-durable",
                "The database was switched to losing what it says is committed when it crashes; the service's log names the setting.",
                provider => Task.FromResult(provider.GetRequiredService<MatchingStore>().Condition.IsDurable)
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
