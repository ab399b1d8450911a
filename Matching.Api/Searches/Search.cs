using System.Collections.Immutable;

namespace Matching.Api.Searches;

/// <summary>How a search stands.</summary>
public enum SearchState
{
    /// <summary>A place is looked for.</summary>
    Open,

    /// <summary>A stay was recorded since, or another search began.</summary>
    Fulfilled,

    /// <summary>A place is no longer looked for.</summary>
    Withdrawn,
}

/// <summary>How an offer stands.</summary>
public enum OfferState
{
    /// <summary>The place has been asked and may answer.</summary>
    Open,

    /// <summary>It can take the child.</summary>
    Accepted,

    /// <summary>It cannot, or the family will not.</summary>
    Declined,

    /// <summary>The municipality took the offer back.</summary>
    Withdrawn,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>Another place accepted, or the search was withdrawn.</summary>
    Released,
}

/// <summary>A search for a place for a child.</summary>
/// <param name="SearchId">Its entry.</param>
/// <param name="Sequence">The number of its entry in the log.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Reason">A code of <c>search-reason</c>.</param>
/// <param name="NeededFrom">The day from which a place is needed; null when not known.</param>
public sealed record Search(string SearchId, long Sequence, string RecordedAt, string By, string Reason, DateOnly? NeededFrom)
{
    /// <summary>The places that were asked, in order.</summary>
    public ImmutableList<Offer> Offers { get; init; } = [];

    /// <summary>That it was withdrawn; null while it was not.</summary>
    public SearchWithdrawal? Withdrawal { get; init; }
}

/// <summary>That a search was withdrawn.</summary>
/// <param name="Reason">A code of <c>search-withdrawal</c>.</param>
public sealed record SearchWithdrawal(string RecordedAt, string By, string Reason);

/// <summary>A place that was asked whether it can take a child.</summary>
/// <param name="OfferId">Its entry.</param>
/// <param name="By">Who asked the place.</param>
/// <param name="Services">What is to be combined with the place.</param>
/// <param name="AnswerBy">The last day for an answer.</param>
public sealed record Offer(
    string OfferId,
    string SearchId,
    string RecordedAt,
    string By,
    string PlacementId,
    IReadOnlyList<string> Services,
    DateOnly AnswerBy
)
{
    /// <summary>What came of it, in the order it was recorded.</summary>
    public ImmutableList<OfferOutcome> Outcomes { get; init; } = [];

    /// <summary>What came of it last; null while nothing has.</summary>
    public OfferOutcome? Last => Outcomes.IsEmpty ? null : Outcomes[^1];

    /// <summary>A number that rises with everything that is recorded of it, from 1.</summary>
    public int Version => 1 + Outcomes.Count;

    /// <summary>Whether it was accepted and declined or withdrawn after that.</summary>
    public bool CameUndone =>
        Last?.State is OfferState.Declined or OfferState.Withdrawn && Outcomes.Exists(outcome => outcome.State == OfferState.Accepted);

    /// <summary>How it stands on a day. Without an answer it is expired on the day after the last one for it.</summary>
    public OfferState StateOn(DateOnly today) => Last?.State ?? (AnswerBy < today ? OfferState.Expired : OfferState.Open);

    /// <summary>Whether it holds a bed on a day, as long as the child has not come.</summary>
    public bool HoldsOn(DateOnly today) => Last is { State: OfferState.Accepted, HoldUntil: { } until } && today <= until;
}

/// <summary>Something that came of an offer.</summary>
/// <param name="By">Who recorded it.</param>
/// <param name="Reason">A code; null where there is none to give.</param>
/// <param name="AnsweredOn">The day of the answer; null where nobody answered.</param>
/// <param name="Note">What else was said; null for nothing.</param>
/// <param name="HoldUntil">The last day on which a bed is held; null unless it was accepted.</param>
public sealed record OfferOutcome(
    OfferState State,
    string RecordedAt,
    string By,
    string? Reason = null,
    DateOnly? AnsweredOn = null,
    string? Note = null,
    DateOnly? HoldUntil = null
);
