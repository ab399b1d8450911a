using System.Collections.Immutable;
using System.Text.Json;
using Matching.Api.Models;
using Matching.Api.Storage;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;

namespace Matching.Api.Placements;

/// <summary>
/// What later rankings rest on and changes from day to day: free beds and residents as the places last told, and the model put to use; with the number of the entry that changed it last, and as it
/// was at any earlier number.
/// </summary>
public sealed class PresentStateBoard
{
    private readonly Lock _gate = new();
    private readonly List<Change> _history = [];
    private volatile Snapshot _current = Snapshot.Empty;

    /// <summary>What was in force at one state.</summary>
    public sealed record Snapshot(long State, ImmutableDictionary<string, Availability> Availability, ImmutableDictionary<string, PeerGroup> PeerGroups)
    {
        internal static readonly Snapshot Empty = new(
            0, ImmutableDictionary.Create<string, Availability>(StringComparer.Ordinal), ImmutableDictionary.Create<string, PeerGroup>(StringComparer.Ordinal));

        /// <summary>The models put to use.</summary>
        public ModelStanding Models { get; init; } = ModelStanding.None;

        /// <summary>Knowledge with who lived at the places then; itself where no place had told.</summary>
        public Knowledge On(Knowledge knowledge) => PeerGroups.IsEmpty ? knowledge : knowledge with { PeerGroups = PeerGroups };

        internal Snapshot With(Change change) => new(
            change.Sequence,
            change.Availability is { } availability ? Availability.SetItem(change.PlacementId, availability) : Availability,
            change.PeerGroup is { } group ? PeerGroups.SetItem(change.PlacementId, group) : PeerGroups)
        {
            Models = change.Model is { } model ? Models.With(model) : Models,
        };
    }

    /// <summary>What is in force now.</summary>
    public Snapshot Current => _current;

    /// <summary>Reads what the log holds, in its order.</summary>
    public static PresentStateBoard From(LogReader entries)
    {
        var board = new PresentStateBoard();
        foreach (var entry in entries.Entries(1, LogKinds.ThatChangeState))
            board.Take(new RegisterEntry(entry.Sequence, entry.EntryId, entry.Kind, entry.RecordedAt, entry.Caller, entry.SubjectId, entries.ReadPayload(entry)));
        return board;
    }

    /// <summary>Takes a change that was recorded.</summary>
    public void Take(RegisterEntry entry)
    {
        if (!LogKinds.ChangesState(entry.Kind) || entry.Payload is not { } payload)
            return;
        var change = ModelChange.Read(entry) is { } model
            ? new Change(entry.Sequence, "", null, null) { Model = model }
            : Read(entry.Sequence, entry.Kind, payload);
        lock (_gate)
        {
            _history.Add(change);
            _current = _current.With(change);
        }
    }

    /// <summary>What was in force at a state.</summary>
    public Snapshot At(long state)
    {
        if (state == _current.State)
            return _current;
        lock (_gate)
            return _history.TakeWhile(change => change.Sequence <= state).Aggregate(Snapshot.Empty, (snapshot, change) => snapshot.With(change));
    }

    /// <summary>The payload of a log entry about free beds.</summary>
    public static byte[] Payload(string placementId, Availability availability) => JsonSerializer.SerializeToUtf8Bytes(
        new AvailabilityRecord(1, placementId, availability.FreePlaces, availability.AsOf), PlacementRecordsJson.Default.AvailabilityRecord);

    /// <summary>The payload of a log entry about who lives at a place.</summary>
    public static byte[] Payload(string placementId, PeerGroup group) => JsonSerializer.SerializeToUtf8Bytes(
        new PeerGroupRecord(
            1, placementId, group.AsOf, group.Residents, group.GangTies, group.GangConflict, group.SevereSelfHarm, group.YoungestAge, group.OldestAge),
        PlacementRecordsJson.Default.PeerGroupRecord);

    private static Change Read(long sequence, string kind, byte[] payload)
    {
        if (kind == LogKinds.PeerGroup)
        {
            var told = JsonSerializer.Deserialize(payload, PlacementRecordsJson.Default.PeerGroupRecord)!;
            return new Change(sequence, told.PlacementId, null, new PeerGroup(
                told.AsOf, told.Residents, told.GangTies, told.GangConflict, told.SevereSelfHarm, told.YoungestAge, told.OldestAge));
        }
        var record = JsonSerializer.Deserialize(payload, PlacementRecordsJson.Default.AvailabilityRecord)!;
        return new Change(sequence, record.PlacementId, new Availability(record.FreePlaces, record.AsOf), null);
    }

    /// <summary>What one entry changed: at one place, or of the models.</summary>
    internal sealed record Change(long Sequence, string PlacementId, Availability? Availability, PeerGroup? PeerGroup)
    {
        /// <summary>Null when it is about a place.</summary>
        public ModelChange? Model { get; init; }
    }
}
