using System.Diagnostics.Metrics;
using System.Globalization;
using Matching.Api.Telemetry;

namespace Matching.Api.Transparency;

/// <summary>The state of the checkpoints, looked at whenever a listener asks.</summary>
internal static class CheckpointMeasures
{
    /// <summary>Has the checkpoints observed.</summary>
    public static void Observe(CheckpointIssuer checkpoints, IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create(Measurements.Name);
        meter.CreateObservableGauge(
            "matching.checkpoint.entries",
            () => LastSize(checkpoints),
            "{entry}",
            "Entries that the last checkpoint covers."
        );
        meter.CreateObservableGauge("matching.checkpoint.age", () => Age(checkpoints, clock), "s", "Since the last checkpoint was made.");
        meter.CreateObservableGauge(
            "matching.checkpoint.ok",
            () => checkpoints.State.Status == CheckpointStatus.Ok ? 1 : 0,
            description: "1 while the log fits its last checkpoint and the next can be kept, 0 otherwise."
        );
    }

    private static Measurement<long>[] LastSize(CheckpointIssuer checkpoints) => checkpoints.State.LastSize is { } size ? [new(size)] : [];

    private static Measurement<double>[] Age(CheckpointIssuer checkpoints, TimeProvider clock) =>
        checkpoints.LastTime is { } time
            ? [new((clock.GetUtcNow() - DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).TotalSeconds)]
            : [];
}
