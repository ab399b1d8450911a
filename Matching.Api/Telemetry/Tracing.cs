using System.Diagnostics;

namespace Matching.Api.Telemetry;

/// <summary>
/// The spans of the service: one for each request and, within it, ranking, recording and reading. No span carries what was sent.
/// </summary>
internal static class Tracing
{
    /// <summary>The name by which the spans are listened to.</summary>
    public const string Name = "Matching.Api";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Whether anyone listens.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>A part of the running request, until disposed; null when nobody listens.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>
    /// The span of a request, in the trace its caller named or a new one. It takes the place of the web server's own, whose tags hold
    /// addresses and which is
    /// therefore never sent; what else the caller sent along (tracestate, baggage) is left out.
    /// </summary>
    public static Activity? StartRequest()
    {
        var server = Activity.Current;
        var parent = server is null
            ? default
            : new ActivityContext(server.TraceId, server.ParentSpanId, ActivityTraceFlags.Recorded, isRemote: true);
        return Source.StartActivity("request", ActivityKind.Server, parent);
    }

    /// <summary>What the lines of a request in the log, its spans and its 5xx answer have in common.</summary>
    public static string IdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
