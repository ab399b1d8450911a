using System.Collections.Immutable;
using System.Text.Json;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;

namespace Matching.Api.Placements;

/// <summary>
/// The stays that the last report of free beds of each place cannot hold: they began or ended after the day it speaks of, or that day and
/// were recorded after it. A ranking says so, and keeps what it said: a replay does not ask again.
/// </summary>
public sealed class StaysSinceReports : IProjection
{
    private readonly Dictionary<string, StayMoveReader> _readers;

    // Written by the thread that applies entries alone.
    private readonly Dictionary<string, KnownStay> _stays = new(StringComparer.Ordinal);

    private volatile ImmutableDictionary<string, PlaceMoves> _places = ImmutableDictionary.Create<string, PlaceMoves>(
        StringComparer.Ordinal
    );

    /// <summary>Follows reports, and stays as their room reads them.</summary>
    public StaysSinceReports(IEnumerable<StayMoveReader> readers) =>
        _readers = readers.ToDictionary(reader => reader.Kind, StringComparer.Ordinal);

    /// <summary>The reports of a state, each with the stays since.</summary>
    /// <param name="state">What the places reported.</param>
    /// <param name="asOf">What begins or ends after that day is not counted.</param>
    public PlacementState On(PlacementState state, DateOnly asOf)
    {
        var availability = state.Availability;
        foreach (var (placementId, moves) in _places)
        {
            if (moves.SinceOn(asOf) is { } since && availability.TryGetValue(placementId, out var reported))
                availability = availability.SetItem(placementId, reported with { Since = since });
        }
        return state with { Availability = availability };
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } =
    [LogKinds.Availability, LogKinds.Stay, LogKinds.StayEnded, LogKinds.StayWithdrawn, LogKinds.Erasure];

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry is { Kind: LogKinds.Erasure, SubjectId: { } subjectId })
        {
            foreach (var (stayId, _) in _stays.Where(pair => pair.Value.SubjectId == subjectId).ToList())
                Forget(stayId);
        }
        else if (entry is { Kind: LogKinds.Availability, Payload: { } report })
        {
            Take(entry, JsonSerializer.Deserialize(report, PlacementRecordsJson.Default.AvailabilityRecord)!);
        }
        else if (entry.Payload is { } payload && _readers.TryGetValue(entry.Kind, out var reader))
        {
            Take(entry, reader.Read(entry, payload));
        }
    }

    private void Take(ProjectionEntry entry, AvailabilityRecord report)
    {
        var before = MovesAt(report.PlacementId);
        if (!PlacementStateProjection.IsKeptAside(entry, report.Schema, report.AsOf, before.ReportedOn))
            _places = _places.SetItem(
                report.PlacementId,
                new PlaceMoves(report.AsOf, [.. before.Moves.Where(move => move.Day > report.AsOf)])
            );
    }

    private void Take(ProjectionEntry entry, StayMove move)
    {
        if (move.IsWithdrawn)
            Forget(move.StayId);
        else if (move.PlacementId is { } placementId)
            _stays[move.StayId] = new KnownStay(entry.SubjectId, placementId);
        if (move.IsWithdrawn || !_stays.TryGetValue(move.StayId, out var stay))
            return;
        if (move.Start is { } start)
            Add(stay.PlacementId, new Move(move.StayId, IsBeginning: true, start));
        if (move.End is { } end)
            Add(stay.PlacementId, new Move(move.StayId, IsBeginning: false, end));
    }

    private void Add(string placementId, Move move)
    {
        var before = MovesAt(placementId);
        // A corrected end takes the place of the one before.
        var others = before.Moves.RemoveAll(other => other.StayId == move.StayId && other.IsBeginning == move.IsBeginning);
        _places = _places.SetItem(placementId, before with { Moves = before.ReportedOn > move.Day ? others : others.Add(move) });
    }

    private void Forget(string stayId)
    {
        if (!_stays.Remove(stayId, out var stay))
            return;
        var before = MovesAt(stay.PlacementId);
        _places = _places.SetItem(stay.PlacementId, before with { Moves = before.Moves.RemoveAll(move => move.StayId == stayId) });
    }

    private PlaceMoves MovesAt(string placementId) => _places.GetValueOrDefault(placementId) ?? PlaceMoves.None;

    private sealed record KnownStay(string? SubjectId, string PlacementId);

    private readonly record struct Move(string StayId, bool IsBeginning, DateOnly Day);

    private sealed record PlaceMoves(DateOnly? ReportedOn, ImmutableList<Move> Moves)
    {
        public static PlaceMoves None { get; } = new(null, []);

        public StaysSinceReport? SinceOn(DateOnly asOf)
        {
            if (ReportedOn is null || Moves.IsEmpty)
                return null;
            var (begun, ended) = (0, 0);
            foreach (var move in Moves)
            {
                if (move.Day <= asOf)
                    (begun, ended) = move.IsBeginning ? (begun + 1, ended) : (begun, ended + 1);
            }
            return begun + ended == 0 ? null : new StaysSinceReport(begun, ended);
        }
    }
}

/// <summary>What an entry says of a stay.</summary>
/// <param name="StayId">The stay.</param>
/// <param name="PlacementId">Where; null where the entry does not say it again.</param>
/// <param name="Start">The first day; null where the entry does not say it again.</param>
/// <param name="End">The last day; null while it goes on.</param>
/// <param name="IsWithdrawn">It never was as it was recorded.</param>
public sealed record StayMove(string StayId, string? PlacementId, DateOnly? Start, DateOnly? End, bool IsWithdrawn = false);

/// <summary>How the entries of a kind read; whoever records stays adds it to the services.</summary>
/// <param name="Kind">One of <see cref="LogKinds"/>.</param>
/// <param name="Read">Reads an entry and its payload in the clear.</param>
public sealed record StayMoveReader(string Kind, Func<ProjectionEntry, byte[], StayMove> Read);
