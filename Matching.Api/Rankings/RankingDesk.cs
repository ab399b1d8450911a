using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Matching.Api.Hosting;
using Matching.Api.Placements;
using Matching.Api.Storage;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Reading;

namespace Matching.Api.Rankings;

/// <summary>Makes rankings and records them: nothing is answered that is not on disk.</summary>
public sealed class RankingDesk(MatchingStore store, KnowledgeArchive archive, AvailabilityBoard board, DiskSpace space)
{
    private readonly ConcurrentDictionary<string, Task> _inFlight = new(StringComparer.Ordinal);

    /// <summary>The answer to a request on what is in force now, not recorded.</summary>
    public RankingRecord Rank(RankingRequest request, JsonElement body) => Rank(request, body, archive.Current, board.Current);

    /// <summary>The answer to a request on some data and some state, not recorded.</summary>
    public static RankingRecord Rank(RankingRequest request, JsonElement body, ShippedData data, AvailabilityBoard.Snapshot state)
    {
        var answer = CaseInquiry.Ask(request.Profile, data.Knowledge, state.Availability, request.AsOf);
        var versions = new RankingVersions(
            Matcher.EngineVersion, data.Knowledge.Rules.Version, data.Knowledge.Criteria.Version, data.Knowledge.Catalogue.Version,
            data.Texts.Version, state.State, null);
        return new RankingRecord(body, request.CaseReference, request.Mode, versions, answer);
    }

    /// <summary>Ranks and records. With an idempotency key, once per caller and key.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    public async Task<(RecordedRanking Ranking, bool New)> RecordAsync(RankingRequest request, JsonElement body, string caller, string? idempotencyKey)
    {
        if (idempotencyKey is null)
            return (await AppendAsync(request, body, caller, null, null), true);
        var idempotency = IdempotencyOf(caller, idempotencyKey);
        var fingerprint = store.MasterKey.Fingerprint(DocumentHash.Canonical(body));
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var running = _inFlight.GetOrAdd(idempotency, mine.Task);
            if (running == mine.Task)
                return await FirstAsync(mine, request, body, caller, idempotency, fingerprint);

            // Someone else is at it with the same key; whatever comes of it, the log then knows, or the key is free again.
            await running;
            if (store.Entries.FindByIdempotency(idempotency) is { } entry)
                return (Existing(entry, fingerprint), false);
        }
    }

    /// <summary>What was recorded for a caller's idempotency key and body; null when the key is not used.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public RecordedRanking? FindByKey(JsonElement body, string caller, string idempotencyKey) =>
        store.Entries.FindByIdempotency(IdempotencyOf(caller, idempotencyKey)) is { } entry
            ? Existing(entry, store.MasterKey.Fingerprint(DocumentHash.Canonical(body)))
            : null;

    /// <summary>A recorded ranking; null when there is none by that id.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public RecordedRanking? Find(string rankingId) => Find(store.Entries, rankingId);

    /// <summary>A recorded ranking of some log; null when there is none by that id.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public static RecordedRanking? Find(LogReader entries, string rankingId) =>
        entries.Find(rankingId) is { Kind: LogKinds.Ranking } entry ? Read(entries, entry) : null;

    private async Task<(RecordedRanking, bool)> FirstAsync(
        TaskCompletionSource mine, RankingRequest request, JsonElement body, string caller, string idempotency, string fingerprint)
    {
        try
        {
            if (store.Entries.FindByIdempotency(idempotency) is { } entry)
                return (Existing(entry, fingerprint), false);
            return (await AppendAsync(request, body, caller, idempotency, fingerprint), true);
        }
        finally
        {
            _inFlight.TryRemove(idempotency, out _);
            mine.SetResult();
        }
    }

    private async Task<RecordedRanking> AppendAsync(RankingRequest request, JsonElement body, string caller, string? idempotency, string? fingerprint)
    {
        space.RefuseWhenNearlyFull();
        var record = Rank(request, body);
        var recorded = await store.Log.AppendAsync(new NewEntry
        {
            Kind = LogKinds.Ranking,
            Caller = caller,
            Payload = RankingRecordJson.Write(record),
            Case = store.Cases.GetOrCreate(record.CaseReference),
            StateSequence = record.Versions.State,
            Idempotency = idempotency,
            BodyFingerprint = fingerprint,
        }, CancellationToken.None);
        return new RecordedRanking(recorded.EntryId, recorded.RecordedAt, record);
    }

    private RecordedRanking Existing(LogEntry entry, string fingerprint) =>
        entry.BodyFingerprint == fingerprint ? Read(store.Entries, entry) : throw new IdempotencyMismatchException();

    private static RecordedRanking Read(LogReader entries, LogEntry entry) =>
        new(entry.EntryId, entry.RecordedAt, RankingRecordJson.Read(entries.ReadPayload(entry)));

    private string IdempotencyOf(string caller, string key) => Fingerprint($"{caller.Length}:{caller}{key}");

    private string Fingerprint(string text) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes(text));
}

/// <summary>The idempotency key was used before with another body.</summary>
public sealed class IdempotencyMismatchException : Exception;
