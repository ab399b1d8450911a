using System.Globalization;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Learning;

namespace Matching.Api.Rankings;

/// <summary>Makes rankings and records them: nothing is answered that is not on disk.</summary>
public sealed class RankingHandler(
    MatchingStore store,
    ReferenceDataStore referenceStore,
    RankingStateReader state,
    StaysSinceReports stays,
    ActiveModel models,
    CaseCommands commands,
    IdempotentCommands once,
    TimeProvider clock
)
{
    /// <summary>So long a request that is sent again is the same act of its caller, and no further access.</summary>
    private static readonly TimeSpan SameAct = TimeSpan.FromMinutes(10);

    // Keys of rankings were the first, and are told from those of other commands by what the others begin with.
    private const string Scope = "";

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
        return new RankingRecord(body, request.CaseReference.Value, request.Mode, versions, answer);
    }

    /// <summary>Ranks and records; null when the case is another team's. With an idempotency key, once per caller and key.</summary>
    /// <exception cref="IdempotencyMismatchException">The key was used with another body.</exception>
    /// <exception cref="NoModelException">It asks for a model, and none may be used.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    public Task<RankingOutcome?> RecordAsync(RankingRequest request, JsonElement body, Requester requester, IdempotencyKey key) =>
        once.RunAsync(
            Scope,
            key,
            body,
            requester,
            mark => BeginAsync(request, body, requester, mark),
            entry => AgainAsync(entry, requester)
        );

    /// <summary>
    /// Ranks what is kept of a case and records it; null when there is nothing to rank, or the case is another team's. With an idempotency
    /// key, once per caller, case and key. What is ranked is read, and the ranking recorded, as one decision.
    /// </summary>
    /// <param name="reference">The case.</param>
    /// <param name="sent">What the caller sent, which stands for the request where a key is used again.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="read">Reads what is kept; null where there is nothing, or it has faults.</param>
    internal Task<RankingOutcome?> RecordKeptAsync(
        CaseReference reference,
        JsonElement sent,
        Requester requester,
        IdempotencyKey key,
        Func<CaseCommand, Task<KeptRequest?>> read
    ) =>
        once.RunAsync(
            // What is sent says nothing of the case, so that the scope must.
            $"profile|{reference.Value.Length}:{reference.Value}|",
            key,
            sent,
            requester,
            mark =>
                commands.AboutAsync(
                    reference,
                    requester,
                    async command => await read(command) is { } kept ? await AppendAsync(command, kept, mark) : null
                ),
            entry => AgainAsync(entry, requester)
        );

    /// <summary>What was recorded for a caller's idempotency key and body, its reading recorded too; null when there is none.</summary>
    public Task<RankingOutcome?> FindByKeyAsync(JsonElement body, Requester requester, IdempotencyKey key) =>
        once.FindAsync(Scope, key, body, requester, entry => AgainAsync(entry, requester));

    /// <summary>A recorded ranking, once the access is recorded; null when there is none by that id, or none for this caller.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    public Task<RecordedRanking?> FindAsync(RankingId rankingId, Requester requester, AccessAction action) =>
        commands.AboutAsync(rankingId.Value, LogKinds.Ranking, requester, (command, entry) => ReadAsync(command, entry, action));

    /// <summary>A recorded ranking of some log, to whoever holds its keys; null when there is none by that id.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public static RecordedRanking? Find(LogReader entries, string rankingId) =>
        entries.Find(rankingId) is { Kind: LogKinds.Ranking } entry ? Read(entries, entry) : null;

    private Task<RankingOutcome?> BeginAsync(RankingRequest request, JsonElement body, Requester requester, IdempotencyMark? mark)
    {
        // Before the case is looked for, or what is refused and not recorded would tell another's case from one that is not there.
        _ = ModelFor(request);
        commands.RefuseWhenDiskIsNearlyFull();
        return commands.BeginAsync(
            request.CaseReference,
            requester,
            command => AppendAsync(command, new KeptRequest(request, body, null, null), mark)
        );
    }

    private async Task<RankingOutcome?> AppendAsync(CaseCommand command, KeptRequest kept, IdempotencyMark? mark)
    {
        command.RefuseWhenDiskIsNearlyFull();
        var model = ModelFor(kept.Request);
        if (model is not null)
            await KeepAsync(model);
        var record = Rank(kept.Request, kept.Body, model) with
        {
            Purpose = command.Requester.Purpose,
            ProfileVersion = kept.ProfileVersion,
        };
        var expected = command.ExpectedOf(StreamName.Case, StreamName.Places, StreamName.Models);
        var recorded = await command.AppendAsync(
            LogKinds.Ranking,
            RankingRecordJson.Write(record),
            entry =>
                entry with
                {
                    StateSequence = record.Versions.State,
                    Expected = kept.Expected is { } version ? [.. expected, version] : expected,
                    Idempotency = mark?.Idempotency,
                    BodyFingerprint = mark?.Body,
                }
        );
        return new RankingOutcome(new RecordedRanking(recorded.EntryId, recorded.RecordedAt, record), IsNew: true);
    }

    private RankingRecord Rank(RankingRequest request, JsonElement body, UsableModel? model)
    {
        using var span = Tracing.Start("rank");
        return Rank(request, body, referenceStore.Current, stays.On(state.Current, request.AsOf), model?.Model);
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

    private async Task<RankingOutcome?> AgainAsync(LogEntry entry, Requester requester)
    {
        var isSameAct = IsSameAct(entry);

        // No access is recorded then, which would hear of a team that was set at another instance.
        if (isSameAct)
            await store.CatchUpAsync();
        return
            await commands.AboutAsync(
                entry,
                requester,
                (command, again) => ReadAsync(command, again, isSameAct ? null : AccessAction.RankingRead)
            )
                is { } ranking
            ? new RankingOutcome(ranking, IsNew: false)
            : null;
    }

    private async Task<RecordedRanking?> ReadAsync(CaseCommand command, LogEntry entry, AccessAction? action)
    {
        var ranking = Read(store.Entries, entry);
        if (action is { } seen)
            await command.RecordReadAsync(seen, entry.EntryId);
        return ranking;
    }

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
}

/// <summary>A request that is about to be ranked.</summary>
/// <param name="Request">The request, read.</param>
/// <param name="Body">The same as JSON.</param>
/// <param name="ProfileVersion">The version of the living profile it is; null for a request of its own.</param>
/// <param name="Expected">How far what it rests on had come; null where it rests on nothing that is kept.</param>
internal sealed record KeptRequest(RankingRequest Request, JsonElement Body, int? ProfileVersion, ExpectedVersion? Expected);

/// <summary>What came of a request for a ranking.</summary>
/// <param name="Ranking">What stands in the log.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
public sealed record RankingOutcome(RecordedRanking Ranking, bool IsNew);
