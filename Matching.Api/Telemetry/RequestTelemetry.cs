using System.Diagnostics;

namespace Matching.Api.Telemetry;

/// <summary>Measures every request.</summary>
internal static class RequestTelemetry
{
    private const string NoRoute = "none";

    /// <summary>The status of a request whose caller went away before the answer.</summary>
    public const int GoneAway = 499;

    /// <summary>Stands before everything else, so that what others answer is measured too.</summary>
    public static void UseRequestTelemetry(this WebApplication app)
    {
        var measurements = app.Services.GetRequiredService<Measurements>();
        app.Use(next => context => measurements.RequestsAreListenedTo ? MeasureAsync(context, next, measurements) : next(context));
    }

    private static async Task MeasureAsync(HttpContext context, RequestDelegate next, Measurements measurements)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            // Taken from the route, never from the address: a path may hold a case's reference.
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;
            var method = Method(context.Request.Method);
            var status = context.RequestAborted.IsCancellationRequested ? GoneAway : context.Response.StatusCode;
            measurements.Answered(method, route, status, Stopwatch.GetElapsedTime(began));
        }
    }

    // A method is free text of the caller's.
    private static string Method(string method) =>
        method switch
        {
            "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" => method,
            _ => "OTHER",
        };
}
