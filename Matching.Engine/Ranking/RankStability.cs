using System.Numerics;
using System.Runtime.InteropServices;
using Matching.Engine.Learning;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>Scores the places again under every draw, in whole numbers, many draws at a time.</summary>
public sealed class RankStability
{
    private const int Draws = WeightDraws.Count;
    private readonly CaseRanking _ranking;
    private readonly WeightDraws _draws;
    private readonly List<OpenQuestion> _questions;
    private readonly int[][] _percent;
    private readonly int[] _contenders;
    private readonly int[] _scores;
    private readonly Dictionary<(int Criterion, int State), int[]> _percentIf = [];
    private static readonly ByReference<int[]> ByRow = new(row => row.Length == 0 ? 0 : row[0] * 31 + row[^1]);
    private readonly Dictionary<int[], ChangedPercent> _changes = new(ByRow);

    private RankStability(CaseRanking ranking)
    {
        _ranking = ranking;
        _draws = ranking.Criteria.Draws;
        _questions = ranking.OpenQuestions;
        _percent = Percentages();
        _contenders = ranking.Places.Length <= Confidence.MostWithInterval ? [.. Enumerable.Range(0, ranking.Places.Length)] : Contenders();
        _scores = new int[_contenders.Length * Draws];
    }

    /// <summary>The confidence in a ranking; empty where nothing is ranked.</summary>
    public static Confidence Of(CaseRanking ranking)
    {
        if (ranking.Places.Length == 0)
            return new Confidence([], []);
        var stability = new RankStability(ranking);
        stability.DrawWeights();
        if (ranking.Outcomes is { } outcomes)
            stability.DrawOutcomes(outcomes);
        if (stability._questions.Count > 0)
            stability.DrawFacts();
        return new Confidence(
            stability.CountFirsts(),
            ranking.Places.Length <= Confidence.MostWithInterval ? stability.RankIntervals() : null
        );
    }

    /// <summary>Percent of the weight by criterion and place in ranking order; null for criteria that give nothing.</summary>
    private int[][] Percentages()
    {
        var percent = new int[_ranking.Criteria.Criteria.Length][];
        var places = _ranking.Places;
        foreach (var criterion in _ranking.Scorer.Active)
        {
            var row = percent[criterion.Index] = new int[places.Length];
            for (var place = 0; place < row.Length; place++)
                row[place] = criterion.PercentByColumn[criterion.Column[places[place].Placement]];
        }
        return percent;
    }

    private int PercentAt(int criterion, int place) => _percent[criterion] is { } row ? row[place] : 0;

    private int[] Contenders()
    {
        var bound = new FirstPlaceBound(_ranking, _questions, PercentAt);
        return [.. Enumerable.Range(0, _ranking.Places.Length).Where(bound.CanBeFirst)];
    }

    private void DrawWeights()
    {
        for (var contender = 0; contender < _contenders.Length; contender++)
        {
            var scores = _scores.AsSpan(contender * Draws, Draws);
            for (var criterion = 0; criterion < _percent.Length; criterion++)
            {
                if (PercentAt(criterion, _contenders[contender]) is var percent and not 0)
                    AddScaled(scores, _draws.Weights.AsSpan(criterion * Draws, Draws), percent);
            }
        }
    }

    /// <summary>What a model adds, drawn as sure as it is. Facts that are drawn do not change it: it is held to what is known.</summary>
    private void DrawOutcomes(OutcomeScoring outcomes)
    {
        for (var contender = 0; contender < _contenders.Length; contender++)
        {
            var scores = _scores.AsSpan(contender * Draws, Draws);
            var placement = _ranking.Places[_contenders[contender]].Placement;
            var points = outcomes.PointsAt(placement) * Criterion.WholePercent;
            for (var draw = 0; draw < scores.Length; draw++)
                scores[draw] += points;
            outcomes.Draws.AddTo(scores, placement);
        }
    }

    private static void AddScaled(Span<int> sums, ReadOnlySpan<int> weights, int percent)
    {
        var factor = new Vector<int>(percent);
        var sum = MemoryMarshal.Cast<int, Vector<int>>(sums);
        var weight = MemoryMarshal.Cast<int, Vector<int>>(weights);
        for (var i = 0; i < sum.Length && i < weight.Length; i++)
            sum[i] += weight[i] * factor;
    }

    /// <summary>
    /// Which draws change which percentages is settled first, draw by draw; then each place is changed for all draws at once.
    /// </summary>
    private void DrawFacts()
    {
        var shared = new SharedColumns(_questions, _percent.Length);
        var known = _ranking.Needs.Strengths;
        var needs = new NeedStrength[Needs.Count];
        var grounds = _ranking.EligibilityAssessment.Context.Law.ValidGrounds.ToArray();
        for (var draw = 0; draw < Draws; draw++)
        {
            var isRaised = false;
            foreach (var question in _questions)
            {
                var option = question.Pick(_draws, draw);
                if (!ReferenceEquals(option.Needs, known))
                {
                    if (!isRaised)
                        known.CopyTo(needs, 0);
                    isRaised = true;
                    Raise(needs, option.Needs);
                }
                foreach (var (criterion, percent) in option.Columns)
                {
                    if (!shared.Take(criterion, percent))
                        Change(draw, criterion, percent);
                }
            }
            foreach (var (criterion, percent) in shared.TakeAll())
                Change(draw, criterion, percent);
            if (isRaised)
                ChangeNeeds(draw, needs, grounds);
        }
        foreach (var change in _changes.Values)
            Apply(change);
    }

    private static void Raise(NeedStrength[] needs, NeedStrength[] to)
    {
        for (var need = 0; need < needs.Length; need++)
        {
            if (to[need] > needs[need])
                needs[need] = to[need];
        }
    }

    private void ChangeNeeds(int draw, NeedStrength[] needs, Ground[] grounds)
    {
        for (var need = 0; need < needs.Length; need++)
        {
            if (needs[need] != _ranking.Needs.Strengths[need])
                Change(draw, need, PercentIf(need, (int)needs[need]));
        }
        const int selfHarm = (int)Need.SelfHarmProtection;
        if (needs[selfHarm] != _ranking.Needs.Strengths[selfHarm] && _ranking.Scorer.SelfHarmAmongPeers is not null)
            Change(draw, Scorer.PeerSelfHarmIndex, PercentIf(Scorer.PeerSelfHarmIndex, Scorer.PeerSelfHarmState(needs[selfHarm])));
        var justified = _ranking.Criteria.JustifiedLevel(needs, grounds);
        if (justified != _ranking.Scorer.Justified)
            Change(draw, Scorer.IntrusionIndex, PercentIf(Scorer.IntrusionIndex, (int)justified));
    }

    /// <summary>Percent by place in ranking order if the child brought another state to a need, or to what follows from needs.</summary>
    private int[] PercentIf(int criterion, int state)
    {
        if (_percentIf.TryGetValue((criterion, state), out var percent))
            return percent;
        var index = _ranking.EligibilityAssessment.Catalogue.Index;
        var column =
            criterion == Scorer.IntrusionIndex ? index.Level
            : criterion == Scorer.PeerSelfHarmIndex ? _ranking.Scorer.SelfHarmAmongPeers!
            : new ArraySegment<byte>(index.Capability, criterion * index.Count, index.Count);
        var row = _ranking.Criteria.Criteria[criterion].Percent[state];
        return _percentIf[(criterion, state)] = [.. _ranking.Places.Select(place => row[column[place.Placement]])];
    }

    /// <summary>Notes that a draw gives a criterion other percentages.</summary>
    private void Change(int draw, int criterion, int[] percent)
    {
        if (!_changes.TryGetValue(percent, out var change))
            _changes[percent] = change = new ChangedPercent(criterion, percent, new int[Draws]);
        change.Weights[draw] = _draws.Weights[criterion * Draws + draw];
    }

    private void Apply(ChangedPercent change)
    {
        for (var contender = 0; contender < _contenders.Length; contender++)
        {
            var place = _contenders[contender];
            if (change.Percent[place] - PercentAt(change.Criterion, place) is var difference and not 0)
                AddScaled(_scores.AsSpan(contender * Draws, Draws), change.Weights, difference);
        }
    }

    /// <summary>Other percentages of a criterion, and its weight in the draws that bring them: zero in the others.</summary>
    private sealed record ChangedPercent(int Criterion, int[] Percent, int[] Weights);

    private int[] CountFirsts()
    {
        var best = new int[Draws];
        var first = new int[Draws];
        Array.Fill(best, int.MinValue);
        for (var contender = 0; contender < _contenders.Length; contender++)
        {
            for (var draw = 0; draw < Draws; draw += Vector<int>.Count)
            {
                // Contenders stand in ranking order, so on a tie the earlier one keeps the place.
                var (scores, bestSoFar) = (new Vector<int>(_scores, contender * Draws + draw), new Vector<int>(best, draw));
                Vector
                    .ConditionalSelect(Vector.GreaterThan(scores, bestSoFar), new Vector<int>(contender), new Vector<int>(first, draw))
                    .CopyTo(first, draw);
                Vector.Max(scores, bestSoFar).CopyTo(best, draw);
            }
        }
        var counts = new int[_ranking.Places.Length];
        foreach (var contender in first)
            counts[_contenders[contender]]++;
        return counts;
    }

    private (int, int)[] RankIntervals()
    {
        var ranks = Ranks();
        var skip = Draws * (100 - _ranking.Criteria.Confidence.IntervalPercent) / 200;
        var intervals = new (int, int)[_contenders.Length];
        Span<int> counts = stackalloc int[Confidence.MostWithInterval];
        for (var place = 0; place < intervals.Length; place++)
        {
            counts.Clear();
            for (var draw = 0; draw < Draws; draw++)
                counts[ranks[place * Draws + draw]]++;
            intervals[place] = (RankAfter(counts, skip), RankAfter(counts, Draws - skip - 1));
        }
        return intervals;
    }

    /// <summary>How many places stand before each place in each draw, counted pair by pair.</summary>
    private int[] Ranks()
    {
        var ranks = new int[_scores.Length];
        var all = MemoryMarshal.Cast<int, Vector<int>>(ranks.AsSpan());
        var scores = MemoryMarshal.Cast<int, Vector<int>>(_scores.AsSpan());
        var stride = Draws / Vector<int>.Count;
        for (var one = 0; one < _contenders.Length; one++)
        {
            for (var draws = 0; draws < stride; draws++)
            {
                var (score, rank) = (scores[one * stride + draws], all[one * stride + draws]);
                for (var other = one + 1; other < _contenders.Length; other++)
                {
                    // A comparison gives -1 where it holds: the later place stands first only when it scores more.
                    var later = Vector.GreaterThan(scores[other * stride + draws], score);
                    rank -= later;
                    all[other * stride + draws] += Vector<int>.One + later;
                }
                all[one * stride + draws] = rank;
            }
        }
        return ranks;
    }

    private static int RankAfter(ReadOnlySpan<int> counts, int skip)
    {
        var seen = 0;
        for (var rank = 0; rank < counts.Length; rank++)
        {
            seen += counts[rank];
            if (seen > skip)
                return rank + 1;
        }
        return counts.Length;
    }
}
