using System.Diagnostics;

namespace Matching.Api.Telemetry;

/// <summary>Measures every request and gives it its span.</summary>
internal static class RequestTelemetry
{
    private const string NoRoute = "none";
    private const int GoneAway = 499;

    /// <summary>Stands before everything else, so that what others answer is measured too.</summary>
    public static void UseRequestTelemetry(this WebApplication app)
    {
        var measurements = app.Services.GetRequiredService<Measurements>();
        app.Use(next =>
            context => measurements.RequestsAreListenedTo || Tracing.IsListenedTo ? FollowAsync(context, next, measurements) : next(context)
        );
    }

    private static async Task FollowAsync(HttpContext context, RequestDelegate next, Measurements measurements)
    {
        var began = Stopwatch.GetTimestamp();
        using var span = Tracing.StartRequest();
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
            if (span is not null)
                Describe(span, method, route, status);
        }
    }

    private static void Describe(Activity span, string method, string route, int status)
    {
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.request.method", method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }

    // A method is free text of the caller's.
    private static string Method(string method) =>
        method switch
        {
            "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" => method,
            _ => "OTHER",
        };
}
