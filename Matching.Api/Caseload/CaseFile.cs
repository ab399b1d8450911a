using Matching.Api.Cases;
using Matching.Api.Searches;
using Matching.Engine.Profiles;

namespace Matching.Api.Caseload;

/// <summary>What lists need to know of a case beside its searches and stays. Immutable.</summary>
internal sealed record CaseFile
{
    /// <summary>Nothing was recorded.</summary>
    public static readonly CaseFile None = new();

    /// <summary>The version of its profile in force; null when it has none.</summary>
    public int? ProfileVersion { get; init; }

    /// <summary>How soon a place is needed, by the profile; null when not known.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>The day from which a place is needed, by the profile; null when not known.</summary>
    public DateOnly? NeededFrom { get; init; }

    /// <summary>Its last ranking; null when it was never ranked.</summary>
    public string? RankingId { get; init; }

    /// <summary>When that was recorded, UTC; null when it was never ranked.</summary>
    public string? RankedAt { get; init; }

    /// <summary>What another system calls it; null when nothing was said.</summary>
    public ExternalIdsRecord? ExternalIds { get; init; }
}

/// <summary>How a case stands on a day. Immutable.</summary>
/// <param name="SubjectId">The case, as the log knows it.</param>
/// <param name="Day">The day.</param>
/// <param name="File">What is known of it.</param>
/// <param name="Searches">Its searches and stays.</param>
/// <param name="State">Its team and whether it is closed.</param>
internal sealed record CaseRow(string SubjectId, DateOnly Day, CaseFile File, CaseSearches Searches, CaseState State)
{
    /// <summary>The search that is open; null when no place is looked for.</summary>
    public Search? Search { get; } = Searches.Open;

    /// <summary>Where the child lives; null where no stay says so.</summary>
    public CaseStay? Stay { get; } = Searches.StayOn(Day);

    /// <summary>How it stands.</summary>
    public CaseStanding Standing { get; } = StandingOf(Searches, State, Day);

    /// <summary>The first day by which something has to happen; null when there is none.</summary>
    public CaseDeadline? NextDeadline { get; } = DeadlineOf(Searches, Day);

    /// <summary>The day from which a place is needed: that of the search, or else of the profile; null when not known.</summary>
    public DateOnly? NeededFrom => Search?.NeededFrom ?? File.NeededFrom;

    /// <summary>The offers that may be answered, or hold a bed.</summary>
    public IEnumerable<Offer> OpenOffers => Search is null ? [] : Search.Offers.Where(offer => Concerns(offer, Day));

    /// <summary>Whether the child lives there, or the place is asked, or holds a bed.</summary>
    public bool IsAbout(string placementId) =>
        Stay?.PlacementId == placementId || OpenOffers.Any(offer => offer.PlacementId == placementId);

    private static bool Concerns(Offer offer, DateOnly day) => offer.StateOn(day) == OfferState.Open || offer.HoldsOn(day);

    private static CaseStanding StandingOf(CaseSearches searches, CaseState state, DateOnly day)
    {
        if (state.Closing is not null)
            return CaseStanding.Closed;
        var isPlaced = searches.StayOn(day) is not null;
        if (searches.Open is { } search)
            return isPlaced ? CaseStanding.Moving
                : search.Offers.Exists(offer => Concerns(offer, day)) ? CaseStanding.Offered
                : CaseStanding.Waiting;
        return isPlaced ? CaseStanding.Placed
            : searches.Stays.Exists(stay => stay.Start > day) ? CaseStanding.Decided
            : CaseStanding.Known;
    }

    private static CaseDeadline? DeadlineOf(CaseSearches searches, DateOnly day) =>
        searches
            .Open?.Offers.Where(offer => Concerns(offer, day))
            .Select(offer =>
                offer.HoldsOn(day)
                    ? new CaseDeadline(offer.Last!.HoldUntil!.Value, CaseDeadlineKind.HoldEnds)
                    : new CaseDeadline(offer.AnswerBy, CaseDeadlineKind.OfferAnswer)
            )
            .MinBy(deadline => (deadline.Date, deadline.Kind));
}

/// <summary>A day by which something has to happen in a case.</summary>
public sealed record CaseDeadline(DateOnly Date, CaseDeadlineKind Kind);

/// <summary>What has to happen.</summary>
public enum CaseDeadlineKind
{
    /// <summary>A place that was asked is to answer.</summary>
    OfferAnswer,

    /// <summary>A stay is to begin, or the bed that is held is free again.</summary>
    HoldEnds,
}
