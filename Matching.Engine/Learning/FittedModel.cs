using Matching.Engine.Placements;

namespace Matching.Engine.Learning;

/// <summary>
/// An outcome model as it is used: its tables, how sure they are, how many children stand behind them, what they moved from, and how far a
/// ranking may lean on them. One
/// document, <c>models/&lt;version&gt;/model.json</c>, holds all of it.
/// </summary>
/// <param name="Version">Hash of the document.</param>
/// <param name="Origin">What it was made from.</param>
/// <param name="Tables">The logits.</param>
/// <param name="Prior">The logits before any data.</param>
/// <param name="Covariance">How sure the logits are.</param>
/// <param name="UnseenPlaceWidth">How far places differ: the uncertainty about a place that has no effect of its own.</param>
/// <param name="Support">How many children stand behind each number.</param>
/// <param name="Use">What a ranking does with it.</param>
public sealed record FittedModel(
    string Version,
    ModelOrigin Origin,
    OutcomeModel Tables,
    OutcomeModel Prior,
    CellCovariance Covariance,
    double UnseenPlaceWidth,
    ModelSupport Support,
    ModelUse Use
)
{
    /// <summary>Standard deviations to each side of a 90 percent interval.</summary>
    private const double IntervalReach = 1.6448536269514722;

    private readonly Dictionary<string, int> _placeCells = Tables
        .Places.Keys.Order(StringComparer.Ordinal)
        .Select((id, index) => (id, index))
        .ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);

    /// <summary>
    /// How a breakdown within the horizon depends on each cause's logit, for a child about whom nothing is known: what one logit of a cause
    /// is worth. Nothing for escalation: that a child who is moved to a
    /// locked place no longer breaks down where it was speaks for no place.
    /// </summary>
    public IReadOnlyList<double> CauseWeights { get; } =
    [
        .. RiskSlope
            .Of(Tables, new byte[OutcomeFeature.All.Count], "")
            .ByCause.Select((weight, cause) => cause == (int)EndingCause.Escalation ? 0 : weight),
    ];

    /// <summary>The risk for a child at a place, or why nothing can be said.</summary>
    /// <param name="bins">What is known, by <see cref="OutcomeFeature.All"/>.</param>
    /// <param name="placementId">The place.</param>
    /// <param name="level">Its level.</param>
    public OutcomeRisk Risk(byte[] bins, string placementId, Level level) =>
        AbstainsFrom(bins, level) is { } reason
            ? OutcomeRisk.Abstained(reason)
            : Estimated(bins, placementId, Support.SimilarTo(level, bins[OutcomeFeature.AgeIndex]));

    /// <summary>Why nothing can be said about a child at a place of a level; null where something can.</summary>
    /// <param name="bins">What is known, by <see cref="OutcomeFeature.All"/>.</param>
    /// <param name="level">The level of the place.</param>
    public AbstentionReason? AbstainsFrom(byte[] bins, Level level)
    {
        if (Support.SimilarTo(level, bins[OutcomeFeature.AgeIndex]) < Use.LeastSimilarCases)
            return AbstentionReason.TooFewSimilarCases;
        return Support.UnseenAmong(bins) > Use.MostUnseenFacts ? AbstentionReason.OutsideTrainingData : null;
    }

    /// <summary>The risk with its interval, regardless of what stands behind it: for evaluation. Rankings ask <see cref="Risk"/>.</summary>
    public OutcomeRisk Estimated(byte[] bins, string placementId, int similar = 0)
    {
        var slope = RiskSlope.Of(Tables, bins, placementId);
        var deviation = Logit.Root(
            Covariance.VarianceOf(slope.Cells(bins, _placeCells.GetValueOrDefault(placementId, -1))) + UnseenVariance(slope, placementId)
        );
        var logit = Logit.Of(slope.Probability);
        return OutcomeRisk.Of(
            slope.Probability,
            Logit.Probability(logit - IntervalReach * deviation),
            Logit.Probability(logit + IntervalReach * deviation),
            similar
        );
    }

    /// <summary>
    /// What a feature's bin or the place itself adds to the logit of a breakdown within the horizon, each cause counted by
    /// <see cref="CauseWeights"/>, and how sure that is.
    /// Differences of it between places of one level are what a ranking gives points for.
    /// </summary>
    /// <param name="feature">Position in <see cref="OutcomeFeature.All"/>.</param>
    /// <param name="bin">Its bin.</param>
    public (double Logit, double Variance) EffectOf(int feature, byte bin)
    {
        if (bin == 0)
            return (0, 0);
        Span<(int, double)> cells = stackalloc (int, double)[HazardLayout.Causes];
        var sum = 0.0;
        for (var cause = 0; cause < HazardLayout.Causes; cause++)
        {
            sum += CauseWeights[cause] * Tables.Bins[cause][feature][bin];
            cells[cause] = (HazardLayout.CellOf(cause, HazardLayout.ColumnOf(feature, bin)), CauseWeights[cause]);
        }
        return (sum, Covariance.VarianceOf(cells));
    }

    /// <summary>The same of a place: its own effect, none and the width of all where it has none.</summary>
    public (double Logit, double Variance) EffectOf(string placementId)
    {
        var weight = CauseWeights.Sum();
        if (!_placeCells.TryGetValue(placementId, out var place))
            return (0, weight * weight * UnseenPlaceWidth * UnseenPlaceWidth);
        return (weight * Tables.Places[placementId], Covariance.VarianceOf([(HazardLayout.CellOfPlace(place), weight)]));
    }

    private double UnseenVariance(RiskSlope slope, string placementId)
    {
        var weight = _placeCells.ContainsKey(placementId) ? 0 : slope.ByCause.Sum() * UnseenPlaceWidth;
        return weight * weight;
    }
}

/// <summary>What a model was made from.</summary>
/// <param name="Trainer"><c>prior</c>, <c>additive</c> or <c>mlnet-logistic</c>; <c>mlnet-gam</c> in earlier models.</param>
/// <param name="Seed">Of everything drawn.</param>
/// <param name="Data">Hash of the data; null where there were none.</param>
/// <param name="PriorVersion">Hash of the prior.</param>
/// <param name="Stays">How many stays; null for fewer than <see cref="ModelSupport.LeastChildren"/> children.</param>
/// <param name="Children">How many children; null for too few.</param>
/// <param name="Breakdowns">How many stays broke down; null where that was fewer than <see cref="ModelSupport.LeastChildren"/>.</param>
/// <param name="FirstStart">When the first stay started.</param>
/// <param name="LastStart">When the last stay started.</param>
public sealed record ModelOrigin(
    string Trainer,
    int Seed,
    string? Data,
    string PriorVersion,
    int? Stays,
    int? Children,
    int? Breakdowns,
    DateOnly? FirstStart,
    DateOnly? LastStart
);

/// <summary>What a ranking does with a model.</summary>
/// <param name="PointsPerLogit">Points for one logit less risk than the mean of the level's places.</param>
/// <param name="LeastSimilarCases">The fewest children of the same age at the same level that let it speak.</param>
/// <param name="MostUnseenFacts">The most known facts that too few children of the data had.</param>
public sealed record ModelUse(int PointsPerLogit, int LeastSimilarCases, int MostUnseenFacts);

/// <summary>Why a model says nothing about a child at a place.</summary>
public enum AbstentionReason
{
    /// <summary>Too few children of that age were seen at that level.</summary>
    TooFewSimilarCases,

    /// <summary>Too many of the facts were hardly ever seen.</summary>
    OutsideTrainingData,

    /// <summary>A court decides; no model is trained on what courts decide.</summary>
    CourtTrack,
}

/// <summary>The risk of a breakdown within <see cref="HorizonDays"/> if the stay goes on that long, or why nothing is said.</summary>
/// <param name="Reason">Null where the risk is reported.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Low">Lower end of the interval of <see cref="Level"/>.</param>
/// <param name="High">Upper end.</param>
/// <param name="SimilarCases">Children of the same age seen at the same level.</param>
public sealed record OutcomeRisk(AbstentionReason? Reason, double Probability, double Low, double High, int SimilarCases)
{
    /// <summary>The days it speaks of.</summary>
    public const int HorizonDays = TimeGrid.YearDays;

    /// <summary>The share of truths that the interval should hold, in percent.</summary>
    public const int Level = 90;

    public static OutcomeRisk Abstained(AbstentionReason reason) => new(reason, 0, 0, 0, 0);

    public static OutcomeRisk Of(double probability, double low, double high, int similarCases) =>
        new(null, probability, low, high, similarCases);

    /// <summary>The numbers as answers and records hold them.</summary>
    public (int Probability, int Low, int High) InTenThousandths()
    {
        return (Rounded(Probability), Rounded(Low), Rounded(High));

        static int Rounded(double probability) => (int)Math.Round(probability * 10_000, MidpointRounding.AwayFromZero);
    }
}
