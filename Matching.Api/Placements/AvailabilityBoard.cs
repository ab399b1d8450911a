using System.Collections.Immutable;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;

namespace Matching.Api.Placements;

/// <summary>Free beds as last reported, with the number of the entry that changed them last; and as they were at any earlier number.</summary>
public sealed class AvailabilityBoard
{
    private readonly Lock _gate = new();
    private readonly List<(long Sequence, string PlacementId, Availability Availability)> _history = [];
    private volatile Snapshot _current = Snapshot.Empty;

    /// <summary>Availability at one state.</summary>
    public sealed record Snapshot(long State, ImmutableDictionary<string, Availability> Availability)
    {
        internal static readonly Snapshot Empty = new(0, ImmutableDictionary.Create<string, Availability>(StringComparer.Ordinal));

        internal Snapshot With(long state, string placementId, Availability availability) =>
            new(state, Availability.SetItem(placementId, availability));
    }

    /// <summary>What is in force now.</summary>
    public Snapshot Current => _current;

    /// <summary>Reads what the log holds, in its order.</summary>
    public static AvailabilityBoard From(LogReader entries)
    {
        var board = new AvailabilityBoard();
        foreach (var entry in entries.Entries(1, LogKinds.Availability))
            board.Take(entry.Sequence, entries.ReadPayload(entry));
        return board;
    }

    /// <summary>Takes a change that was recorded.</summary>
    public void Take(RegisterEntry entry)
    {
        if (entry is { Kind: LogKinds.Availability, Payload: { } payload })
            Take(entry.Sequence, payload);
    }

    /// <summary>What was in force at a state.</summary>
    public Snapshot At(long state)
    {
        if (state == _current.State)
            return _current;
        lock (_gate)
            return _history.TakeWhile(change => change.Sequence <= state)
                .Aggregate(Snapshot.Empty, (snapshot, change) => snapshot.With(change.Sequence, change.PlacementId, change.Availability));
    }

    /// <summary>The payload of a log entry.</summary>
    public static byte[] Payload(string placementId, Availability availability) => JsonSerializer.SerializeToUtf8Bytes(
        new AvailabilityRecord(1, placementId, availability.FreePlaces, availability.AsOf), AvailabilityJson.Default.AvailabilityRecord);

    private void Take(long sequence, byte[] payload)
    {
        var record = JsonSerializer.Deserialize(payload, AvailabilityJson.Default.AvailabilityRecord)!;
        var availability = new Availability(record.FreePlaces, record.AsOf);
        lock (_gate)
        {
            _history.Add((sequence, record.PlacementId, availability));
            _current = _current.With(sequence, record.PlacementId, availability);
        }
    }
}
