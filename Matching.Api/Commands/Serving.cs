using Matching.Api.Commands.Verbs;
using Matching.Api.Hosting;
using Polly;
using Polly.Retry;

namespace Matching.Api.Commands;

/// <summary>What happens without a verb: the service runs until it is stopped.</summary>
internal static partial class Serving
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs the service. When it cannot start as things are, says why in plain words: at once and for good when someone must put it right,
    /// and again and again, trying, when it may pass by itself (a database that is not up yet, a full disk).
    /// </summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        WebApplication? waiting = null;
        using var stopped = new CancellationTokenSource();
        var started = false;
        try
        {
            var tries = Tries(
                async (reason, pause) =>
                {
                    if (waiting is null)
                    {
                        waiting = await WaitingService.StartAsync(args);
                        waiting.Lifetime.ApplicationStopping.Register(stopped.Cancel);
                    }
                    LogWaiting(waiting.Logger, reason, pause.TotalSeconds);
                }
            );
            await using var app = await tries.ExecuteAsync(async _ => await MatchingApplication.BuildAsync(args), stopped.Token);
            if (stopped.IsCancellationRequested)
                return ExitCode.Done;
            if (waiting is not null)
                await waiting.DisposeAsync();
            waiting = null;
            await app.StartAsync();
            started = true;
            await app.WaitForShutdownAsync();
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested && !started)
        {
            return ExitCode.Done;
        }
        catch (Exception fault) when (!started && StartFailure.Explain(fault) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return ExitCode.CannotStart;
        }
        finally
        {
            if (waiting is not null)
                await waiting.DisposeAsync();
        }
    }

    private static ResiliencePipeline Tries(Func<string, TimeSpan, Task> tell) =>
        new ResiliencePipelineBuilder()
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = failed => ValueTask.FromResult(failed.Outcome.Exception is { } fault && StartFailure.MayPass(fault)),
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = FirstPause,
                    MaxDelay = WaitingService.LongestPause,
                    MaxRetryAttempts = int.MaxValue,
                    OnRetry = async failed => await tell(StartFailure.Explain(failed.Outcome.Exception!)!, failed.RetryDelay),
                }
            )
            .Build();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not started yet: {Reason} The next try is in {Seconds:0} s.")]
    private static partial void LogWaiting(ILogger logger, string reason, double seconds);
}
