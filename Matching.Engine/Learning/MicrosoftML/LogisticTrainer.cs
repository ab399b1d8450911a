using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>
/// Regularised logistic regression by Microsoft.ML (L-BFGS), one for the hazard of each cause, written as the same tables as any other
/// model. It learns from the stays alone: the prior is only what the document compares with. The same data give the same document, byte
/// for byte, on the same kind of processor.
/// </summary>
/// <remarks>
/// Each interval that a child was watched is a row. Places have no effect of their own yet: the document has one effect for all causes,
/// and each regression would give another. An interval in which the child left and the place gave up counts for both.
/// </remarks>
public static class LogisticTrainer
{
    /// <summary>The word of this trainer in a model's origin.</summary>
    public const string Name = "mlnet-logistic";

    /// <summary>
    /// How strongly each weight is held at zero: half of this times its square is added to the negative log likelihood, so that a weight is
    /// expected within 0.58 of zero. Of the strengths tried on simulated stays it did well from 500 stays to 20,000.
    /// </summary>
    public const float L2 = 3;

    /// <summary>
    /// Whether there is enough to learn from: at least <see cref="ModelSupport.LeastChildren"/> children who left, or as many whose place
    /// gave up.
    /// </summary>
    public static bool HasEnough(IReadOnlyList<ObservedStay> stays) =>
        LogisticHazards.IsLearned(stays, EndingCause.ChildLeft) || LogisticHazards.IsLearned(stays, EndingCause.PlaceGaveUp);

    /// <summary>Trains a model.</summary>
    /// <param name="data">Stays, as known at their start.</param>
    /// <param name="prior">What the document compares with, and how far a bin that was not learned may be off.</param>
    /// <param name="use">What a ranking may do with it.</param>
    /// <param name="seed">Noted in the origin; this trainer draws nothing.</param>
    /// <param name="cancellation">Ends the work between two rows.</param>
    /// <exception cref="ArgumentException">There is not enough to learn from.</exception>
    public static byte[] Train(TrainingSet data, HazardPrior prior, ModelUse use, int seed, CancellationToken cancellation = default)
    {
        if (!HasEnough(data.Stays))
            throw new ArgumentException("There are too few children to learn from.", nameof(data));
        var support = SupportOf(data.Stays);
        var hazards = LogisticHazards.Of(data.Stays, support, cancellation);
        return ModelFile.Write(
            AdditiveTrainer.OriginOf(data, prior, seed, Name),
            hazards.Tables,
            AdditiveTrainer.Tables([], prior),
            LogisticCovariance.Of(hazards, prior, support),
            prior.PlaceWidth,
            support,
            use
        );
    }

    /// <summary>Trains a model and reads it back: what its document says is what it is.</summary>
    public static FittedModel Fit(TrainingSet data, HazardPrior prior, ModelUse use, int seed) =>
        ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, Train(data, prior, use, seed))]));

    /// <summary>
    /// The tables alone, for evaluations that train many times. Where too few children are among the stays, each hazard is the same for
    /// all.
    /// </summary>
    /// <param name="stays">Any stays, few or none.</param>
    /// <param name="cancellation">Ends the work between two rows.</param>
    public static OutcomeModel Tables(IReadOnlyList<ObservedStay> stays, CancellationToken cancellation = default) =>
        LogisticHazards.Of(stays, SupportOf(stays), cancellation).Tables;

    private static ModelSupport SupportOf(IReadOnlyList<ObservedStay> stays) =>
        ModelSupport.Of(stays) with
        {
            Places = new Dictionary<string, int>(),
        };
}
