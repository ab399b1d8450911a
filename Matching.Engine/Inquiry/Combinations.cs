using Matching.Engine.Placements;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Tailored combination offers: for each possible place that does not meet every strong need, the smallest sets of services that meet the
/// rest. Exact: every set is tried.
/// </summary>
internal static class Combinations
{
    /// <summary>The most that are listed; how many there are in all is reported beside them.</summary>
    public const int MostListed = 50;

    private const int MostToCome = 10;

    public static CombinationList Of(CaseRanking ranking, ServiceCoverSearch available)
    {
        var offers = new List<Offer>();
        var uncovered = new List<(int Rank, int Open)>();
        for (var rank = 0; rank < ranking.Places.Length; rank++)
        {
            if (available.OpenAt(ranking.Places[rank].Placement) is var open and not 0 && Add(offers, ranking, available, rank, open) == 0)
                uncovered.Add((rank, open));
        }
        var toCome = ToCome(ranking, uncovered);
        return new CombinationList(List(ranking, offers, MostListed), List(ranking, toCome, MostToCome), offers.Count, available.Complete);
    }

    private static List<Offer> ToCome(CaseRanking ranking, List<(int Rank, int Open)> uncovered)
    {
        var offers = new List<Offer>();
        if (uncovered.Count == 0)
            return offers;
        var menu = new ServiceCoverSearch(ranking, ServiceStatus.Available, ServiceStatus.Decided, ServiceStatus.Proposed);
        foreach (var (rank, open) in uncovered)
            Add(offers, ranking, menu, rank, open);
        return offers;
    }

    private static int Add(List<Offer> offers, CaseRanking ranking, ServiceCoverSearch menu, int rank, int open)
    {
        ref readonly var place = ref ranking.Places[rank];
        var sets = menu.SetsFor(ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Level, open);
        foreach (var services in sets)
            offers.Add(new Offer(rank, services, open, CombinedOffer.Score(ranking, place, services)));
        return sets.Count;
    }

    private static IReadOnlyList<Combination> List(CaseRanking ranking, List<Offer> offers, int most) =>
        [
            // The services of a catalogue are in order of id, and so are those of a set: equal offers stand by the ids of their services.
            .. offers
                .Select((offer, found) => (offer, found))
                .OrderBy(pair => pair.offer.Services.Length)
                .ThenByDescending(pair => pair.offer.Score)
                .ThenBy(pair => pair.offer.Rank)
                .ThenBy(pair => pair.found)
                .Take(most)
                .Select(pair => Reported(ranking, pair.offer)),
        ];

    private static Combination Reported(CaseRanking ranking, Offer offer)
    {
        var place = ranking.Places[offer.Rank];
        return new Combination(
            ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id,
            [.. offer.Services.Select(service => service.Id)],
            ServiceCoverSearch.Named(offer.Covers),
            offer.Score,
            offer.Score - place.Score,
            ServiceCoverSearch.ConditionsOf(offer.Services, ranking.EligibilityAssessment.Context.Rules)
        );
    }

    private readonly record struct Offer(int Rank, CareService[] Services, int Covers, int Score);
}
