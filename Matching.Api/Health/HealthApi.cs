using System.Text.Json.Serialization;
using Matching.Api.Http;
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
        // The service listens only once the store is open and the engine is warm; what can go wrong after that is asked about here.
        health.MapGet("/ready", ReadyAsync).DescribeReady();
    }

    private static async Task<IResult> ReadyAsync(ReadinessChecks checks)
    {
        var reasons = await checks.NotMetAsync();
        if (reasons.Count == 0)
            return TypedResults.Ok(new ReadyAnswer("ready", [], MatchingStore.SqliteVersion));
        return new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "The service is not ready.", "Every reason is listed.")
        {
            Extension = writer =>
            {
                writer.WriteStartArray("reasons");
                foreach (var reason in reasons)
                {
                    writer.WriteStartObject();
                    writer.WriteString("code", reason.Code);
                    writer.WriteString("text", reason.Text);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                writer.WriteString("sqlite_version", MatchingStore.SqliteVersion);
            },
        };
    }
}

/// <summary>The process runs.</summary>
public sealed record LiveAnswer(string Status);

/// <summary>The service can rank and record.</summary>
public sealed record ReadyAnswer(
    string Status,
    IReadOnlyList<ReadinessReason> Reasons,
    [property: JsonPropertyName("sqlite_version")] string SqliteVersion
);
