using System.Collections.Concurrent;
using System.Collections.Immutable;
using Matching.Api.Placements;
using Matching.Api.Storage;

namespace Matching.Api.Searches;

/// <summary>The searches, offers and stays of every case, made of the log and kept current by it; an erased case has none.</summary>
public sealed class SearchProjection : IProjection
{
    private readonly ConcurrentDictionary<string, CaseSearches> _cases = new(StringComparer.Ordinal);

    // By placement: the cases that ever accepted it. Few hold a bed on a day; which ones is asked of the case.
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _accepted = new(StringComparer.Ordinal);

    private readonly Dictionary<string, StayMoveReader> _stays;

    /// <summary>Follows searches, and stays as their room reads them.</summary>
    public SearchProjection(IEnumerable<StayMoveReader> stays) =>
        _stays = stays.ToDictionary(reader => reader.Kind, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } =
    [.. LogKinds.Of(StreamName.Searches), .. LogKinds.Of(StreamName.Holds), .. LogKinds.Of(StreamName.Stays), LogKinds.Erasure];

    /// <summary>The cases of which anything is known here.</summary>
    public IEnumerable<KeyValuePair<string, CaseSearches>> All => _cases;

    /// <summary>What is recorded of a case.</summary>
    public CaseSearches Of(string subjectId) => _cases.GetValueOrDefault(subjectId) ?? CaseSearches.None;

    /// <summary>The cases for which a place holds a bed on a day, each with the day it was accepted on.</summary>
    /// <param name="placementId">The place.</param>
    /// <param name="today">The day.</param>
    public IEnumerable<(string SubjectId, DateOnly AcceptedOn)> HoldsAt(string placementId, DateOnly today) =>
        from subjectId in _accepted.GetValueOrDefault(placementId) ?? []
        let known = Of(subjectId)
        let open = known.Open
        where open is not null
        from offer in open.Offers
        where offer.PlacementId == placementId && known.IsHeld(open, offer, today)
        select (subjectId, offer.Last!.AnsweredOn!.Value);

    /// <inheritdoc/>
    public void Apply(ProjectionEntry entry)
    {
        if (entry.SubjectId is not { } subjectId)
            return;
        if (entry.Kind == LogKinds.Erasure)
        {
            _cases.TryRemove(subjectId, out _);
            foreach (var (placementId, cases) in _accepted)
                _accepted[placementId] = cases.Remove(subjectId);
        }
        else if (entry.Payload is { } payload && Next(Of(subjectId), entry, payload) is { } next)
        {
            _cases[subjectId] = next with { Version = next.Version + 1 };
        }
    }

    private CaseSearches? Next(CaseSearches known, ProjectionEntry entry, byte[] payload) =>
        entry.Kind switch
        {
            LogKinds.Search => WithSearch(known, entry, SearchJson.Read<SearchRecord>(payload)),
            LogKinds.SearchWithdrawn => WithWithdrawal(known, entry, SearchJson.Read<SearchWithdrawalRecord>(payload)),
            LogKinds.Offer => WithOffer(known, entry, SearchJson.Read<OfferRecord>(payload)),
            LogKinds.OfferAccepted => WithOutcome(known, entry, OfferState.Accepted, SearchJson.Read<OfferOutcomeRecord>(payload)),
            LogKinds.OfferDeclined => WithOutcome(known, entry, OfferState.Declined, SearchJson.Read<OfferOutcomeRecord>(payload)),
            LogKinds.OfferWithdrawn => WithOutcome(known, entry, OfferState.Withdrawn, SearchJson.Read<OfferOutcomeRecord>(payload)),
            LogKinds.OfferExpired => WithOutcome(known, entry, OfferState.Expired, SearchJson.Read<OfferOutcomeRecord>(payload)),
            _ => _stays.TryGetValue(entry.Kind, out var reader) ? WithStay(known, entry, reader.Read(entry, payload)) : null,
        };

    private static CaseSearches WithSearch(CaseSearches known, ProjectionEntry entry, SearchRecord record) =>
        known with
        {
            Searches = known.Searches.Add(
                new Search(entry.EntryId, entry.Sequence, entry.RecordedAt, entry.Caller, record.Reason, record.NeededFrom)
            ),
        };

    private static CaseSearches WithWithdrawal(CaseSearches known, ProjectionEntry entry, SearchWithdrawalRecord record) =>
        Changed(
            Released(known, entry, record.Released),
            record.SearchId,
            search => search with { Withdrawal = new SearchWithdrawal(entry.RecordedAt, entry.Caller, record.Reason) }
        );

    private static CaseSearches WithOffer(CaseSearches known, ProjectionEntry entry, OfferRecord record) =>
        Changed(
            known,
            record.SearchId,
            search =>
                search with
                {
                    Offers = search.Offers.Add(
                        new Offer(
                            entry.EntryId,
                            record.SearchId,
                            entry.RecordedAt,
                            entry.Caller,
                            record.PlacementId,
                            record.Services,
                            record.AnswerBy
                        )
                    ),
                }
        );

    private CaseSearches WithOutcome(CaseSearches known, ProjectionEntry entry, OfferState state, OfferOutcomeRecord record)
    {
        if (state == OfferState.Accepted && known.FindOffer(record.OfferId) is { } accepted)
            _accepted[accepted.Offer.PlacementId] = (_accepted.GetValueOrDefault(accepted.Offer.PlacementId) ?? []).Add(entry.SubjectId!);
        return WithOutcome(
            Released(known, entry, record.Released),
            record.OfferId,
            new OfferOutcome(state, entry.RecordedAt, entry.Caller, record.Reason, record.AnsweredOn, record.Note, record.HoldUntil)
        );
    }

    private static CaseSearches Released(CaseSearches known, ProjectionEntry entry, IReadOnlyList<string> offers) =>
        offers.Aggregate(
            known,
            (sofar, offerId) => WithOutcome(sofar, offerId, new OfferOutcome(OfferState.Released, entry.RecordedAt, entry.Caller))
        );

    private static CaseSearches WithOutcome(CaseSearches known, string offerId, OfferOutcome outcome) =>
        known.FindOffer(offerId) is { } found
            ? Changed(
                known,
                found.Search.SearchId,
                search =>
                    search with
                    {
                        Offers = search.Offers.Replace(found.Offer, found.Offer with { Outcomes = found.Offer.Outcomes.Add(outcome) }),
                    }
            )
            : known;

    private static CaseSearches Changed(CaseSearches known, string searchId, Func<Search, Search> change) =>
        known.Find(searchId) is { } search ? known with { Searches = known.Searches.Replace(search, change(search)) } : known;

    private static CaseSearches WithStay(CaseSearches known, ProjectionEntry entry, StayMove move)
    {
        var before = known.Stays.Find(stay => stay.StayId == move.StayId);
        if (move.IsWithdrawn)
            return before is null ? known : known with { Stays = known.Stays.Remove(before) };
        if (before is not null)
            return known with { Stays = known.Stays.Replace(before, before with { End = move.End }) };
        return move is { PlacementId: { } placementId, Start: { } start }
            ? known with
            {
                Stays = known.Stays.Add(
                    new CaseStay(move.StayId, placementId, entry.Sequence, start, move.End, WasOver: move.End is not null)
                ),
            }
            : known;
    }
}
