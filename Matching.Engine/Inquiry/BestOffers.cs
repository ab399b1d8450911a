using Matching.Engine.Placements;
using Matching.Engine.Ranking;

namespace Matching.Engine.Inquiry;

/// <summary>
/// The best of many offers of a place with services: the fewest services first, then the highest score, then the place that ranks higher,
/// then the order they were found in. Only those that may still be listed are scored.
/// </summary>
internal sealed class BestOffers(CaseRanking ranking, int most, WorkBudget budget)
{
    private const int KeptPerListed = 8;

    private readonly List<Offer> _kept = [];
    private int _longest = int.MaxValue;

    /// <summary>How many were added, listed or not.</summary>
    public int Found { get; private set; }

    /// <summary>Adds every set of services that completes a place; false when there is none.</summary>
    /// <param name="menu">The services.</param>
    /// <param name="rank">Position of the place in the ranking.</param>
    /// <param name="open">The needs that the place leaves open.</param>
    public bool Add(ServiceCoverSearch menu, int rank, int open)
    {
        ref readonly var place = ref ranking.Places[rank];
        var sets = menu.SetsFor(ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Level, open);
        // The sets are in order of size: of this place none is listed that has more services than so many others.
        var longest = sets.Count > most ? sets[most - 1].Length : int.MaxValue;
        for (var i = 0; i < sets.Count && sets[i].Length <= Math.Min(longest, _longest); i++)
        {
            if (!budget.TryTake(WorkBudget.ScoreOffer))
                break;
            _kept.Add(new Offer(rank, sets[i], open, CombinedOffer.Score(ranking, place, sets[i]), Found + i));
            if (_kept.Count >= most * KeptPerListed)
                Cut();
        }
        Found += sets.Count;
        return sets.Count > 0;
    }

    /// <summary>The best, in order.</summary>
    public IReadOnlyList<Offer> Best()
    {
        Cut();
        return _kept;
    }

    private void Cut()
    {
        _kept.Sort(Compare);
        if (_kept.Count < most)
            return;
        _kept.RemoveRange(most, _kept.Count - most);
        _longest = _kept[^1].Services.Length;
    }

    private static int Compare(Offer one, Offer other)
    {
        if (one.Services.Length != other.Services.Length)
            return one.Services.Length - other.Services.Length;
        if (one.Score != other.Score)
            return other.Score.CompareTo(one.Score);
        return one.Rank != other.Rank ? one.Rank - other.Rank : one.Number - other.Number;
    }

    /// <param name="Rank">Position of the place in the ranking.</param>
    /// <param name="Covers">The needs that the services meet.</param>
    /// <param name="Number">The place in the order they were found in.</param>
    internal readonly record struct Offer(int Rank, CareService[] Services, int Covers, int Score, int Number);
}
