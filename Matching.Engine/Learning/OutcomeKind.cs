using Matching.Engine.Placements;

namespace Matching.Engine.Learning;

/// <summary>
/// What places share that a model cannot tell apart but by their own effect: the level, the needs they leave unmet, and the child's wish.
/// </summary>
internal sealed class OutcomeKind
{
    private OutcomeKind(byte[] bins, Level level, AbstentionReason? reason, OutcomeEffect unmet, OutcomeEffect wish) =>
        (Bins, Level, Reason, Unmet, Wish) = (bins, level, reason, unmet, wish);

    /// <summary>The bins of every feature.</summary>
    public byte[] Bins { get; }

    public Level Level { get; }

    /// <summary>Why the model says nothing here; null where it does.</summary>
    public AbstentionReason? Reason { get; }

    public OutcomeEffect Unmet { get; }

    public OutcomeEffect Wish { get; }

    public byte UnmetBin => Bins[OutcomeCriterion.UnmetNeedsFeature];

    public byte WishBin => Bins[OutcomeCriterion.ChildWishFeature];

    /// <summary>Points in hundredths, once weighed.</summary>
    public int UnmetPoints { get; private set; }

    public int WishPoints { get; private set; }

    public static OutcomeKind Of(FittedModel model, FeatureSource source)
    {
        var (bins, level) = (OutcomeFeature.Of(source), source.Placement.Level);
        return new OutcomeKind(
            bins,
            level,
            model.AbstainsFrom(bins, level),
            EffectOf(model, bins, OutcomeCriterion.UnmetNeedsFeature),
            EffectOf(model, bins, OutcomeCriterion.ChildWishFeature)
        );
    }

    /// <summary>Holds the effects against the mean of the level.</summary>
    public void Weigh(OutcomeScoring.LevelTotal level, int pointsPerLogit)
    {
        if (Reason is null)
            (UnmetPoints, WishPoints) = (
                level.Points(level.Unmet, Unmet.Logit, pointsPerLogit),
                level.Points(level.Wish, Wish.Logit, pointsPerLogit)
            );
    }

    private static OutcomeEffect EffectOf(FittedModel model, byte[] bins, int feature) =>
        OutcomeEffect.Of(model.EffectOf(feature, bins[feature]));
}
