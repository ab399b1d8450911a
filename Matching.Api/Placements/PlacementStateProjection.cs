using System.Globalization;
using System.Text.Json;
using Matching.Api.ReferenceData;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Placements;

namespace Matching.Api.Placements;

/// <summary>Free beds and residents as the places last reported them, now and as of any earlier entry of the log.</summary>
public sealed class PlacementStateProjection : IProjection
{
    // Of records whose older reports replace no later one; before, the one that came last was in force, and stays so in replays.
    private const int Schema = 2;

    private readonly SnapshotHistory<PlacementState> _history = new(PlacementState.Empty);

    /// <summary>What is in force now.</summary>
    public PlacementState Current => _history.Current;

    /// <summary>Reads what a log holds.</summary>
    public static PlacementStateProjection From(LogReader entries)
    {
        var projection = new PlacementStateProjection();
        foreach (var entry in entries.Projected(LogKinds.Availability, LogKinds.PeerGroup))
            projection.Apply(entry);
        return projection;
    }

    /// <summary>What was in force at an entry of the log.</summary>
    public PlacementState At(long sequence) => _history.At(sequence);

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.Payload is not { } payload)
            return;
        var before = _history.Current;
        switch (entry.Kind)
        {
            case LogKinds.Availability:
                var beds = JsonSerializer.Deserialize(payload, PlacementRecordsJson.Default.AvailabilityRecord)!;
                var isOlder = IsKeptAside(entry, beds.Schema, beds.AsOf, before.Availability.GetValueOrDefault(beds.PlacementId)?.AsOf);
                _history.Add(
                    entry.Sequence,
                    before with
                    {
                        Sequence = entry.Sequence,
                        Availability = isOlder
                            ? before.Availability
                            : before.Availability.SetItem(beds.PlacementId, new Availability(beds.FreePlaces, beds.AsOf)),
                    }
                );
                break;
            case LogKinds.PeerGroup:
                var group = JsonSerializer.Deserialize(payload, PlacementRecordsJson.Default.PeerGroupRecord)!;
                var isOld = IsKeptAside(entry, group.Schema, group.AsOf, before.PeerGroups.GetValueOrDefault(group.PlacementId)?.AsOf);
                _history.Add(
                    entry.Sequence,
                    before with
                    {
                        Sequence = entry.Sequence,
                        PeerGroups = isOld
                            ? before.PeerGroups
                            : before.PeerGroups.SetItem(
                                group.PlacementId,
                                new PeerGroup(
                                    group.AsOf,
                                    group.Residents,
                                    group.GangTies,
                                    group.GangConflict,
                                    group.SevereSelfHarm,
                                    group.YoungestAge,
                                    group.OldestAge
                                )
                            ),
                    }
                );
                break;
        }
    }

    /// <summary>
    /// Whether a report was overtaken by a later one on its way to the log: whoever sent it was answered before the other was known.
    /// </summary>
    internal static bool IsKeptAside(ProjectionEntry entry, int schema, DateOnly day, DateOnly? inForce) =>
        schema >= Schema
        && ReportDay.IsOlder(day, inForce, Today.InCopenhagen(DateTimeOffset.Parse(entry.RecordedAt, CultureInfo.InvariantCulture)));

    /// <summary>The payload of a log entry about free beds.</summary>
    public static byte[] Payload(string placementId, Availability availability) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new AvailabilityRecord(Schema, placementId, availability.FreePlaces, availability.AsOf),
            PlacementRecordsJson.Default.AvailabilityRecord
        );

    /// <summary>The payload of a log entry about who lives at a place.</summary>
    public static byte[] Payload(string placementId, PeerGroup group) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new PeerGroupRecord(
                Schema,
                placementId,
                group.AsOf,
                group.Residents,
                group.GangTies,
                group.GangConflict,
                group.SevereSelfHarm,
                group.YoungestAge,
                group.OldestAge
            ),
            PlacementRecordsJson.Default.PeerGroupRecord
        );
}
