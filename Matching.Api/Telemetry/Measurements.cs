using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Matching.Api.Storage;
using Matching.Api.Transparency;

namespace Matching.Api.Telemetry;

/// <summary>
/// What the service measures of itself. Tags hold route templates, words of ours and numbers: never a path, a case, a caller or an id. While nobody listens,
/// measuring does nothing.
/// </summary>
public sealed class Measurements : IDisposable
{
    /// <summary>The name by which the instruments are listened to.</summary>
    public const string Name = "Matching.Api";

    private const int Statuses = 600;
    private readonly Meter _meter = new(Name);
    private readonly object?[] _statuses = new object?[Statuses];
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _refusals;

    public Measurements()
    {
        _requests = _meter.CreateCounter<long>("matching.requests", "{request}", "Requests answered, by route template, method and status.");
        _durations = _meter.CreateHistogram("matching.request.duration", "s", "From the request's headers to the end of its answer.", null, Seconds);
        _refusals = _meter.CreateCounter<long>("matching.refusals", "{request}", "Requests that could not be recorded: busy, unavailable or stale.");
        Writer = new WriterMeasures(_meter);
    }

    /// <summary>What the log's writer thread tells.</summary>
    internal WriterMeasures Writer { get; }

    /// <summary>Whether anyone listens to requests.</summary>
    public bool RequestsAreListenedTo => _requests.Enabled || _durations.Enabled;

    /// <summary>Bounds of durations, from a flush to disk to a caller's patience.</summary>
    internal static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    /// <summary>A request was answered.</summary>
    public void Answered(string method, string route, int status, TimeSpan duration)
    {
        var tags = new TagList { { "method", method }, { "route", route }, { "status", Boxed(status) } };
        _requests.Add(1, tags);
        _durations.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A request could not be recorded.</summary>
    /// <param name="reason">One word of ours.</param>
    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Has the state of the store and its checkpoints looked at whenever a listener asks.</summary>
    public void Watch(MatchingStore store, CheckpointDesk checkpoints, bool isPostgres, TimeProvider clock)
    {
        KeyValuePair<string, object?> database = new("database", isPostgres ? "postgresql" : "sqlite");
        _meter.CreateObservableGauge("matching.store", () => new Measurement<int>(1, database), description: "Always 1; its tag names the kind of database.");
        _meter.CreateObservableGauge("matching.log.queue", () => store.Log.Queued, "{entry}", "What waits to be written.");
        _meter.CreateObservableCounter("matching.log.transactions", () => store.Log.Transactions, "{transaction}", "Transactions committed.");
        _meter.CreateObservableGauge("matching.checkpoint.entries", () => LastSize(checkpoints), "{entry}", "Entries that the last checkpoint covers.");
        _meter.CreateObservableGauge("matching.checkpoint.age", () => Age(checkpoints, clock), "s", "Since the last checkpoint was made.");
        _meter.CreateObservableGauge("matching.checkpoint.ok", () => checkpoints.State.Status == CheckpointStatus.Ok ? 1 : 0, description: "1 while the log fits its last checkpoint and the next can be kept, 0 otherwise.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] LastSize(CheckpointDesk desk) => desk.State.LastSize is { } size ? [new(size)] : [];

    private static Measurement<double>[] Age(CheckpointDesk desk, TimeProvider clock) =>
        desk.LastTime is { } time ? [new((clock.GetUtcNow() - DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).TotalSeconds)] : [];

    private object Boxed(int status) => status is >= 0 and < Statuses ? _statuses[status] ??= status : status;
}
