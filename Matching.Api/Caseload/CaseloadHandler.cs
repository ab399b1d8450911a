using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Searches;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Caseload;

/// <summary>
/// Lists cases, closes and reopens them, and keeps what other systems call them. Every call about one case gives null when there is none,
/// or none for this caller.
/// </summary>
public sealed class CaseloadHandler(
    MatchingStore store,
    CaseloadProjection caseload,
    SearchProjection searches,
    CaseProjection cases,
    RankingCurrency rankings,
    CaseCommands commands,
    IdempotentCommands once,
    Today today
)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>A page of the cases that the caller may see, once the reading is recorded.</summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Where the page before ended; null = at the start.</param>
    /// <param name="requester">Who asks.</param>
    internal async Task<CasePage> ListAsync(CaseListQuery query, int limit, CasePosition? after, Requester requester)
    {
        // A team that was set at another instance counts from now on.
        await store.CatchUpAsync();
        var day = today.InCopenhagen();
        var found = caseload.First(query, limit, after, requester.MaySee, day);
        var listed = new List<CaseListed>(found.Count);
        foreach (var (_, row) in found)
        {
            if (Listed(row) is { } one)
                listed.Add(one);
        }
        if (listed.Count > 0)
            await RecordAsync(found.ConvertAll(one => one.Row.SubjectId), requester);
        return new CasePage(listed, found.Count == limit ? found[^1].Position : null);
    }

    /// <summary>Closes a case: nothing more is done in it, so that no place may be looked for, and the child lives at none.</summary>
    internal Task<ClosingOutcome?> CloseAsync(
        CaseReference reference,
        string? reason,
        JsonElement body,
        Requester requester,
        IdempotencyKey key
    )
    {
        var scope = $"closing|{reference.Value.Length}:{reference.Value}|";
        return reason is null
            ? once.FindAsync(scope, key, body, requester, entry => AgainAsync(entry, requester))
            : once.RunAsync(
                scope,
                key,
                body,
                requester,
                mark => commands.AboutAsync(reference, requester, command => CloseAsync(command, reason, mark), isFirm: true),
                entry => AgainAsync(entry, requester)
            );
    }

    /// <summary>Goes on with a case.</summary>
    internal Task<ClosingOutcome?> ReopenAsync(CaseReference reference, Requester requester, IdempotencyKey key) =>
        once.RunAsync(
            $"reopening|{reference.Value.Length}:{reference.Value}|",
            key,
            Nothing,
            requester,
            mark => commands.AboutAsync(reference, requester, command => ReopenAsync(command, mark), isFirm: true),
            entry => AgainAsync(entry, requester)
        );

    /// <summary>Whether a case is closed, once the reading is recorded.</summary>
    internal Task<ClosingAnswer?> FindClosingAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                await command.RecordReadAsync(AccessAction.CaseRead, null);
                return (ClosingAnswer?)Now(command);
            }
        );

    /// <summary>What another system calls a case, once the reading is recorded; null also when nothing was said.</summary>
    internal Task<ExternalIdsAnswer?> FindExternalIdsAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                if (caseload.FileOf(command.SubjectId).ExternalIds is not { } ids)
                    return null;
                await command.RecordReadAsync(AccessAction.ExternalIdsRead, null);
                return (ExternalIdsAnswer?)ExternalIdsAnswer.Of(command.Key.CaseReference, ids);
            }
        );

    /// <summary>Says what another system calls a case.</summary>
    internal Task<ExternalIdsOutcome?> SetExternalIdsAsync(
        CaseReference reference,
        ExternalIdsRequest request,
        EntityConditions conditions,
        Requester requester
    ) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                command.RefuseWhenDiskIsNearlyFull();
                var present = caseload.FileOf(command.SubjectId).ExternalIds;
                if (conditions.Refuse(present?.Version) is { } refusal)
                {
                    await command.RecordReadAsync(AccessAction.ExternalIdsRead, null);
                    return (ExternalIdsOutcome?)new ExternalIdsOutcome(null, false, refusal);
                }
                var record = new ExternalIdsRecord(
                    ExternalIdsJson.Schema,
                    (present?.Version ?? 0) + 1,
                    request.CaseUuid,
                    request.CaseNumber,
                    request.System,
                    command.Requester.Purpose
                );
                await command.AppendAsync(
                    LogKinds.CaseExternalIds,
                    ExternalIdsJson.Write(record),
                    entry => entry with { Expected = command.ExpectedOf(StreamName.Case, StreamName.ExternalIds) }
                );
                return new ExternalIdsOutcome(ExternalIdsAnswer.Of(command.Key.CaseReference, record), present is null, null);
            },
            isFirm: true
        );

    private async Task<ClosingOutcome?> CloseAsync(CaseCommand command, string reason, IdempotencyMark? mark)
    {
        command.RefuseWhenDiskIsNearlyFull();
        var known = searches.Of(command.SubjectId);
        var refusal =
            cases.Of(command.SubjectId).Closing is not null ? Conflict("case-closed", "The case is closed already.", null)
            : known.Open is not null
                ? Conflict("search-open", "A place is looked for.", "Withdraw the search, or record the stay, before the case is closed.")
            : known.Stays.Exists(stay => stay.End is null)
                ? Conflict("stay-open", "The child lives at a place.", "Record the end of the stay before the case is closed.")
            : null;
        if (refusal is not null)
            return await RefusedAsync(command, refusal, mark);
        await command.AppendAsync(
            LogKinds.CaseClosed,
            CaseJson.Write(new ClosingRecord(CaseJson.Schema, reason, command.Requester.Purpose)),
            entry =>
                entry with
                {
                    Expected = command.ExpectedOf(StreamName.Case, StreamName.Searches, StreamName.Holds, StreamName.Stays),
                    Idempotency = mark?.Idempotency,
                    BodyFingerprint = mark?.Body,
                }
        );
        return new ClosingOutcome(Now(command), null, IsNew: true);
    }

    private async Task<ClosingOutcome?> ReopenAsync(CaseCommand command, IdempotencyMark? mark)
    {
        command.RefuseWhenDiskIsNearlyFull();
        if (cases.Of(command.SubjectId).Closing is null)
            return await RefusedAsync(command, Conflict("case-open", "The case is not closed.", null), mark);
        await command.AppendAsync(
            LogKinds.CaseReopened,
            CaseJson.Write(new ReopeningRecord(CaseJson.Schema, command.Requester.Purpose)),
            entry => entry with { Idempotency = mark?.Idempotency, BodyFingerprint = mark?.Body }
        );
        return new ClosingOutcome(Now(command), null, IsNew: true);
    }

    private async Task<ClosingOutcome?> RefusedAsync(CaseCommand command, ProblemAnswer refusal, IdempotencyMark? mark)
    {
        // What stands in the way may be what the same key recorded meanwhile, at another instance.
        if (mark is not null && store.Entries.FindByIdempotency(mark.Idempotency) is { } same)
            throw new DuplicateIdempotencyException(same.EntryId, same.BodyFingerprint);
        await command.RecordReadAsync(AccessAction.CaseRead, null);
        return new ClosingOutcome(null, refusal);
    }

    private Task<ClosingOutcome?> AgainAsync(LogEntry entry, Requester requester) =>
        commands.AboutAsync(
            entry,
            requester,
            async (command, _) =>
            {
                await command.RecordReadAsync(AccessAction.CaseRead, null);
                return (ClosingOutcome?)new ClosingOutcome(Now(command), null);
            }
        );

    private ClosingAnswer Now(CaseCommand command)
    {
        var closing = cases.Of(command.SubjectId).Closing;
        return new ClosingAnswer(command.Key.CaseReference, closing is not null, closing?.Reason, closing?.At, closing?.By);
    }

    private static ProblemAnswer Conflict(string code, string title, string? detail) =>
        new(StatusCodes.Status409Conflict, title, detail) { Extension = (writer, _) => writer.WriteString("code", code) };

    /// <summary>A case as lists show it; null when it was erased meanwhile.</summary>
    private CaseListed? Listed(CaseRow row)
    {
        try
        {
            if (store.Cases.Find(row.SubjectId) is not { } key)
                return null;
            return CaseListed.Of(key.CaseReference, row, rankings.Of(row, key.CaseReference));
        }
        catch (PayloadUnreadableException erased) when (erased.KeyIsMissing)
        {
            return null;
        }
    }

    private Task RecordAsync(IReadOnlyList<string> subjectIds, Requester requester) =>
        store.Log.AppendAsync(
            new NewEntry
            {
                Kind = LogKinds.CasesListed,
                Caller = requester.Name,
                StateSequence = store.Log.CurrentState,
                Payload = CaseJson.Write(new CasesListedRecord(CaseJson.Schema, subjectIds, requester.Purpose)),
            },
            CancellationToken.None
        );
}

/// <summary>A page of cases.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Last">Where the page ends; null when there is no more.</param>
internal sealed record CasePage(IReadOnlyList<CaseListed> Cases, CasePosition? Last);

/// <summary>What came of closing or reopening a case.</summary>
/// <param name="Closing">How it stands; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
internal sealed record ClosingOutcome(ClosingAnswer? Closing, ProblemAnswer? Refusal, bool IsNew = false);

/// <summary>What came of saying what another system calls a case.</summary>
/// <param name="Ids">What stands; null when it was refused.</param>
/// <param name="IsFirst">Whether it is the first time.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record ExternalIdsOutcome(ExternalIdsAnswer? Ids, bool IsFirst, ProblemAnswer? Refusal);
