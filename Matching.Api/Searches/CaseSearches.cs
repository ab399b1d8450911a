using System.Collections.Immutable;

namespace Matching.Api.Searches;

/// <summary>Where the child of a case lives and lived, and which places were looked for and asked. Immutable.</summary>
public sealed record CaseSearches
{
    /// <summary>Nothing was recorded.</summary>
    public static readonly CaseSearches None = new();

    /// <summary>The searches, in order.</summary>
    public ImmutableList<Search> Searches { get; init; } = [];

    /// <summary>The stays that stand, in the order they were recorded.</summary>
    public ImmutableList<CaseStay> Stays { get; init; } = [];

    /// <summary>A number that rises with every entry that this is made of, from 0.</summary>
    public int Version { get; init; }

    /// <summary>The search that is open; null when no place is looked for.</summary>
    public Search? Open => Searches.IsEmpty || StateOf(Searches[^1]) != SearchState.Open ? null : Searches[^1];

    /// <summary>A search; null when there is none by this id.</summary>
    public Search? Find(string searchId) => Searches.Find(search => search.SearchId == searchId);

    /// <summary>An offer with its search; null when there is none by this id.</summary>
    public (Search Search, Offer Offer)? FindOffer(string offerId)
    {
        foreach (var search in Searches)
        {
            if (search.Offers.Find(offer => offer.OfferId == offerId) is { } offer)
                return (search, offer);
        }
        return null;
    }

    /// <summary>
    /// How a search stands. A stay that was recorded after it fulfils it, unless it had ended by then; one that is withdrawn does so no
    /// longer. There is one open search at a time, so that an earlier one is never open.
    /// </summary>
    public SearchState StateOf(Search search) =>
        search.Withdrawal is not null ? SearchState.Withdrawn
        : Searches[^1].SearchId != search.SearchId || Stays.Exists(stay => stay.Sequence > search.Sequence && !stay.WasOver)
            ? SearchState.Fulfilled
        : SearchState.Open;

    /// <summary>Whether an offer of a search holds a bed on a day.</summary>
    public bool IsHeld(Search search, Offer offer, DateOnly today) => offer.HoldsOn(today) && StateOf(search) == SearchState.Open;

    /// <summary>The stay that the child is at on a day; null when it is at none that is recorded.</summary>
    public CaseStay? StayOn(DateOnly today) => Stays.FindLast(stay => stay.Start <= today && !(stay.End <= today));

    /// <summary>What someone has to do about a search on a day.</summary>
    public IEnumerable<SearchTask> TasksOf(Search search, DateOnly today)
    {
        if (StateOf(search) != SearchState.Open || search.Offers.IsEmpty)
            yield break;
        // While a place may answer, or holds a bed, there is nothing to be done.
        if (search.Offers.Exists(offer => offer.StateOn(today) == OfferState.Open || offer.HoldsOn(today)))
            yield break;
        var last = search.Offers.MaxBy(offer => offer.Last?.RecordedAt ?? offer.RecordedAt, StringComparer.Ordinal)!;
        foreach (var offer in search.Offers)
        {
            if (offer.CameUndone && offer.OfferId == last.OfferId)
                yield return new SearchTask(SearchTaskCode.AskOtherPlaces, offer.By, offer.Last!.RecordedAt, offer.OfferId);
            else if (offer.StateOn(today) == OfferState.Accepted)
                yield return new SearchTask(SearchTaskCode.HoldEnded, offer.By, offer.Last!.RecordedAt, offer.OfferId);
            else if (offer.StateOn(today) == OfferState.Expired)
                yield return new SearchTask(SearchTaskCode.NoAnswer, offer.By, offer.Last?.RecordedAt ?? offer.RecordedAt, offer.OfferId);
        }
    }
}

/// <summary>A stay of a child, as far as searches ask.</summary>
/// <param name="Sequence">The number of its entry in the log.</param>
/// <param name="Start">The first day.</param>
/// <param name="End">The last day; null while it goes on.</param>
/// <param name="WasOver">Whether its end was told together with it.</param>
public sealed record CaseStay(string StayId, string PlacementId, long Sequence, DateOnly Start, DateOnly? End, bool WasOver);

/// <summary>Something that someone has to do about a search.</summary>
/// <param name="Owner">Who asked the place.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="OfferId">The offer it is about.</param>
public sealed record SearchTask(SearchTaskCode Task, string Owner, string Since, string OfferId);

/// <summary>What has to be done; labels are in the code list <c>search-task</c>.</summary>
public enum SearchTaskCode
{
    /// <summary>The place backed out after it had accepted.</summary>
    AskOtherPlaces,

    /// <summary>A bed was held, and the stay has not begun.</summary>
    HoldEnded,

    /// <summary>The place did not answer in time.</summary>
    NoAnswer,
}
