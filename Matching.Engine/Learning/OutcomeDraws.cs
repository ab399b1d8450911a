using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Scoring;

namespace Matching.Engine.Learning;

/// <summary>
/// How far a model's points may be off, in each of the fixed draws: every effect is drawn about its value with its own deviation, and held
/// against the drawn mean of its level. The numbers follow from
/// the model's version, what the effect is of, and the draw alone, so that two rankings differ by their facts and never by luck.
/// </summary>
internal sealed class OutcomeDraws
{
    /// <summary>
    /// Hundredths of hundredths of a point in a point, and millionths of a logit in a logit: what one unit of a shift takes.
    /// </summary>
    private const int LogitPartsPerUnit = 100;

    private readonly OutcomeScoring _weighing;
    private readonly Catalogue _catalogue;
    private readonly int[]?[] _meanByLevel = new int[]?[Terms<Level>.All.Count];
    private readonly Dictionary<OutcomeKind, int[]> _byKind = new(ReferenceEqualityComparer.Instance);

    public OutcomeDraws(OutcomeScoring weighing, Catalogue catalogue)
    {
        (_weighing, _catalogue) = (weighing, catalogue);
        var sums = new long[]?[_meanByLevel.Length];
        Span<int> drawn = stackalloc int[WeightDraws.Count];
        for (var placement = 0; placement < catalogue.Placements.Length; placement++)
        {
            if (weighing.KindAt(placement) is not { Reason: null } kind)
                continue;
            var sum = sums[(int)kind.Level] ??= new long[WeightDraws.Count];
            Draw(kind, placement, drawn);
            for (var draw = 0; draw < drawn.Length; draw++)
                sum[draw] += drawn[draw];
        }
        for (var level = 0; level < sums.Length; level++)
        {
            if (sums[level] is { } sum)
                _meanByLevel[level] = Array.ConvertAll(sum, off => (int)(off / weighing.ComparedAt((Level)level)));
        }
    }

    /// <summary>Adds to each draw how far the points of a place are off in it, in hundredths of hundredths of a point.</summary>
    public void AddTo(Span<int> scores, int placement)
    {
        if (_weighing.KindAt(placement) is not { Reason: null } kind)
            return;
        Span<int> drawn = stackalloc int[WeightDraws.Count];
        Draw(kind, placement, drawn);
        var (mean, points) = (_meanByLevel[(int)kind.Level]!, _weighing.Model.Use.PointsPerLogit);
        for (var draw = 0; draw < drawn.Length; draw++)
            scores[draw] -= (int)((long)(drawn[draw] - mean[draw]) * points / LogitPartsPerUnit);
    }

    /// <summary>A bound of how far the points of a place are off in any draw.</summary>
    public long Reach(int placement)
    {
        if (_weighing.KindAt(placement) is not { Reason: null } kind)
            return 0;
        var most =
            Most(OfKind(kind)) + FixedNormals.Most(_weighing.PlaceEffectAt(placement).Deviation) + Most(_meanByLevel[(int)kind.Level]!);
        return most * _weighing.Model.Use.PointsPerLogit / LogitPartsPerUnit + 1;
    }

    /// <summary>The most that the lead of one place over another shrinks in any draw, in hundredths of hundredths of a point.</summary>
    public int MostLost(int ahead, int behind)
    {
        Span<int> off = stackalloc int[WeightDraws.Count],
            other = stackalloc int[WeightDraws.Count];
        off.Clear();
        other.Clear();
        AddTo(off, ahead);
        AddTo(other, behind);
        var most = 0;
        for (var draw = 0; draw < off.Length; draw++)
            most = Math.Max(most, other[draw] - off[draw]);
        return most;
    }

    /// <summary>How far the effects of a place are off in each draw, in millionths of a logit.</summary>
    private void Draw(OutcomeKind kind, int placement, Span<int> drawn)
    {
        OfKind(kind).CopyTo(drawn);
        if (_weighing.PlaceEffectAt(placement).Deviation is var deviation and not 0)
            new FixedNormals(_weighing.Model.Version, "place", _catalogue.Placements[placement].Id).AddTo(drawn, deviation);
    }

    private int[] OfKind(OutcomeKind kind)
    {
        if (_byKind.TryGetValue(kind, out var drawn))
            return drawn;
        _byKind[kind] = drawn = new int[WeightDraws.Count];
        Add(drawn, OutcomeCriterion.UnmetNeedsFeature, kind.UnmetBin, kind.Unmet.Deviation);
        Add(drawn, OutcomeCriterion.ChildWishFeature, kind.WishBin, kind.Wish.Deviation);
        return drawn;
    }

    private void Add(int[] drawn, int feature, byte bin, int deviation)
    {
        if (deviation != 0)
            new FixedNormals(_weighing.Model.Version, OutcomeFeature.All[feature].Code, OutcomeFeature.All[feature].Bins[bin]).AddTo(
                drawn,
                deviation
            );
    }

    private static long Most(int[] drawn)
    {
        var most = 0L;
        foreach (var off in drawn)
            most = Math.Max(most, Math.Abs((long)off));
        return most;
    }
}
