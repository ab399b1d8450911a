using Matching.Engine.Scoring;

namespace Matching.Engine.Learning;

/// <summary>
/// What a model gives points for, beside the criteria that people weigh. Positions go on where those of <see cref="CriterionShape.All"/>
/// end. There is none for the level: that effect is
/// never points.
/// </summary>
public static class OutcomeCriterion
{
    /// <summary>What stands before the name of each.</summary>
    public const string Prefix = "outcome:";

    /// <summary>States: less or more risk than the level's places on average.</summary>
    public const byte LessRisk = 0,
        MoreRisk = 1;

    /// <summary>Features of <see cref="Place"/>: the model has seen enough children there to say it from others, or not.</summary>
    public const byte Seen = 0,
        Unseen = 1;

    internal static readonly int ChildWishFeature = FeatureOf("child-wish"),
        UnmetNeedsFeature = FeatureOf("unmet-needs");

    private static readonly string[] States = ["less-risk", "more-risk"];

    /// <summary>Each with what it compares; the features of the first two are the bins.</summary>
    public static IReadOnlyList<CriterionShape> All { get; } =
    [OfFeature(UnmetNeedsFeature), OfFeature(ChildWishFeature), new($"{Prefix}place", States, ["seen", "unseen"], [])];

    /// <summary>The position of the needs that a place leaves unmet.</summary>
    public static int UnmetNeeds => CriterionShape.All.Count;

    /// <summary>The position of the child's wish.</summary>
    public static int ChildWish => CriterionShape.All.Count + 1;

    /// <summary>The position of the place's own effect.</summary>
    public static int Place => CriterionShape.All.Count + 2;

    /// <summary>The shape of any contribution, by rules or by a model.</summary>
    public static CriterionShape ShapeAt(int position) =>
        position < CriterionShape.All.Count ? CriterionShape.All[position] : All[position - CriterionShape.All.Count];

    private static CriterionShape OfFeature(int feature)
    {
        var of = OutcomeFeature.All[feature];
        return new CriterionShape(Prefix + of.Code, States, of.Bins, of.Basis);
    }

    private static int FeatureOf(string code) => OutcomeFeature.All.TakeWhile(feature => feature.Code != code).Count();
}
