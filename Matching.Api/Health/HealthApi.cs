using Matching.Api.OpenApi;
using Matching.Api.Storage;

namespace Matching.Api.Health;

/// <summary>Whether the service lives and is ready.</summary>
public static class HealthApi
{
    /// <summary>The routes, open to all.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().DisableRateLimiting().WithTags("Health");
        health.MapGet("/live", () => new LiveAnswer("live")).DescribeLive();
        // The service listens only once the store is open and the engine is warm, so whoever is answered is answered by a ready one.
        health.MapGet("/ready", () => new ReadyAnswer("ready", MatchingStore.SqliteVersion)).DescribeReady();
    }
}

/// <summary>The process runs.</summary>
public sealed record LiveAnswer(string Status);

/// <summary>The service can rank and record.</summary>
public sealed record ReadyAnswer(string Status, [property: System.Text.Json.Serialization.JsonPropertyName("sqlite_version")] string SqliteVersion);
