using System.Threading.RateLimiting;
using Matching.Api.Telemetry;

namespace Matching.Api.Http;

/// <summary>
/// How many requests are worked on at once, over all callers. Who comes when as many as may are there is answered 503 before anything is
/// read of the request, so that what all of them hold together has an end. Health is exempt.
/// </summary>
internal static class RequestCeiling
{
    private const int RetryAfterSeconds = 2;

    /// <summary>Refuses what is too many.</summary>
    /// <param name="app">The service.</param>
    /// <param name="most">How many are taken.</param>
    /// <param name="exempt">Below which paths nothing is counted.</param>
    public static void UseRequestCeiling(this WebApplication app, int most, params PathString[] exempt)
    {
        var limiter = new ConcurrencyLimiter(
            new ConcurrencyLimiterOptions { PermitLimit = most, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }
        );
        app.Lifetime.ApplicationStopped.Register(limiter.Dispose);
        var measurements = app.Services.GetRequiredService<Measurements>();
        app.Use(
            async (context, next) =>
            {
                if (Array.Exists(exempt, path => context.Request.Path.StartsWithSegments(path)))
                {
                    await next(context);
                    return;
                }
                using var place = limiter.AttemptAcquire();
                if (place.IsAcquired)
                {
                    await next(context);
                    return;
                }
                measurements.Refused("too-many");
                await new ProblemAnswer(
                    StatusCodes.Status503ServiceUnavailable,
                    "As many requests are being answered as can be at once; nothing was recorded. Try again shortly."
                )
                {
                    RetryAfterSeconds = RetryAfterSeconds,
                }.ExecuteAsync(context);
            }
        );
    }

    /// <summary>
    /// Has a thread for every request and some more: what waits for a database across the network holds its thread, and health is to be
    /// answered meanwhile. The pool would otherwise make new threads by ones and twos in a second.
    /// </summary>
    /// <param name="most">How many requests are taken.</param>
    public static void HaveThreadsFor(int most)
    {
        const int others = 32;
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, most + others), completions);
    }
}
