using System.Diagnostics.Metrics;
using Matching.Api.Telemetry;

namespace Matching.Api.Storage;

/// <summary>The state of the store, looked at whenever a listener asks.</summary>
internal static class StoreMeasures
{
    /// <summary>Has an opened store observed.</summary>
    public static void Observe(MatchingStore store, IMeterFactory meters)
    {
        var meter = meters.Create(Measurements.Name);
        KeyValuePair<string, object?> database = new("database", store.IsShared ? "postgresql" : "sqlite");
        meter.CreateObservableGauge(
            "matching.store",
            () => new Measurement<int>(1, database),
            description: "Always 1; its tag names the kind of database."
        );
        meter.CreateObservableGauge("matching.log.queue", () => store.Log.Queued, "{entry}", "What waits to be written.");
        meter.CreateObservableCounter(
            "matching.log.transactions",
            () => store.Log.Transactions,
            "{transaction}",
            "Transactions committed."
        );
    }
}
