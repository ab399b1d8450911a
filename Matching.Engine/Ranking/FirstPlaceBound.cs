using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Ranking;

/// <summary>
/// A bound that no draw can pass: a place whose lag behind the first exceeds all that weights and unknown facts together could make up
/// can never be first, and need not be drawn. Never wrong on the safe side; a test holds it against drawing every place.
/// </summary>
internal sealed class FirstPlaceBound
{
    private readonly CaseRanking _ranking;
    private readonly ILookup<int, int[]> _changes;
    private readonly Func<int, int, int> _percentAt;
    private readonly NeedStrength[] _highest;
    private readonly int[][] _ladder;

    public FirstPlaceBound(CaseRanking ranking, IReadOnlyList<OpenQuestion> questions, Func<int, int, int> percentAt)
    {
        (_ranking, _percentAt) = (ranking, percentAt);
        _changes = questions
            .SelectMany(question => question.Options)
            .SelectMany(option => option.Columns)
            .ToLookup(column => column.Criterion, column => column.Percent);
        _highest = (NeedStrength[])ranking.Needs.Strengths.Clone();
        foreach (var option in questions.SelectMany(question => question.Options))
        {
            for (var need = 0; need < _highest.Length; need++)
                _highest[need] = option.Needs[need] > _highest[need] ? option.Needs[need] : _highest[need];
        }
        var most = ranking.Criteria.JustifiedLevel(_highest, ranking.EligibilityAssessment.Context.Law.ValidGrounds);
        _ladder = ranking.Criteria.Criteria[Scorer.IntrusionIndex].Percent[(int)ranking.Scorer.Justified..((int)most + 1)];
    }

    /// <summary>Whether some draw could put the place first.</summary>
    public bool CanBeFirst(int place) => CanBeFirstWith(place, 0);

    /// <summary>The same for a place to which services add points.</summary>
    /// <param name="place">Its position in the ranking.</param>
    /// <param name="more">Points, in hundredths, that services add to it.</param>
    public bool CanBeFirstWith(int place, int more)
    {
        // In hundredths of hundredths, as the draws are.
        var gain = 0L;
        var criteria = _ranking.Criteria.Criteria;
        for (var criterion = 0; criterion < criteria.Length; criterion++)
            gain += Best(criteria[criterion], MostAhead(criterion, place));
        return gain + MostAheadByModel(place) + (long)more * Criterion.WholePercent >= 0;
    }

    private long MostAheadByModel(int place)
    {
        if (_ranking.Outcomes is not { } outcomes)
            return 0;
        var (here, first) = (_ranking.Places[place].Placement, _ranking.Places[0].Placement);
        var ahead = (long)(outcomes.PointsAt(here) - outcomes.PointsAt(first)) * Criterion.WholePercent;
        return here == first ? ahead : ahead + outcomes.Draws.Reach(here) + outcomes.Draws.Reach(first);
    }

    /// <summary>How far ahead of the first place, in percent of the weight, the place could come by this criterion.</summary>
    private int MostAhead(int criterion, int place)
    {
        var most = _percentAt(criterion, place) - _percentAt(criterion, 0);
        if (criterion < Needs.Count)
        {
            for (var strength = _ranking.Needs.Strengths[criterion]; strength <= _highest[criterion]; strength++)
                most = Math.Max(most, Fit(criterion, strength, place) - Fit(criterion, strength, 0));
        }
        else if (criterion == Scorer.IntrusionIndex)
        {
            foreach (var row in _ladder)
                most = Math.Max(most, row[LevelOf(place)] - row[LevelOf(0)]);
        }
        else if (criterion == Scorer.PeerSelfHarmIndex)
        {
            if (_ranking.Scorer.SelfHarmAmongPeers is { } column)
                most = Math.Max(most, MostAheadAmongPeers(column[_ranking.Places[place].Placement], column[_ranking.Places[0].Placement]));
        }
        else
        {
            foreach (var percent in _changes[criterion])
                most = Math.Max(most, percent[place] - percent[0]);
        }
        return most;
    }

    private int MostAheadAmongPeers(byte here, byte atFirst)
    {
        const int need = (int)Need.SelfHarmProtection;
        var most = int.MinValue;
        for (var strength = _ranking.Needs.Strengths[need] + 1; strength <= _highest[need]; strength++)
        {
            var row = _ranking.Criteria.Criteria[Scorer.PeerSelfHarmIndex].Percent[Scorer.PeerSelfHarmState(strength)];
            most = Math.Max(most, row[here] - row[atFirst]);
        }
        return most;
    }

    private static long Best(Criterion criterion, int ahead) => (long)ahead * (ahead > 0 ? criterion.High : criterion.Low);

    private int Fit(int need, NeedStrength strength, int place)
    {
        var index = _ranking.EligibilityAssessment.Catalogue.Index;
        return _ranking.Criteria.Criteria[need].Percent[(int)strength][
            index.Capability[need * index.Count + _ranking.Places[place].Placement]
        ];
    }

    private byte LevelOf(int place) => _ranking.EligibilityAssessment.Catalogue.Index.Level[_ranking.Places[place].Placement];
}
