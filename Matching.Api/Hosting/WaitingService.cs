using Matching.Api.Health;
using Matching.Api.Http;
using Matching.Api.Storage;

namespace Matching.Api.Hosting;

/// <summary>
/// What listens in the service's place while it cannot start yet: alive, not ready with the reason, and 503 to all else. It knows no
/// callers and opens nothing.
/// </summary>
internal static class WaitingService
{
    private static readonly ReadinessReason Reason = new(
        "waiting-to-start",
        "The service cannot start yet, and tries again by itself; its log says what it waits for."
    );

    /// <summary>Listens where the service will.</summary>
    /// <param name="args">As those of the service, which were found to be in order.</param>
    public static async Task<WebApplication> StartAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = ServiceSettings.From(builder.Configuration);
        builder.ListenAs(settings);
        builder.Services.AddJson(AnswerJsonContext.Default);
        builder.Services.AddQuietLogs();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseHeadAsGet(HealthApi.Path);
        app.UseRouting();
        var sqliteVersion = settings.Store.Postgres is null ? MatchingStore.SqliteVersion : null;
        app.MapGet(HealthApi.Path + "/live", HealthApi.Live);
        app.MapGet(HealthApi.Path + "/ready", () => HealthApi.NotReady([Reason], sqliteVersion));
        app.MapFallback(() =>
            new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "The service is starting. Nothing was recorded. Try again shortly.")
            {
                RetryAfterSeconds = (int)LongestPause.TotalSeconds,
            }
        );
        await app.StartAsync();
        return app;
    }

    /// <summary>How long is waited at most between two tries.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(10);
}
