namespace Matching.Api.Transparency;

/// <summary>
/// Writes a checkpoint when the log has grown: now and then, and once more when the service stops. What fails here stops no ranking.
/// </summary>
public sealed partial class CheckpointWriting(
    CheckpointIssuer issuer,
    CheckpointSettings settings,
    TimeProvider clock,
    ILogger<CheckpointWriting> log
) : BackgroundService
{
    private CheckpointStatus _told = CheckpointStatus.Ok;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        issuer.CheckAtStart();
        Report(issuer.State);
        if (settings.Folder is null && settings.Every > TimeSpan.Zero)
            LogNoSecondPlace(log);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (settings.Every > TimeSpan.Zero)
            await WriteAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Every == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(settings.Every, clock);
        try
        {
            do await WriteAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping; the last one is written by StopAsync.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            Report(await issuer.WriteIfGrownAsync());
        }
        catch (ObjectDisposedException)
        {
            // The service was torn down without being stopped.
        }
        catch (Exception fault)
        {
            LogFault(log, fault);
        }
    }

    private void Report(CheckpointState state)
    {
        if (state.Status == _told)
            return;
        _told = state.Status;
        if (state.Status == CheckpointStatus.Ok)
            LogGood(log, state.Text);
        else
            LogBad(log, state.Text);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Checkpoints are kept in the data directory, which is not a second place: set Checkpoints:Folder to a disk or share that "
            + "whoever can change the data directory cannot change."
    )]
    private static partial void LogNoSecondPlace(ILogger log);

    [LoggerMessage(LogLevel.Error, "Checkpoints: {State}")]
    private static partial void LogBad(ILogger log, string state);

    [LoggerMessage(LogLevel.Information, "Checkpoints are in order again: {State}")]
    private static partial void LogGood(ILogger log, string state);

    [LoggerMessage(LogLevel.Error, "No checkpoint could be made.")]
    private static partial void LogFault(ILogger log, Exception fault);
}
