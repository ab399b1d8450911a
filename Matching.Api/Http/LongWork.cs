using System.Diagnostics;
using System.Threading.RateLimiting;

namespace Matching.Api.Http;

/// <summary>
/// Runs work over the whole log: one at a time, on a thread of its own, so that rankings and health checks are answered meanwhile. A few
/// may wait; who comes after them is answered 503 with how long the work takes.
/// </summary>
public sealed class LongWork : IDisposable
{
    /// <summary>How many may wait.</summary>
    public const int MostWaiting = 4;

    private const int LongestRetrySeconds = 600;
    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = 1,
            QueueLimit = MostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );
    private double _lastSeconds = 1;

    /// <summary>Runs it, and gives it up when its caller does.</summary>
    /// <exception cref="RequestRefusedException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        using var lease = await _limiter.AcquireAsync(1, cancellation);
        if (!lease.IsAcquired)
        {
            throw new RequestRefusedException(
                new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "Others wait for the same work. Try again later.")
                {
                    RetryAfterSeconds = (int)Math.Clamp(Math.Ceiling(_lastSeconds * (MostWaiting + 1)), 1, LongestRetrySeconds),
                }
            );
        }
        var start = Stopwatch.GetTimestamp();
        var result = await Task.Factory.StartNew(
            () => work(cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        _lastSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
