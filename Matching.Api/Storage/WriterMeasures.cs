using System.Diagnostics;
using System.Diagnostics.Metrics;
using Matching.Api.Telemetry;

namespace Matching.Api.Storage;

/// <summary>What the log's writer thread does, measured.</summary>
internal sealed class WriterMeasures
{
    private readonly Counter<long> _entries;
    private readonly Histogram<int> _batches;
    private readonly Histogram<double> _commits;
    private readonly Counter<long> _retries;

    public WriterMeasures(IMeterFactory meters)
    {
        var meter = meters.Create(Measurements.Name);
        _entries = meter.CreateCounter<long>(
            "matching.log.entries",
            "{entry}",
            "Entries recorded since start, by kind: ranking, access, availability and so on."
        );
        _batches = meter.CreateHistogram(
            "matching.log.batch",
            "{entry}",
            "Writes that shared a transaction.",
            null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] }
        );
        _commits = meter.CreateHistogram(
            "matching.log.commit.duration",
            "s",
            "From taking a batch to its being on disk, tries again included.",
            null,
            Measurements.Seconds
        );
        _retries = meter.CreateCounter<long>("matching.log.retries", "{try}", "Batches tried again because the database went away.");
    }

    /// <summary>A batch is on disk.</summary>
    /// <param name="batch">What was written.</param>
    /// <param name="began">When it was taken from the queue, as <see cref="Stopwatch.GetTimestamp"/> says.</param>
    public void Committed(List<PendingWrite> batch, long began)
    {
        _commits.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        _batches.Record(batch.Count);
        if (!_entries.Enabled)
            return;
        foreach (var write in batch)
        {
            if (write is PendingEntry { RecordedKind: { } kind })
                _entries.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>A batch is tried once more.</summary>
    public void Retried() => _retries.Add(1);
}
