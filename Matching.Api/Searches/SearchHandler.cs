using System.Text;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Http;
using Matching.Api.Placements;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Searches;

/// <summary>
/// Records that places are looked for, asked, and what came of it. Every call gives null when there is nothing for this caller.
/// </summary>
public sealed class SearchHandler(
    MatchingStore store,
    SearchProjection searches,
    CaseProjection cases,
    PlacementStateProjection places,
    StaysSinceReports stays,
    ReferenceDataStore referenceStore,
    SearchRules rules,
    CodeLists codes,
    CaseCommands commands,
    IdempotentCommands once,
    Today today
)
{
    // All that the state of a search follows from.
    private static readonly StreamName[] Rests = [StreamName.Case, StreamName.Searches, StreamName.Holds, StreamName.Stays];

    /// <summary>Begins to look for a place.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="request">What was sent, read; null where it has faults, and only what its key recorded before can answer.</param>
    /// <param name="body">The same as JSON.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="key">The caller's key.</param>
    internal Task<SearchOutcome?> OpenAsync(
        CaseReference reference,
        SearchRequest? request,
        JsonElement body,
        Requester requester,
        IdempotencyKey key
    )
    {
        var scope = $"search|{reference.Value.Length}:{reference.Value}|";
        return request is null
            ? once.FindAsync(scope, key, body, requester, entry => SearchAgainAsync(entry, requester))
            : once.RunAsync(
                scope,
                key,
                body,
                requester,
                mark => commands.AboutAsync(reference, requester, command => OpenAsync(command, request, mark), isFirm: true),
                entry => SearchAgainAsync(entry, requester)
            );
    }

    /// <summary>The searches of a case, oldest first, once the access is recorded.</summary>
    internal Task<IReadOnlyList<SearchAnswer>?> ListAsync(CaseReference reference, Requester requester) =>
        commands.AboutAsync(
            reference,
            requester,
            async command =>
            {
                await command.RecordReadAsync(AccessAction.SearchRead, null);
                var known = searches.Of(command.SubjectId);
                return (IReadOnlyList<SearchAnswer>?)[.. known.Searches.Select(search => Shown(command, known, search))];
            }
        );

    /// <summary>A search, once the access is recorded.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal Task<SearchAnswer?> FindAsync(SearchId id, Requester requester) =>
        AboutSearchAsync(id, requester, (command, known, search) => ReadAsync(command, Shown(command, known, search)));

    /// <summary>Looks for a place no longer, and releases the offers that are open or hold a bed.</summary>
    internal Task<SearchOutcome?> WithdrawAsync(SearchId id, string reason, EntityConditions conditions, Requester requester) =>
        AboutSearchAsync<SearchOutcome>(
            id,
            requester,
            async (command, known, search) =>
            {
                if (conditions.Refuse(known.Version) is { } failed)
                    return await RefusedAsync(command, failed);
                if (known.StateOf(search) != SearchState.Open)
                    return await RefusedAsync(command, NotOpen());
                var released = search.Offers.Where(offer => offer.StateOn(today.InCopenhagen()) is OfferState.Open or OfferState.Accepted);
                await AppendAsync(
                    command,
                    LogKinds.SearchWithdrawn,
                    SearchJson.Write(
                        new SearchWithdrawalRecord(
                            SearchJson.Schema,
                            search.SearchId,
                            reason,
                            [.. released.Select(offer => offer.OfferId)],
                            command.Requester.Purpose
                        )
                    )
                );
                return Now(command, search.SearchId);
            }
        );

    /// <summary>Asks a place.</summary>
    /// <param name="id">The search.</param>
    /// <param name="request">What was sent, read; null where it has faults, and only what its key recorded before can answer.</param>
    /// <param name="body">The same as JSON.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="key">The caller's key.</param>
    internal Task<OfferOutcomeAnswer?> AskAsync(
        SearchId id,
        OfferRequest? request,
        JsonElement body,
        Requester requester,
        IdempotencyKey key
    )
    {
        var scope = $"offer|{id.Value}|";
        return request is null
            ? once.FindAsync(scope, key, body, requester, entry => OfferAgainAsync(entry, requester))
            : once.RunAsync(
                scope,
                key,
                body,
                requester,
                mark => AboutSearchAsync(id, requester, (command, known, search) => AskAsync(command, known, search, request, mark)),
                entry => OfferAgainAsync(entry, requester)
            );
    }

    /// <summary>An offer, once the access is recorded.</summary>
    /// <exception cref="PayloadUnreadableException">The case was erased, or an entry was tampered with.</exception>
    internal Task<OfferAnswer?> FindOfferAsync(OfferId id, Requester requester) =>
        AboutOfferAsync(id, requester, (command, known, search, offer) => ReadAsync(command, Shown(command, known, search, offer)));

    /// <summary>
    /// Records what came of an offer. An acceptance releases the other open offers of the search and holds a bed, in one entry; one that
    /// comes undone frees the bed, and leaves a task to whoever asked the place.
    /// </summary>
    internal Task<OfferOutcomeAnswer?> ReplyAsync(
        OfferId id,
        OfferReplyRequest request,
        EntityConditions conditions,
        Requester requester
    ) =>
        AboutOfferAsync<OfferOutcomeAnswer>(
            id,
            requester,
            async (command, known, search, offer) =>
            {
                var day = today.InCopenhagen();
                var refusal =
                    conditions.Refuse(offer.Version)
                    ?? (known.StateOf(search) != SearchState.Open ? NotOpen() : null)
                    ?? (Follows(offer.StateOn(day), request.Answer) ? null : Settled(offer.StateOn(day)))
                    ?? (request.Answer == OfferReply.Accepted && IsTaken(command.SubjectId, offer.PlacementId, day) ? BedHeld() : null);
                if (refusal is not null)
                {
                    await command.RecordReadAsync(AccessAction.SearchRead, null);
                    return new OfferOutcomeAnswer(null, refusal);
                }
                var isAccepted = request.Answer == OfferReply.Accepted;
                await AppendAsync(
                    command,
                    KindOf(request.Answer),
                    SearchJson.Write(
                        new OfferOutcomeRecord(
                            SearchJson.Schema,
                            offer.OfferId,
                            request.Reason,
                            request.AnsweredOn,
                            request.Note,
                            isAccepted ? request.HoldUntil ?? day.AddDays(rules.HoldDays) : null,
                            isAccepted ? [.. OthersOpen(search, offer, day)] : [],
                            command.Requester.Purpose
                        )
                    )
                );
                return NowOffer(command, offer.OfferId);
            }
        );

    /// <summary>Records that nobody answered an offer in time: once, whichever instances look.</summary>
    /// <param name="subjectId">The case.</param>
    /// <param name="offerId">The offer.</param>
    /// <param name="clock">On whose behalf.</param>
    internal Task<OfferOutcomeAnswer?> ExpireAsync(string subjectId, string offerId, Requester clock) =>
        commands.AboutSubjectAsync<OfferOutcomeAnswer>(
            subjectId,
            clock,
            async command =>
            {
                if (
                    searches.Of(subjectId).FindOffer(offerId) is not { } found
                    || !found.Offer.Outcomes.IsEmpty
                    || found.Offer.StateOn(today.InCopenhagen()) != OfferState.Expired
                )
                    return null;
                await AppendAsync(
                    command,
                    LogKinds.OfferExpired,
                    SearchJson.Write(new OfferOutcomeRecord(SearchJson.Schema, offerId, null, null, null, null, [], null)),
                    entry => entry with { Idempotency = store.MasterKey.Fingerprint(Encoding.UTF8.GetBytes($"end of offer|{offerId}")) }
                );
                return NowOffer(command, offerId);
            },
            isFirm: true
        );

    private async Task<SearchOutcome?> OpenAsync(CaseCommand command, SearchRequest request, IdempotencyMark? mark)
    {
        command.RefuseWhenDiskIsNearlyFull();
        if (cases.Of(command.SubjectId).Closing is not null)
            return await RefusedAsync(command, Conflict("case-closed", "The case is closed.", "Reopen it before a place is looked for."));
        if (searches.Of(command.SubjectId).Open is { } open)
        {
            RefuseAgain(mark);
            return await RefusedAsync(
                command,
                Conflict("search-open", "A place is looked for already.", "A case has one open search.", ("searchId", open.SearchId))
            );
        }
        var recorded = await AppendAsync(
            command,
            LogKinds.Search,
            SearchJson.Write(new SearchRecord(SearchJson.Schema, request.Reason, request.NeededFrom, command.Requester.Purpose)),
            entry => Marked(entry, mark)
        );
        return Now(command, recorded.EntryId) with { IsNew = true };
    }

    private async Task<OfferOutcomeAnswer?> AskAsync(
        CaseCommand command,
        CaseSearches known,
        Search search,
        OfferRequest request,
        IdempotencyMark? mark
    )
    {
        command.RefuseWhenDiskIsNearlyFull();
        var day = today.InCopenhagen();
        var refusal =
            known.StateOf(search) != SearchState.Open ? NotOpen()
            : search.Offers.Exists(offer => offer.HoldsOn(day))
                ? Conflict("offer-accepted", "A place has accepted.", "Withdraw that offer before another place is asked.")
            : search.Offers.Exists(offer => offer.PlacementId == request.PlacementId && offer.StateOn(day) == OfferState.Open)
                ? Conflict("offer-open", "The place is asked already.", "Record its answer before it is asked again.")
            : null;
        if (refusal is not null)
        {
            RefuseAgain(mark);
            await command.RecordReadAsync(AccessAction.SearchRead, null);
            return new OfferOutcomeAnswer(null, refusal);
        }
        var recorded = await AppendAsync(
            command,
            LogKinds.Offer,
            SearchJson.Write(
                new OfferRecord(
                    SearchJson.Schema,
                    search.SearchId,
                    request.PlacementId,
                    request.Services,
                    request.AnswerBy,
                    command.Requester.Purpose
                )
            ),
            entry => Marked(entry, mark)
        );
        return NowOffer(command, recorded.EntryId) with { IsNew = true };
    }

    /// <summary>
    /// Whether the free beds that a place reported lately are held for other children. One that says yes although it reported none is
    /// believed; what is held since is not given away twice.
    /// </summary>
    private bool IsTaken(string subjectId, string placementId, DateOnly day)
    {
        var state = stays.On(places.Current, day);
        if (
            !state.Availability.TryGetValue(placementId, out var reported)
            || referenceStore.Current.ReferenceDataSet.Criteria.Care is not { } care
            || day.DayNumber - reported.AsOf.DayNumber > care.FreshDays
        )
            return false;
        var free = reported.FreePlaces - (reported.Since?.Begun ?? 0) + (reported.Since?.Ended ?? 0);
        var held = searches.HoldsAt(placementId, day).Count(hold => hold.SubjectId != subjectId && hold.AcceptedOn >= reported.AsOf);
        return held >= Math.Max(free, 1);
    }

    private static IEnumerable<string> OthersOpen(Search search, Offer accepted, DateOnly day) =>
        search
            .Offers.Where(offer => offer.OfferId != accepted.OfferId && offer.StateOn(day) == OfferState.Open)
            .Select(offer => offer.OfferId);

    private static bool Follows(OfferState present, OfferReply reply) =>
        present == OfferState.Open || (present == OfferState.Accepted && reply != OfferReply.Accepted);

    private static string KindOf(OfferReply reply) =>
        reply switch
        {
            OfferReply.Accepted => LogKinds.OfferAccepted,
            OfferReply.Declined => LogKinds.OfferDeclined,
            _ => LogKinds.OfferWithdrawn,
        };

    private Task<T?> AboutSearchAsync<T>(SearchId id, Requester requester, Func<CaseCommand, CaseSearches, Search, Task<T?>> work)
        where T : class =>
        commands.AboutAsync(
            id.Value,
            LogKinds.Search,
            requester,
            (command, entry) =>
            {
                RequireKey(command);
                var known = searches.Of(command.SubjectId);
                return known.Find(entry.EntryId) is { } search ? work(command, known, search) : Task.FromResult<T?>(null);
            },
            isFirm: true
        );

    private Task<T?> AboutOfferAsync<T>(OfferId id, Requester requester, Func<CaseCommand, CaseSearches, Search, Offer, Task<T?>> work)
        where T : class =>
        commands.AboutAsync(
            id.Value,
            LogKinds.Offer,
            requester,
            (command, entry) =>
            {
                RequireKey(command);
                var known = searches.Of(command.SubjectId);
                return known.FindOffer(entry.EntryId) is { } found
                    ? work(command, known, found.Search, found.Offer)
                    : Task.FromResult<T?>(null);
            },
            isFirm: true
        );

    /// <summary>An erased case is in no projection, and is told from one that never was.</summary>
    private static void RequireKey(CaseCommand command) => _ = command.Key;

    private static NewEntry Marked(NewEntry entry, IdempotencyMark? mark) =>
        entry with
        {
            Idempotency = mark?.Idempotency,
            BodyFingerprint = mark?.Body,
        };

    private static Task<RecordedEntry> AppendAsync(
        CaseCommand command,
        string kind,
        byte[] payload,
        Func<NewEntry, NewEntry>? with = null
    ) =>
        command.AppendAsync(
            kind,
            payload,
            entry =>
            {
                var resting = entry with { Expected = command.ExpectedOf(Rests) };
                return with is null ? resting : with(resting);
            }
        );

    /// <summary>What stands in the way may be what the same key recorded meanwhile, at another instance.</summary>
    private void RefuseAgain(IdempotencyMark? mark)
    {
        if (mark is not null && store.Entries.FindByIdempotency(mark.Idempotency) is { } same)
            throw new DuplicateIdempotencyException(same.EntryId, same.BodyFingerprint);
    }

    private async Task<SearchOutcome?> SearchAgainAsync(LogEntry entry, Requester requester) =>
        await FindAsync(new SearchId(entry.EntryId), requester) is { } search ? new SearchOutcome(search, null) : null;

    private async Task<OfferOutcomeAnswer?> OfferAgainAsync(LogEntry entry, Requester requester) =>
        await FindOfferAsync(new OfferId(entry.EntryId), requester) is { } offer ? new OfferOutcomeAnswer(offer, null) : null;

    private static async Task<T?> ReadAsync<T>(CaseCommand command, T answer)
        where T : class
    {
        await command.RecordReadAsync(AccessAction.SearchRead, null);
        return answer;
    }

    private static async Task<SearchOutcome?> RefusedAsync(CaseCommand command, ProblemAnswer refusal)
    {
        await command.RecordReadAsync(AccessAction.SearchRead, null);
        return new SearchOutcome(null, refusal);
    }

    private SearchOutcome Now(CaseCommand command, string searchId)
    {
        var known = searches.Of(command.SubjectId);
        return new SearchOutcome(Shown(command, known, known.Find(searchId)!), null);
    }

    private OfferOutcomeAnswer NowOffer(CaseCommand command, string offerId)
    {
        var known = searches.Of(command.SubjectId);
        var (search, offer) = known.FindOffer(offerId)!.Value;
        return new OfferOutcomeAnswer(Shown(command, known, search, offer), null);
    }

    private SearchAnswer Shown(CaseCommand command, CaseSearches known, Search search) =>
        SearchAnswer.Of(command.Key.CaseReference, known, search, today.InCopenhagen(), codes);

    private OfferAnswer Shown(CaseCommand command, CaseSearches known, Search search, Offer offer) =>
        OfferAnswer.Of(command.Key.CaseReference, known, search, offer, today.InCopenhagen(), codes);

    private static ProblemAnswer NotOpen() =>
        Conflict("search-ended", "A place is no longer looked for.", "The search was withdrawn, or a stay has begun since.");

    private static ProblemAnswer Settled(OfferState state) =>
        state switch
        {
            OfferState.Expired => Conflict(
                "offer-expired",
                "The place did not answer in time.",
                "Ask the place again to record its answer."
            ),
            OfferState.Released => Conflict("offer-released", "The offer was released.", "Another place accepted. Ask the place again."),
            _ => Conflict("offer-settled", "The offer is settled.", "What came of it is recorded. Ask the place again to record more."),
        };

    private static ProblemAnswer BedHeld() =>
        Conflict(
            "bed-held",
            "The last free bed is held for another child.",
            "A hold ends when the stay begins, when it runs out, or when its offer is declined or withdrawn."
        );

    private static ProblemAnswer Conflict(string code, string title, string detail, (string Name, string Value)? more = null) =>
        new(StatusCodes.Status409Conflict, title, detail)
        {
            Extension = (writer, _) =>
            {
                writer.WriteString("code", code);
                if (more is { } named)
                    writer.WriteString(named.Name, named.Value);
            },
        };
}

/// <summary>What came of a call about a search.</summary>
/// <param name="Search">The search as it stands; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
internal sealed record SearchOutcome(SearchAnswer? Search, ProblemAnswer? Refusal, bool IsNew = false);

/// <summary>What came of a call about an offer.</summary>
/// <param name="Offer">The offer as it stands; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
internal sealed record OfferOutcomeAnswer(OfferAnswer? Offer, ProblemAnswer? Refusal, bool IsNew = false);
