using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Matching.Api.Cases;
using Matching.Api.Profiles;
using Matching.Api.Searches;
using Matching.Api.Storage;

namespace Matching.Api.Caseload;

/// <summary>
/// How every case stands, held in memory for lists: made of the log and kept current by it, and emptied of a case when it is erased. A row
/// is worked out when a list is first asked for after something was recorded of its case, and on another day.
/// </summary>
public sealed class CaseloadProjection : IProjection
{
    private readonly SearchProjection _searches;
    private readonly CaseProjection _cases;
    private readonly ConcurrentDictionary<string, CaseFile> _files = new(StringComparer.Ordinal);

    // The cases of which something was recorded since their row was worked out.
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);

    // What follows belongs to whoever holds the gate.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _slotOf = new(StringComparer.Ordinal);
    private readonly List<CaseSlot> _slots = [];
    private DateOnly _day;

    /// <summary>Follows what lists show; the projections it rests on hear of each entry first.</summary>
    public CaseloadProjection(SearchProjection searches, CaseProjection cases)
    {
        (_searches, _cases) = (searches, cases);
        foreach (var (subjectId, _) in searches.All)
        {
            _files.TryAdd(subjectId, CaseFile.None);
            _changed[subjectId] = true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } =
    [LogKinds.CaseProfile, LogKinds.CaseExternalIds, LogKinds.Ranking, LogKinds.CaseTeam, LogKinds.Erasure];

    /// <summary>
    /// The first cases of an order after a position, in order. What is looked at of each case stands side by side, so that a hundred
    /// thousand take about a millisecond.
    /// </summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Where the page before ended; null = at the start.</param>
    /// <param name="maySee">Whether cases of a team, or of none, may be seen.</param>
    /// <param name="day">The day.</param>
    internal List<(CasePosition Position, CaseRow Row)> First(
        CaseListQuery query,
        int limit,
        CasePosition? after,
        Func<string?, bool> maySee,
        DateOnly day
    )
    {
        var visible = new Dictionary<string, bool>(StringComparer.Ordinal);
        var (opened, last) = (maySee(null), Comparer<CasePosition>.Create((one, other) => other.CompareTo(one)));
        var nearest = new PriorityQueue<CaseRow, CasePosition>(limit + 1, last);
        lock (_gate)
        {
            BringUpTo(day);
            foreach (ref readonly var slot in CollectionsMarshal.AsSpan(_slots))
            {
                if (slot.Row is null || (query.State is { } state && slot.Standing != state))
                    continue;
                var key = slot.KeyIn(query.Sort);
                if (nearest.Count == limit && nearest.TryPeek(out _, out var furthest) && key > furthest.Key)
                    continue;
                if (!MaySee(slot.Team) || !query.Takes(slot.Row))
                    continue;
                var position = new CasePosition(key, slot.Row.SubjectId);
                if (after is { } before && position.CompareTo(before) <= 0)
                    continue;
                if (nearest.Count < limit)
                    nearest.Enqueue(slot.Row, position);
                else
                    nearest.EnqueueDequeue(slot.Row, position);
            }
        }
        return [.. nearest.UnorderedItems.Select(item => (item.Priority, item.Element)).OrderBy(item => item.Priority)];

        bool MaySee(string? team)
        {
            if (team is null)
                return opened;
            if (!visible.TryGetValue(team, out var may))
                visible.Add(team, may = maySee(team));
            return may;
        }
    }

    /// <summary>What is known of a case.</summary>
    internal CaseFile FileOf(string subjectId) => _files.GetValueOrDefault(subjectId) ?? CaseFile.None;

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.SubjectId is not { } subjectId)
            return;
        if (entry.Kind == LogKinds.Erasure)
        {
            _files.TryRemove(subjectId, out _);
            lock (_gate)
                Work(subjectId);
            return;
        }
        // What does not open is known to be there all the same.
        _files[subjectId] = Next(FileOf(subjectId), entry);
        _changed[subjectId] = true;
    }

    /// <summary>Works out the rows of the cases that changed; on another day, those of all.</summary>
    private void BringUpTo(DateOnly day)
    {
        if (_day != day)
        {
            _day = day;
            _changed.Clear();
            foreach (var (subjectId, _) in _files)
                Work(subjectId);
        }
        // What is recorded while a row is worked out is there again after it.
        foreach (var (subjectId, _) in _changed)
        {
            if (_changed.TryRemove(subjectId, out _))
                Work(subjectId);
        }
    }

    private void Work(string subjectId)
    {
        var isKnown = _slotOf.TryGetValue(subjectId, out var at);
        if (!_files.TryGetValue(subjectId, out var file))
        {
            if (isKnown)
                _slots[at] = default;
            return;
        }
        var slot = CaseSlot.Of(new CaseRow(subjectId, _day, file, _searches.Of(subjectId), _cases.Of(subjectId)));
        if (isKnown)
        {
            _slots[at] = slot;
            return;
        }
        _slotOf.Add(subjectId, _slots.Count);
        _slots.Add(slot);
    }

    private static CaseFile Next(CaseFile file, ProjectionEntry entry) =>
        entry switch
        {
            { Kind: LogKinds.Ranking } => file with { RankingId = entry.EntryId, RankedAt = entry.RecordedAt },
            { Kind: LogKinds.CaseProfile, Payload: { } payload } => WithProfile(file, ProfileSummary.Read(payload)),
            { Kind: LogKinds.CaseExternalIds, Payload: { } payload } => file with { ExternalIds = ExternalIdsJson.Read(payload) },
            _ => file,
        };

    private static CaseFile WithProfile(CaseFile file, ProfileSummary profile) =>
        file with
        {
            ProfileVersion = profile.Version,
            Urgency = profile.Urgency,
            NeededFrom = profile.NeededFrom,
        };
}
