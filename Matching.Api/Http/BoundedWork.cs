using System.Diagnostics;
using System.Threading.RateLimiting;

namespace Matching.Api.Http;

/// <summary>
/// Runs heavy work on threads of its own, so that rankings and health checks are answered meanwhile: so many at once, a few more may wait,
/// and who comes after them is answered 503 with how long those before them take.
/// </summary>
/// <param name="atOnce">How many run at once. 1 or more.</param>
/// <param name="mostWaiting">How many may wait.</param>
public abstract class BoundedWork(int atOnce, int mostWaiting) : IDisposable
{
    private const int LongestRetrySeconds = 600;
    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = atOnce,
            QueueLimit = mostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );
    private double _lastSeconds = 1;

    /// <summary>How many may run or wait.</summary>
    public int Most => atOnce + mostWaiting;

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
                    RetryAfterSeconds = (int)Math.Clamp(Math.Ceiling(_lastSeconds * Most / atOnce), 1, LongestRetrySeconds),
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
    public void Dispose()
    {
        _limiter.Dispose();
        GC.SuppressFinalize(this);
    }
}
