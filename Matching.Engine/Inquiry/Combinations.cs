using Matching.Engine.Placements;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Tailored combination offers: for each possible place that does not meet every strong need, the smallest sets of services that meet the
/// rest. Exact, up to a bound that is reported.
/// </summary>
internal static class Combinations
{
    /// <summary>The most that are listed; how many there are in all is reported beside them.</summary>
    public const int MostListed = 50;

    private const int MostToCome = 10;

    /// <summary>The bound of scoring, in steps of work.</summary>
    private const long MostWork = 3_000_000;

    /// <summary>The combinations for a ranking.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <param name="available">The services that can be had now.</param>
    /// <param name="cancellation">Gives the search up.</param>
    public static CombinationList Of(CaseRanking ranking, ServiceCoverSearch available, CancellationToken cancellation)
    {
        var budget = new WorkBudget(MostWork, cancellation);
        var offers = new BestOffers(ranking, MostListed, budget);
        var uncovered = new List<(int Rank, int Open)>();
        for (var rank = 0; rank < ranking.Places.Length; rank++)
        {
            if (available.OpenAt(ranking.Places[rank].Placement) is var open and not 0 && !offers.Add(available, rank, open))
                uncovered.Add((rank, open));
        }
        var toCome = new BestOffers(ranking, MostToCome, budget);
        if (uncovered.Count > 0)
        {
            var menu = new ServiceCoverSearch(
                ranking,
                cancellation,
                ServiceStatus.Available,
                ServiceStatus.Decided,
                ServiceStatus.Proposed
            );
            foreach (var (rank, open) in uncovered)
                toCome.Add(menu, rank, open);
        }
        return new CombinationList(
            [.. offers.Best().Select(offer => Reported(ranking, offer))],
            [.. toCome.Best().Select(offer => Reported(ranking, offer))],
            offers.Found,
            available.Complete && !budget.IsSpent
        );
    }

    private static Combination Reported(CaseRanking ranking, BestOffers.Offer offer)
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
}
