using Matching.Api.Http;
using Matching.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matching.Api.Health;

/// <summary>Whether the service lives and is ready.</summary>
public static class HealthApi
{
    /// <summary>Below which the routes lie.</summary>
    public const string Path = "/health";

    /// <summary>The routes, open to all.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapApi(Path, "Health").AllowAnonymous().DisableRateLimiting();
        health.MapGet("/live", Live).DescribeLive();
        // The service listens only once the store is open and the data are read; what is not so yet, or no more, is asked about here.
        health.MapGet("/ready", ReadyAsync).DescribeReady();
    }

    internal static Ok<LiveAnswer> Live() => TypedResults.Ok(new LiveAnswer("live"));

    private static async Task<Results<Ok<ReadyAnswer>, ProblemAnswer>> ReadyAsync(
        HealthCheckService checks,
        MatchingStore store,
        CancellationToken cancellation
    )
    {
        var report = await checks.CheckHealthAsync(cancellation);
        var reasons = report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => new ReadinessReason(entry.Key, entry.Value.Description!))
            .ToList();
        var sqliteVersion = store.IsShared ? null : MatchingStore.SqliteVersion;
        return reasons.Count == 0 ? TypedResults.Ok(new ReadyAnswer("ready", [], sqliteVersion)) : NotReady(reasons, sqliteVersion);
    }

    /// <summary>Says every reason.</summary>
    internal static ProblemAnswer NotReady(IReadOnlyList<ReadinessReason> reasons, string? sqliteVersion) =>
        new(StatusCodes.Status503ServiceUnavailable, "The service is not ready.", "Every reason is listed.")
        {
            Extension = (writer, _) =>
            {
                writer.WriteStartArray("reasons");
                foreach (var (code, text) in reasons)
                {
                    writer.WriteStartObject();
                    writer.WriteString("code", code);
                    writer.WriteString("text", text);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                writer.WriteString("sqliteVersion", sqliteVersion);
            },
        };
}

/// <summary>The process runs.</summary>
public sealed record LiveAnswer(string Status);

/// <summary>The service can rank and record.</summary>
/// <param name="SqliteVersion">The version of the embedded database; null when the record lies on PostgreSQL.</param>
public sealed record ReadyAnswer(string Status, IReadOnlyList<ReadinessReason> Reasons, string? SqliteVersion);
