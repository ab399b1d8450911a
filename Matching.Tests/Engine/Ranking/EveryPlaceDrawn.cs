using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;

namespace Matching.Tests.Engine.Ranking;

/// <summary>The confidence computed the slow, plain way: every place scored again in every draw, one number at a time.</summary>
internal static class EveryPlaceDrawn
{
    private const int SelfHarm = (int)Need.SelfHarmProtection;

    /// <summary>The rank, from 1, of each place in each draw: <c>[draw][place]</c>, places in ranking order.</summary>
    public static int[][] Ranks(CaseRanking ranking) => [.. Scores(ranking).Select(RanksOf)];

    public static int[] FirstCounts(CaseRanking ranking)
    {
        var counts = new int[ranking.Places.Length];
        foreach (var scores in Scores(ranking))
            counts[Array.IndexOf(scores, scores.Max())]++;
        return counts;
    }

    private static int[] RanksOf(long[] scores) =>
        [.. scores.Select((score, place) => 1 + scores.Where((other, at) => other > score || (other == score && at < place)).Count())];

    private static IEnumerable<long[]> Scores(CaseRanking ranking)
    {
        var questions = OpenQuestion.Of(ranking);
        int[][] off = ranking.Outcomes is { } outcomes ? [.. ranking.Places.Select(place => Off(outcomes, place.Placement))] : [];
        return Enumerable.Range(0, WeightDraws.Count).Select(draw => Scores(ranking, questions, off, draw));
    }

    private static long[] Scores(CaseRanking ranking, List<OpenQuestion> questions, int[][] off, int draw)
    {
        var criteria = ranking.Criteria;
        var index = ranking.EligibilityAssessment.Catalogue.Index;
        var needs = (NeedStrength[])ranking.Needs.Strengths.Clone();
        var replaced = new Dictionary<int, int[]>();
        foreach (var option in questions.Select(question => question.Pick(criteria.Draws, draw)))
        {
            for (var need = 0; need < needs.Length; need++)
                needs[need] = (NeedStrength)Math.Max((int)needs[need], (int)option.Needs[need]);
            foreach (var (criterion, percent) in option.Columns)
                replaced[criterion] = replaced.TryGetValue(criterion, out var other) ? [.. other.Zip(percent, Math.Min)] : percent;
        }
        var justified = criteria.JustifiedLevel(needs, ranking.EligibilityAssessment.Context.Law.ValidGrounds);
        var scores = new long[ranking.Places.Length];
        for (var place = 0; place < scores.Length; place++)
        {
            var placement = ranking.Places[place].Placement;
            for (var criterion = 0; criterion < criteria.Criteria.Length; criterion++)
            {
                var table = criteria.Criteria[criterion].Percent;
                var percent =
                    criterion < Needs.Count ? table[(int)needs[criterion]][index.Capability[criterion * index.Count + placement]]
                    : criterion == Scorer.IntrusionIndex ? table[(int)justified][index.Level[placement]]
                    : criterion == Scorer.PeerSelfHarmIndex
                    && needs[SelfHarm] != ranking.Needs.Strengths[SelfHarm]
                    && ranking.Scorer.SelfHarmAmongPeers is { } harming
                        ? table[1 + (int)needs[SelfHarm]][harming[placement]]
                    : replaced.TryGetValue(criterion, out var column) ? column[place]
                    : ranking.Scorer.Active.FirstOrDefault(active => active.Index == criterion) is { } active
                        ? active.PercentByColumn[active.Column[placement]]
                    : 0;
                scores[place] += (long)percent * criteria.Draws.Weights[criterion * WeightDraws.Count + draw];
            }
            if (ranking.Outcomes is { } outcomes)
                scores[place] += (long)outcomes.PointsAt(placement) * Criterion.WholePercent + off[place][draw];
        }
        return scores;
    }

    private static int[] Off(OutcomeScoring outcomes, int placement)
    {
        var off = new int[WeightDraws.Count];
        outcomes.Draws.AddTo(off, placement);
        return off;
    }
}
