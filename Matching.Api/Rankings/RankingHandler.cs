using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;
using Matching.Engine.Parsing;

namespace Matching.Api.Rankings;

/// <summary>Makes rankings and records them: nothing is answered that is not on disk.</summary>
public sealed class RankingHandler(
    MatchingStore store,
    ReferenceDataStore referenceStore,
    RankingStateReader state,
    ActiveModel models,
    CaseProjection cases,
    AccessLog access,
    DiskSpace space,
    TimeProvider clock
)
{
    /// <summary>So long a request that is sent again is the same act of its caller, and no further access.</summary>
    private static readonly TimeSpan SameAct = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Task> _inFlight = new(StringComparer.Ordinal);
    private volatile string? _modelKept;

    /// <summary>The answer to a request on what is in force now, not recorded.</summary>
    /// <exception cref="NoModelException">It asks for a model, and none may be used.</exception>
    public RankingRecord Rank(RankingRequest request, JsonElement body) => Rank(request, body, ModelFor(request));

    /// <summary>The answer to a request on some data and some state, not recorded.</summary>
    /// <exception cref="NoModelException">It asks for a model, and none is given.</exception>
    public static RankingRecord Rank(
        RankingRequest request,
        JsonElement body,
        ShippedData data,
        PlacementState state,
        FittedModel? model = null
    )
    {
        var referenceData = data.ReferenceDataSet;
        if (request.Mode == RankingMode.RulesAndModel)
            referenceData = referenceData with { Model = model ?? throw new NoModelException() };
        var answer = CaseInquiry.Ask(request.Profile, state.On(referenceData), state.Availability, request.AsOf);
        var versions = new RankingVersions(
            Matcher.EngineVersion,
            referenceData.Rules.Version,
            referenceData.Criteria.Version,
            referenceData.Catalogue.Version,
            data.Texts.Version,
            state.Sequence,
            referenceData.Model?.Version
        );
        return new RankingRecord(body, request.CaseReference, request.Mode, versions, answer);
    }

    /// <summary>Ranks and records; null when the case is another team's. With an idempotency key, once per caller and key.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="NoModelException">It asks for a model, and none may be used.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    public async Task<(RecordedRanking Ranking, bool New)?> RecordAsync(
        RankingRequest request,
        JsonElement body,
        Requester requester,
        string? idempotencyKey
    )
    {
        if (idempotencyKey is null)
            return await AppendAsync(request, body, requester, null, null) is { } ranking ? (ranking, true) : null;
        var idempotency = IdempotencyOf(requester.Name, idempotencyKey);
        var fingerprint = store.MasterKey.Fingerprint(DocumentHash.Canonical(body));
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var running = _inFlight.GetOrAdd(idempotency, mine.Task);
            if (running == mine.Task)
                return await FirstAsync(mine, request, body, requester, idempotency, fingerprint);

            // Someone else is at it with the same key; no matter what comes of it, the log then knows, or the key is free again.
            await running;
            if (store.Entries.FindByIdempotency(idempotency) is { } entry)
                return await AgainAsync(entry, fingerprint, requester);
        }
    }

    /// <summary>
    /// What was recorded for a caller's idempotency key and body, its reading recorded too; null when the key is not used.
    /// </summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public async Task<RecordedRanking?> FindByKeyAsync(JsonElement body, Requester requester, string idempotencyKey)
    {
        if (store.Entries.FindByIdempotency(IdempotencyOf(requester.Name, idempotencyKey)) is not { } entry)
            return null;
        return (await AgainAsync(entry, store.MasterKey.Fingerprint(DocumentHash.Canonical(body)), requester))?.Ranking;
    }

    /// <summary>A recorded ranking, once the access is recorded; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    public async Task<RecordedRanking?> FindAsync(string rankingId, Requester requester, AccessAction action) =>
        store.Entries.Find(rankingId) is { Kind: LogKinds.Ranking } entry ? await ReadAsync(entry, requester, action) : null;

    /// <summary>A recorded ranking of some log, to whoever holds its keys; null when there is none by that id.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public static RecordedRanking? Find(LogReader entries, string rankingId) =>
        entries.Find(rankingId) is { Kind: LogKinds.Ranking } entry ? Read(entries, entry) : null;

    private async Task<(RecordedRanking, bool)?> FirstAsync(
        TaskCompletionSource mine,
        RankingRequest request,
        JsonElement body,
        Requester requester,
        string idempotency,
        string fingerprint
    )
    {
        try
        {
            if (store.Entries.FindByIdempotency(idempotency) is { } entry)
                return await AgainAsync(entry, fingerprint, requester);
            return await AppendAsync(request, body, requester, idempotency, fingerprint) is { } ranking ? (ranking, true) : null;
        }
        catch (DuplicateIdempotencyException) when (store.Entries.FindByIdempotency(idempotency) is { } elsewhere)
        {
            // Another instance was at it with the same key.
            return await AgainAsync(elsewhere, fingerprint, requester);
        }
        finally
        {
            _inFlight.TryRemove(idempotency, out _);
            mine.SetResult();
        }
    }

    private Task<RecordedRanking?> AppendAsync(
        RankingRequest request,
        JsonElement body,
        Requester requester,
        string? idempotency,
        string? fingerprint
    ) =>
        store.DecideAsync(async basis =>
        {
            var model = ModelFor(request);
            space.RefuseWhenNearlyFull();
            var key = store.Cases.GetOrCreate(request.CaseReference);
            if (!requester.MaySee(cases.Of(key.SubjectId).Team))
                return null;
            if (model is not null)
                await KeepAsync(model);
            var record = Rank(request, body, model) with { Purpose = requester.Purpose };
            using var span = Tracing.Start("record");
            var recorded = await store.Log.AppendAsync(
                new NewEntry
                {
                    Kind = LogKinds.Ranking,
                    Caller = requester.Name,
                    Payload = RankingRecordJson.Write(record),
                    Case = key,
                    Basis = basis,
                    StateSequence = record.Versions.State,
                    Idempotency = idempotency,
                    BodyFingerprint = fingerprint,
                },
                CancellationToken.None
            );
            return new RecordedRanking(recorded.EntryId, recorded.RecordedAt, record);
        });

    private RankingRecord Rank(RankingRequest request, JsonElement body, UsableModel? model)
    {
        using var span = Tracing.Start("rank");
        return Rank(request, body, referenceStore.Current, state.Current, model?.Model);
    }

    /// <summary>The model in force, for a request that asks for one.</summary>
    private UsableModel? ModelFor(RankingRequest request) =>
        request.Mode == RankingMode.RulesAndModel ? models.Current ?? throw new NoModelException() : null;

    /// <summary>Keeps the document of a model before the first ranking that rests on it.</summary>
    private async Task KeepAsync(UsableModel model)
    {
        if (_modelKept == model.Document.Version)
            return;
        await store.Documents.SaveIfNewAsync(UsableModel.Kind, model.Document.Version, model.Document.Content);
        _modelKept = model.Document.Version;
    }

    private async Task<(RecordedRanking Ranking, bool New)?> AgainAsync(LogEntry entry, string fingerprint, Requester requester)
    {
        if (entry.BodyFingerprint != fingerprint)
            throw new IdempotencyMismatchException();
        var isSameAct = IsSameAct(entry);

        // No access is recorded then, which would hear of a team that was set at another instance.
        if (isSameAct)
            await store.CatchUpAsync();
        return await ReadAsync(entry, requester, isSameAct ? null : AccessAction.RankingRead) is { } ranking ? (ranking, false) : null;
    }

    private Task<RecordedRanking?> ReadAsync(LogEntry entry, Requester requester, AccessAction? action) =>
        store.DecideAsync(async basis =>
        {
            if (!requester.MaySee(cases.Of(entry.SubjectId).Team))
                return null;
            var ranking = Read(store.Entries, entry);
            if (action is { } seen)
                await access.RecordAsync(entry.SubjectId!, seen, entry.EntryId, requester, basis);
            return ranking;
        });

    private bool IsSameAct(LogEntry entry)
    {
        var age = clock.GetUtcNow() - DateTimeOffset.Parse(entry.RecordedAt, CultureInfo.InvariantCulture);
        return age >= TimeSpan.Zero && age <= SameAct;
    }

    /// <summary>The ranking that an entry holds.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    internal static RecordedRanking Read(LogReader entries, LogEntry entry)
    {
        using var span = Tracing.Start("read");
        return new(entry.EntryId, entry.RecordedAt, RankingRecordJson.Read(entries.ReadPayload(entry)));
    }

    private string IdempotencyOf(string caller, string key) => Fingerprint($"{caller.Length}:{caller}{key}");

    private string Fingerprint(string text) => store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes(text));
}

/// <summary>The idempotency key was used before with another body.</summary>
public sealed class IdempotencyMismatchException : Exception;
