using System.Collections.Frozen;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;

namespace Matching.Api.Cases;

/// <summary>Who looked at whom, and what for: entries of the same log, about the same case, sealed with its key.</summary>
public sealed class AccessLog(MatchingStore store, IEnumerable<AccessLogLine> lines)
{
    private readonly FrozenDictionary<string, AccessLogLine> _lines = lines.ToFrozenDictionary(line => line.Kind, StringComparer.Ordinal);

    /// <summary>
    /// Records that a ranking, or a case as a whole, was seen. Nothing that was read is answered before this has returned.
    /// </summary>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="CaseGoneException">The case was erased.</exception>
    public Task RecordAsync(CaseKey key, AccessAction action, string? rankingId, Requester requester, long? known) =>
        RecordAsync(key, new AccessRecord(CaseJson.Schema, action, rankingId, requester.Purpose), requester, known);

    /// <summary>Records that a stay was seen.</summary>
    /// <inheritdoc cref="RecordAsync(CaseKey, AccessAction, string?, Requester, long?)"/>
    public Task RecordStayAsync(CaseKey key, AccessAction action, string stayId, Requester requester, long? known) =>
        RecordAsync(key, new AccessRecord(CaseJson.Schema, action, null, requester.Purpose, stayId), requester, known);

    /// <summary>Everything that was done with a case, in order.</summary>
    public IEnumerable<Access> Of(string subjectId) =>
        store.Entries.EntriesOf(subjectId).Select(Read).OfType<Access>().Concat(ListsWith(subjectId)).OrderBy(access => access.Sequence);

    /// <summary>The pages of lists that the case stood on: each is one entry about all the cases on it.</summary>
    private IEnumerable<Access> ListsWith(string subjectId)
    {
        foreach (var entry in store.Entries.Entries(1, LogKinds.CasesListed))
        {
            var page = CaseJson.Read<CasesListedRecord>(store.Entries.ReadPayload(entry));
            if (page.SubjectIds.Contains(subjectId, StringComparer.Ordinal))
                yield return Access.Of(entry, AccessAction.CasesListed, null, page.Purpose);
        }
    }

    private async Task RecordAsync(CaseKey key, AccessRecord record, Requester requester, long? known)
    {
        using var span = Tracing.Start("record");
        await store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.Access,
                Caller = requester.Name,
                Case = key,
                Expected = ExpectedVersion.Of(known, StreamName.Case),
                StateSequence = store.Log.CurrentState,
                Payload = CaseJson.Write(record),
            },
            CancellationToken.None
        );
    }

    // A key of this or another case that was erased while the log is read leaves nothing to show.
    private Access? Read(LogEntry entry) =>
        _lines.TryGetValue(entry.Kind, out var line) ? line.Read(entry, store.Entries.ReadPayload(entry)) : null;
}

/// <summary>How the entries of a kind read in the access log; whoever records a kind adds it to the services.</summary>
/// <param name="Kind">One of <see cref="LogKinds"/>.</param>
/// <param name="Read">Reads the entry and its payload in the clear.</param>
public sealed record AccessLogLine(string Kind, Func<LogEntry, byte[], Access> Read);

/// <summary>One line of a case's access log.</summary>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Caller">Who.</param>
/// <param name="Action">What was done.</param>
/// <param name="RankingId">With which ranking; null when with a stay, or the case as a whole.</param>
/// <param name="Purpose">What for, in the caller's words; null when not said.</param>
/// <param name="StayId">With which stay; null when with something else.</param>
public sealed record Access(
    long Sequence,
    string At,
    string Caller,
    AccessAction Action,
    string? RankingId,
    string? Purpose,
    string? StayId
)
{
    /// <summary>The line that an entry gives.</summary>
    internal static Access Of(LogEntry entry, AccessAction action, string? rankingId, string? purpose, string? stayId = null) =>
        new(entry.Sequence, entry.RecordedAt, entry.Caller, action, rankingId, purpose, stayId);
}
