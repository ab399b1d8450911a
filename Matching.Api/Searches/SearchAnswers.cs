using Matching.Api.Codes;

namespace Matching.Api.Searches;

/// <summary>A search for a place.</summary>
/// <param name="Reason">A code of search-reason.</param>
/// <param name="NeededFrom">The day from which a place is needed; null when not known.</param>
/// <param name="Withdrawn">A code of search-withdrawal; null while it was not withdrawn.</param>
/// <param name="WithdrawnAt">When that was recorded, UTC; null while it was not.</param>
/// <param name="WithdrawnBy">Who recorded it; null while it was not.</param>
/// <param name="Offers">The places that were asked, in order.</param>
/// <param name="Tasks">What someone has to do about it.</param>
/// <param name="Version">The number of the ETag; it rises with everything that is recorded of the search.</param>
public sealed record SearchAnswer(
    string SearchId,
    string CaseReference,
    string RecordedAt,
    string By,
    string Reason,
    DateOnly? NeededFrom,
    SearchState State,
    string? Withdrawn,
    string? WithdrawnAt,
    string? WithdrawnBy,
    IReadOnlyList<OfferAnswer> Offers,
    IReadOnlyList<SearchTask> Tasks,
    int Version
)
{
    internal static SearchAnswer Of(string reference, CaseSearches known, Search search, DateOnly today, CodeLists codes) =>
        new(
            search.SearchId,
            reference,
            search.RecordedAt,
            search.By,
            search.Reason,
            search.NeededFrom,
            known.StateOf(search),
            search.Withdrawal?.Reason,
            search.Withdrawal?.RecordedAt,
            search.Withdrawal?.By,
            [.. search.Offers.Select(offer => OfferAnswer.Of(reference, known, search, offer, today, codes))],
            [.. known.TasksOf(search, today)],
            known.Version
        );
}

/// <summary>The searches of a case, oldest first.</summary>
public sealed record SearchesAnswer(string CaseReference, IReadOnlyList<SearchAnswer> Searches);

/// <summary>A place that was asked whether it can take a child.</summary>
/// <param name="Services">What is to be combined with the place.</param>
/// <param name="AnswerBy">The last day for an answer; the day after, the offer is expired.</param>
/// <param name="RecordedAt">When the place was asked, UTC.</param>
/// <param name="By">Who asked it.</param>
/// <param name="Reason">A code of offer-decline or offer-withdrawal; null where it was neither.</param>
/// <param name="Consequence">What follows from the reason, a code of offer-consequence; null where nothing is said.</param>
/// <param name="AnsweredOn">The day of the answer; null while there is none.</param>
/// <param name="AnswerRecordedAt">When what came of it was recorded, UTC; null while nothing was.</param>
/// <param name="AnswerRecordedBy">Who recorded it; null while nothing was.</param>
/// <param name="Note">What else was said; null for nothing.</param>
/// <param name="HoldUntil">The last day on which a bed is held; null unless it was accepted.</param>
/// <param name="Holds">Whether a bed is held today.</param>
/// <param name="Version">The number of the ETag; it rises with everything that is recorded of the offer.</param>
public sealed record OfferAnswer(
    string OfferId,
    string SearchId,
    string CaseReference,
    string PlacementId,
    IReadOnlyList<string> Services,
    DateOnly AnswerBy,
    string RecordedAt,
    string By,
    OfferState State,
    string? Reason,
    string? Consequence,
    DateOnly? AnsweredOn,
    string? AnswerRecordedAt,
    string? AnswerRecordedBy,
    string? Note,
    DateOnly? HoldUntil,
    bool Holds,
    int Version
)
{
    internal static OfferAnswer Of(string reference, CaseSearches known, Search search, Offer offer, DateOnly today, CodeLists codes) =>
        new(
            offer.OfferId,
            offer.SearchId,
            reference,
            offer.PlacementId,
            offer.Services,
            offer.AnswerBy,
            offer.RecordedAt,
            offer.By,
            offer.StateOn(today),
            offer.Last?.Reason,
            ConsequenceOf(offer.Last, codes),
            offer.Last?.AnsweredOn,
            offer.Last?.RecordedAt,
            offer.Last?.By,
            offer.Last?.Note,
            offer.Last?.HoldUntil,
            known.IsHeld(search, offer, today),
            offer.Version
        );

    private static string? ConsequenceOf(OfferOutcome? outcome, CodeLists codes) =>
        outcome?.State switch
        {
            OfferState.Declined => codes.Of(CodeListName.OfferDecline),
            OfferState.Withdrawn => codes.Of(CodeListName.OfferWithdrawal),
            _ => null,
        }
            is { } list
            ? list.Codes.FirstOrDefault(row => row.Value == outcome!.Reason)?.Consequence
            : null;
}
