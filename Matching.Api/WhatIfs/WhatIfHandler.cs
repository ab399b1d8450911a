using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;

namespace Matching.Api.WhatIfs;

/// <summary>
/// Asks what would be otherwise if a recorded request were another, and records that: nothing is answered that is not on disk.
/// </summary>
public sealed class WhatIfHandler(
    MatchingStore store,
    ReferenceDataStore referenceStore,
    PlacementStateProjection placements,
    CaseCommands commands,
    ActiveModel models,
    EngineWork work
)
{
    /// <summary>
    /// Ranks the patched request of a ranking on the versions of that ranking, and records it; null when there is no such ranking for this
    /// caller. What is refused says something
    /// of the record too, so that it was read is then recorded.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    /// <exception cref="RequestRefusedException">Too many wait for the engine already.</exception>
    /// <exception cref="LogBusyException">Too much waits to be written.</exception>
    /// <exception cref="LogUnavailableException">It could not be written.</exception>
    /// <exception cref="DiskNearlyFullException">It was not tried.</exception>
    public Task<WhatIfOutcome?> AskAsync(
        RankingId rankingId,
        JsonElement patch,
        Requester requester,
        Problems problems,
        CancellationToken cancellation
    ) =>
        commands.AboutAsync(
            rankingId.Value,
            LogKinds.Ranking,
            requester,
            async (command, entry) =>
            {
                var ranking = RankingHandler.Read(store.Entries, entry);
                var referenceData = referenceStore.ReferenceDataOf(ranking.Record.Versions);
                var patched = PatchedRequest.Read(ranking.Record, patch, referenceData, problems);
                if (
                    patched is null
                    || (patched.Request.Mode == RankingMode.RulesAndModel && (referenceData.Model is null || models.Current is null))
                )
                {
                    await command.RecordReadAsync(AccessAction.RankingRead, entry.EntryId);
                    return new WhatIfOutcome(null);
                }
                command.RefuseWhenDiskIsNearlyFull();
                var record = await work.RunAsync(
                    given => Ask(ranking, patch, patched, referenceData, requester.Purpose, given),
                    cancellation
                );
                var recorded = await command.AppendAsync(
                    LogKinds.WhatIf,
                    WhatIfRecordJson.Write(record),
                    recording => recording with { StateSequence = record.Ranked.Versions.State }
                );
                return new WhatIfOutcome(new RecordedWhatIf(recorded.EntryId, recorded.RecordedAt, record));
            }
        );

    /// <summary>
    /// The what-ifs of a ranking, oldest first, once the access is recorded; null when there is no such ranking for this caller.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    public Task<IReadOnlyList<WhatIfLine>?> ListAsync(RankingId rankingId, Requester requester) =>
        commands.AboutAsync(
            rankingId.Value,
            LogKinds.Ranking,
            requester,
            async (command, entry) =>
            {
                await command.RecordReadAsync(AccessAction.WhatIfRead, entry.EntryId);
                return (IReadOnlyList<WhatIfLine>?)
                    [
                        .. store
                            .Entries.EntriesOf(entry.SubjectId!)
                            .Where(other => other.Kind == LogKinds.WhatIf)
                            .Select(LineOf)
                            .Where(line => line.RankingId == entry.EntryId)
                            .Select(line => line.Line),
                    ];
            }
        );

    /// <summary>
    /// A recorded what-if of a ranking, once the access is recorded; null when there is none by these ids, or none for this caller.
    /// </summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    /// <exception cref="LogUnavailableException">The access could not be recorded.</exception>
    public Task<RecordedWhatIf?> FindAsync(RankingId rankingId, WhatIfId whatIfId, Requester requester, AccessAction action) =>
        commands.AboutAsync(
            whatIfId.Value,
            LogKinds.WhatIf,
            requester,
            async (command, entry) =>
            {
                var whatIf = Read(store.Entries, entry);
                if (whatIf.Record.RankingId != rankingId.Value)
                    return null;
                await command.RecordReadAsync(action, rankingId.Value);
                return whatIf;
            }
        );

    /// <summary>The ranking that a what-if is based on.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public RecordedRanking BasisOf(RecordedWhatIf whatIf) => BasisOf(store.Entries, whatIf);

    /// <summary>A recorded what-if of some log, to whoever holds its keys; null when there is none by that id.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or the entry was tampered with.</exception>
    public static RecordedWhatIf? Find(LogReader entries, string whatIfId) =>
        entries.Find(whatIfId) is { Kind: LogKinds.WhatIf } entry ? Read(entries, entry) : null;

    /// <summary>The ranking of some log that a what-if is based on.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public static RecordedRanking BasisOf(LogReader entries, RecordedWhatIf whatIf) =>
        RankingHandler.Find(entries, whatIf.Record.RankingId)
        ?? throw new InvalidDataException("The ranking that the what-if is based on is not in the log.");

    /// <summary>
    /// The answer to another request on the versions of a ranking, and what differs. Only the request may make the difference: an answer
    /// that an older engine gave is therefore not compared
    /// with, but asked for again. A model is that of the ranking, regardless of what is in force now; a request for rules alone leaves it
    /// out.
    /// </summary>
    /// <exception cref="InvalidDataException">The recorded request can no longer be read.</exception>
    internal static (Answer Answer, IReadOnlyList<PlacementDifference> Differences) Compare(
        RankingRecord basis,
        RankingRequest request,
        ReferenceDataSet referenceData,
        PlacementState state,
        CancellationToken cancellation
    )
    {
        var asked = request.Mode == RankingMode.RulesAndModel ? referenceData : referenceData with { Model = null };
        var answer = CaseInquiry.Ask(request.Profile, state.On(asked), basis.AvailabilityIn(state), request.AsOf, cancellation);
        var before =
            basis.Versions.Engine == Matcher.EngineVersion
                ? basis.Answer
                : RankingReplay.AnswerAnew(basis, referenceData, state, cancellation);
        return (answer, AnswerComparison.Of(before, answer));
    }

    private WhatIfRecord Ask(
        RecordedRanking ranking,
        JsonElement patch,
        PatchedRequest patched,
        ReferenceDataSet referenceData,
        string? purpose,
        CancellationToken cancellation
    )
    {
        using var span = Tracing.Start("rank");
        var (record, request) = (ranking.Record, patched.Request);
        var (answer, differences) = Compare(record, request, referenceData, placements.At(record.Versions.State), cancellation);
        var versions = record.Versions with
        {
            Engine = Matcher.EngineVersion,
            Model = request.Mode == RankingMode.RulesAndModel ? record.Versions.Model : null,
        };
        return new WhatIfRecord(
            ranking.RankingId,
            patch.Clone(),
            new RankingRecord(patched.Body, request.CaseReference.Value, request.Mode, versions, answer) { Purpose = purpose },
            differences
        );
    }

    private (string RankingId, WhatIfLine Line) LineOf(LogEntry entry)
    {
        var (rankingId, patch, _) = WhatIfRecordJson.ReadHead(store.Entries.ReadPayload(entry));
        return (rankingId, new WhatIfLine(entry.EntryId, entry.RecordedAt, entry.Caller, patch));
    }

    private static RecordedWhatIf Read(LogReader entries, LogEntry entry)
    {
        using var span = Tracing.Start("read");
        return new RecordedWhatIf(entry.EntryId, entry.RecordedAt, WhatIfRecordJson.Read(entries.ReadPayload(entry)));
    }
}

/// <summary>What came of a what-if.</summary>
/// <param name="WhatIf">What was recorded; null when it was refused, because of the problems noted or, when there are none, because it asks
/// for a model where the ranking was made without one, or no model may be used any more.</param>
public sealed record WhatIfOutcome(RecordedWhatIf? WhatIf);

/// <summary>A what-if of a ranking.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Patch">The JSON merge patch over the recorded request.</param>
public sealed record WhatIfLine(string WhatIfId, string RecordedAt, string Caller, JsonElement Patch);
