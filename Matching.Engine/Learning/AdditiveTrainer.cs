using Matching.Engine.Parsing;

namespace Matching.Engine.Learning;

/// <summary>
/// Trains the additive outcome model: the prior, moved by the data as far as they reach. The same data, prior and seed give the same
/// document, byte for byte.
/// </summary>
public static class AdditiveTrainer
{
    /// <summary>The word of this trainer in a model's origin.</summary>
    public const string Name = "additive";

    /// <summary>The word of the trainer in the origin of a model that has seen no data.</summary>
    public const string PriorName = "prior";

    /// <summary>Trains a model; on no stays it is the prior.</summary>
    /// <param name="data">Stays, as known at their start.</param>
    /// <param name="prior">What is believed before.</param>
    /// <param name="use">What a ranking may do with it.</param>
    /// <param name="seed">Noted in the origin; this trainer draws nothing.</param>
    public static byte[] Train(TrainingSet data, HazardPrior prior, ModelUse use, int seed)
    {
        data = data.ToReportable();
        var support = ModelSupport.Of(data.Stays);
        var estimate = HazardFit.Of(data.Stays, prior, support);
        return ModelFile.Write(
            OriginOf(data, prior, seed, Name),
            OutcomeModel.Of(estimate.Cells, PlacesOf(support)),
            OutcomeModel.Of(estimate.PriorMeans, []),
            estimate.Covariance,
            estimate.PlaceWidth,
            support,
            use
        );
    }

    /// <summary>Trains a model and reads it back: what its document says is what it is.</summary>
    public static FittedModel Fit(TrainingSet data, HazardPrior prior, ModelUse use, int seed) =>
        ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, Train(data, prior, use, seed))]));

    /// <summary>The tables alone, for evaluations that train many times.</summary>
    internal static OutcomeModel Tables(IReadOnlyList<ObservedStay> stays, HazardPrior prior)
    {
        stays = Learnable(stays);
        var support = ModelSupport.Of(stays);
        return OutcomeModel.Of(HazardFit.Of(stays, prior, support).Cells, PlacesOf(support));
    }

    /// <summary>Of fewer than five children nothing at all is learned: anything the model said would be about each of them.</summary>
    internal static IReadOnlyList<ObservedStay> Learnable(IReadOnlyList<ObservedStay> stays) =>
        ChildrenOf(stays) < ModelSupport.LeastChildren ? [] : stays;

    /// <summary>Plain logistic regression on the same facts by maximum likelihood: what the additive model must beat.</summary>
    public static OutcomeModel PlainLogistic(IReadOnlyList<ObservedStay> stays) => OutcomeModel.Of(HazardFit.Plain(stays).Cells, []);

    private static List<string> PlacesOf(ModelSupport support) =>
        [.. support.Places.Where(place => place.Value != ModelSupport.Suppressed).Select(place => place.Key).Order(StringComparer.Ordinal)];

    /// <summary>What a model was made from; on no stays every trainer gives the prior.</summary>
    internal static ModelOrigin OriginOf(TrainingSet data, HazardPrior prior, int seed, string trainer)
    {
        data = data.ToReportable();
        var children = ChildrenOf(data.Stays);
        var enough = children >= ModelSupport.LeastChildren;
        return new ModelOrigin(
            data.Stays.Count == 0 ? PriorName : trainer,
            seed,
            data.Stays.Count == 0 ? null : data.Version,
            prior.Version,
            enough ? data.Stays.Count : null,
            enough ? children : null,
            SheetCount.Among(data.Stays, stay => stay.BrokeDown).Stays,
            enough ? data.Stays.Min(stay => stay.Start) : null,
            enough ? data.Stays.Max(stay => stay.Start) : null
        );
    }

    private static int ChildrenOf(IEnumerable<ObservedStay> stays) =>
        stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();
}
