using System.Diagnostics;

namespace Matching.Api.Telemetry;

/// <summary>
/// The spans of the service within those of its requests: ranking, recording and reading. No span carries what was sent.
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

    /// <summary>What the lines of a request in the log, its spans and its 5xx answer have in common.</summary>
    public static string IdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
