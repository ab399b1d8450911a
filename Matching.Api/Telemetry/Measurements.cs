using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Matching.Api.Telemetry;

/// <summary>
/// What the service measures of itself. Tags hold route templates, words of ours and numbers: never a path, a case, a caller or an id.
/// While nobody listens,
/// measuring does nothing.
/// </summary>
public sealed class Measurements
{
    /// <summary>The name by which the instruments are listened to.</summary>
    public const string Name = "Matching.Api";

    private const int Statuses = 600;
    private readonly object?[] _statuses = new object?[Statuses];
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _refusals;

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _requests = meter.CreateCounter<long>("matching.requests", "{request}", "Requests answered, by route template, method and status.");
        _durations = meter.CreateHistogram(
            "matching.request.duration",
            "s",
            "From the request's headers to the end of its answer.",
            null,
            Seconds
        );
        _refusals = meter.CreateCounter<long>(
            "matching.refusals",
            "{request}",
            "Requests that could not be recorded: busy, unavailable or stale."
        );
    }

    /// <summary>Whether anyone listens to requests.</summary>
    public bool RequestsAreListenedTo => _requests.Enabled || _durations.Enabled;

    /// <summary>Bounds of durations, from a flush to disk to a caller's patience.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    /// <summary>A request was answered.</summary>
    public void Answered(string method, string route, int status, TimeSpan duration)
    {
        var tags = new TagList
        {
            { "method", method },
            { "route", route },
            { "status", Boxed(status) },
        };
        _requests.Add(1, tags);
        _durations.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A request could not be recorded.</summary>
    /// <param name="reason">One word of ours.</param>
    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private object Boxed(int status) => status is >= 0 and < Statuses ? _statuses[status] ??= status : status;
}
