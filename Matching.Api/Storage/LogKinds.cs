namespace Matching.Api.Storage;

/// <summary>What log entries are about. A kind never changes its nature: old logs are read and verified by it.</summary>
public static class LogKinds
{
    public const string Ranking = "ranking";
    public const string Availability = "availability";

    /// <summary>A recorded request was ranked again with changes, to see what would be otherwise; never a ranking.</summary>
    public const string WhatIf = "what-if";

    /// <summary>A child came to a place.</summary>
    public const string Stay = "stay";

    /// <summary>Such a stay ended.</summary>
    public const string StayEnded = "stay-ended";

    /// <summary>Such a stay never was as it was recorded.</summary>
    public const string StayWithdrawn = "stay-withdrawn";

    /// <summary>A place reported who lives there: counts, no names.</summary>
    public const string PeerGroup = "peer-group";

    /// <summary>Someone saw what is recorded about a child.</summary>
    public const string Access = "access";

    /// <summary>A case was limited to a team, or opened to all.</summary>
    public const string CaseTeam = "case-team";

    /// <summary>A case must not be erased for the time being, or may be again.</summary>
    public const string LegalHold = "legal-hold";

    /// <summary>A version of the living profile of a case.</summary>
    public const string CaseProfile = "case-profile";

    /// <summary>What other systems call a case.</summary>
    public const string CaseExternalIds = "case-external-ids";

    /// <summary>Nothing more is done in a case.</summary>
    public const string CaseClosed = "case-closed";

    /// <summary>It goes on again.</summary>
    public const string CaseReopened = "case-reopened";

    /// <summary>A list of cases was shown: about many, so that each is named inside.</summary>
    public const string CasesListed = "cases-listed";

    /// <summary>A place is looked for.</summary>
    public const string Search = "search";

    /// <summary>It is no longer, and its open offers are released.</summary>
    public const string SearchWithdrawn = "search-withdrawn";

    /// <summary>A place was asked whether it can take the child.</summary>
    public const string Offer = "offer";

    /// <summary>It accepted: a bed is held, and the other open offers of the search are released.</summary>
    public const string OfferAccepted = "offer-accepted";

    /// <summary>It, or the family, declined.</summary>
    public const string OfferDeclined = "offer-declined";

    /// <summary>The municipality took it back.</summary>
    public const string OfferWithdrawn = "offer-withdrawn";

    /// <summary>Nobody answered in time.</summary>
    public const string OfferExpired = "offer-expired";

    /// <summary>The key of a case was destroyed; everything of the case before it can no longer be read.</summary>
    public const string Erasure = "erasure";

    /// <summary>A key of a caller was made, rotated or revoked.</summary>
    public const string CallerKey = "caller-key";

    /// <summary>A model of outcomes was put to use.</summary>
    public const string ModelPromotion = "model-promotion";

    /// <summary>The model before it took its place again, or none.</summary>
    public const string ModelRollback = "model-rollback";

    /// <summary>The use of models was switched off, or on again.</summary>
    public const string ModelUse = "model-use";

    internal static IReadOnlyList<string> ThatChangeState { get; } = [Availability, PeerGroup, ModelPromotion, ModelRollback, ModelUse];

    /// <summary>Kinds that what is held in memory is made of; whoever holds it hears of each, from whichever instance it came.</summary>
    internal static IReadOnlyList<string> Projected { get; } =
    [
        Availability,
        PeerGroup,
        CaseTeam,
        LegalHold,
        Erasure,
        CallerKey,
        ModelPromotion,
        ModelRollback,
        ModelUse,
        CaseClosed,
        CaseReopened,
        Stay,
        StayEnded,
        StayWithdrawn,
        CaseProfile,
        CaseExternalIds,
        Search,
        SearchWithdrawn,
        Offer,
        OfferAccepted,
        OfferDeclined,
        OfferWithdrawn,
        OfferExpired,
        Ranking,
    ];

    /// <summary>
    /// Whether projections are made of the header of such an entry alone: of rankings there are many, they are large, and each is read
    /// where it is asked for.
    /// </summary>
    internal static bool IsProjectedByHeader(string kind) => kind == Ranking;

    /// <summary>Kinds of what is done in a case day by day: of these there are many, and few projections are made of them.</summary>
    private static readonly string[] OfCasework =
    [
        Stay,
        StayEnded,
        StayWithdrawn,
        CaseProfile,
        CaseExternalIds,
        Search,
        SearchWithdrawn,
        Offer,
        OfferAccepted,
        OfferDeclined,
        OfferWithdrawn,
        OfferExpired,
        Ranking,
    ];

    /// <summary>The projected kinds without casework.</summary>
    internal static IReadOnlyList<string> ProjectedButCasework { get; } = [.. Projected.Except(OfCasework)];

    /// <summary>
    /// Whether the service goes on without what an entry says that does not open: casework concerns its own case, and the beds of a place
    /// that are free. Who may see what, and what may be erased, must be known.
    /// </summary>
    internal static bool MayBePassedOver(string kind) =>
        OfCasework.Contains(kind, StringComparer.Ordinal) || kind is CaseClosed or CaseReopened;

    /// <summary>Kinds that say where a child lives and lived.</summary>
    internal static IReadOnlyList<string> AboutStays => Of(StreamName.Stays);

    /// <summary>The kinds of a stream.</summary>
    internal static IReadOnlyList<string> Of(StreamName stream) => Streams[(int)stream];

    /// <summary>Whether each case has a stream of its own.</summary>
    internal static bool IsOfCase(StreamName stream) => OfCase.Contains(stream);

    /// <summary>The streams of a case.</summary>
    internal static IReadOnlyList<StreamName> OfCase { get; } =
    [StreamName.Case, StreamName.Stays, StreamName.Rankings, StreamName.Profiles, StreamName.ExternalIds, StreamName.Searches];

    /// <summary>The stream of a kind; null when nothing is decided on it.</summary>
    internal static StreamName? StreamOf(string kind)
    {
        for (var stream = 0; stream < Streams.Length; stream++)
        {
            if (Streams[stream].Contains(kind, StringComparer.Ordinal))
                return (StreamName)stream;
        }
        return null;
    }

    // By stream.
    private static readonly string[][] Streams =
    [
        [CaseTeam, LegalHold, Erasure, CaseClosed, CaseReopened],
        [Stay, StayEnded, StayWithdrawn],
        [Ranking, WhatIf],
        [CallerKey],
        [ModelPromotion, ModelRollback, ModelUse],
        [Availability, PeerGroup],
        [CaseProfile],
        [CaseExternalIds],
        [Search, SearchWithdrawn, Offer, OfferDeclined, OfferWithdrawn, OfferExpired],
        [OfferAccepted],
    ];

    /// <summary>Whether later rankings may come out otherwise because of such an entry.</summary>
    public static bool ChangesState(string kind) => ThatChangeState.Contains(kind, StringComparer.Ordinal);

    /// <summary>Whether a projection is made of such entries.</summary>
    public static bool IsProjected(string kind) => Projected.Contains(kind, StringComparer.Ordinal);

    /// <summary>
    /// Whether the payload is sealed with the system's key although the entry is about a case: it must outlive the case's own.
    /// </summary>
    public static bool OutlivesCase(string kind) => kind == Erasure;
}
