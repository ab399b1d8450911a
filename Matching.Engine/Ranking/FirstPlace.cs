using Matching.Engine.Eligibility;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>
/// Which place would come first, and nothing else: the same sums and the same order as a ranking, but gates are asked only about places
/// that would lead. Questions that
/// ask a hundred times use it; a test holds it against whole rankings.
/// </summary>
/// <param name="Placement">Position in the catalogue; -1 when no place is possible.</param>
/// <param name="Score">Its score in hundredths; 0 when there is none.</param>
/// <param name="ScoreOfOther">The score of the place it is held against; null when that one is excluded.</param>
internal readonly record struct FirstPlace(int Placement, int Score, int? ScoreOfOther)
{
    private const int MostSearched = 16;

    /// <summary>The first place for a case.</summary>
    /// <param name="child">The case.</param>
    /// <param name="scorer">The case as it is scored.</param>
    /// <param name="catalogue">The places.</param>
    /// <param name="other">A place whose score is asked for too; -1 for none.</param>
    public static FirstPlace Of(EligibilityContext child, Scorer scorer, Catalogue catalogue, int other)
    {
        var scores = Sums(scorer, catalogue.Placements.Length);
        var first = Leader(child, scores, catalogue);
        int? otherScore = other >= 0 && (other == first || EligiblePlacement.Admits(child, catalogue, other)) ? scores[other] : null;
        return first < 0 ? new FirstPlace(-1, 0, otherScore) : new FirstPlace(first, scores[first], otherScore);
    }

    /// <summary>The first place of a whole ranking.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <param name="other">A place whose score is asked for too; -1 for none.</param>
    public static FirstPlace In(CaseRanking ranking, int other)
    {
        int? otherScore = Array.FindIndex(ranking.Places, place => place.Placement == other) is var at and >= 0
            ? ranking.Places[at].Score
            : null;
        return ranking.Places is [var first, ..]
            ? new FirstPlace(first.Placement, first.Score, otherScore)
            : new FirstPlace(-1, 0, otherScore);
    }

    private static int[] Sums(Scorer scorer, int count)
    {
        var sums = new int[count];
        foreach (var criterion in scorer.Active)
        {
            var points = criterion.PointsByColumn.AsSpan();
            var column = criterion.Column.AsSpan();
            for (var place = 0; place < sums.Length; place++)
                sums[place] += points[column[place]];
        }
        return sums;
    }

    /// <summary>
    /// The best place that no gate refuses. Few leaders are refused, so they are looked for one by one, and all are sorted only when many
    /// are.
    /// </summary>
    private static int Leader(EligibilityContext child, int[] scores, Catalogue catalogue)
    {
        var keys = new long[scores.Length];
        for (var place = 0; place < keys.Length; place++)
            keys[place] = CaseRanking.KeyOf(new RankedPlacement(place, scores[place], 0, 0), catalogue.Index);
        for (var search = 0; search < Math.Min(MostSearched, keys.Length); search++)
        {
            var best = 0;
            for (var place = 1; place < keys.Length; place++)
                best = keys[place] < keys[best] ? place : best;
            if (keys[best] == long.MaxValue)
                return -1;
            if (EligiblePlacement.Admits(child, catalogue, best))
                return best;
            keys[best] = long.MaxValue;
        }
        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, places);
        for (var i = 0; i < places.Length && keys[i] != long.MaxValue; i++)
        {
            if (EligiblePlacement.Admits(child, catalogue, places[i]))
                return places[i];
        }
        return -1;
    }
}
