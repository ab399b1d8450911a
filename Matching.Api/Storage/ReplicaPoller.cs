namespace Matching.Api.Storage;

/// <summary>
/// Where several instances share a log, looks every second for what the others have written: a key revoked or a bed reported there is in
/// force
/// here within about that time even while nothing is recorded here. What is recorded here looks by itself.
/// </summary>
internal sealed class ReplicaPoller(MatchingStore store) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsShared)
            return;
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await store.Others.Look();
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }
}
