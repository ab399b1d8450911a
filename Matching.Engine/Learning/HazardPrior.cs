namespace Matching.Engine.Learning;

/// <summary>What is believed before any data: normal distributions of logits, each with the source it rests on.</summary>
/// <param name="Version">Hash of the document.</param>
/// <param name="Baselines">By cause: the logit of the hazard in an interval.</param>
/// <param name="Time">Of each part of time, relative to the baseline.</param>
/// <param name="Bins">By feature, then bin; the first bin of each is fixed at zero.</param>
/// <param name="CauseWidth">Scale of the half-normal belief about how far the causes differ in a bin.</param>
/// <param name="PlaceWidth">Scale of the half-normal belief about how far places differ.</param>
public sealed record HazardPrior(
    string Version,
    IReadOnlyList<Belief> Baselines,
    Belief Time,
    IReadOnlyList<IReadOnlyList<Belief>> Bins,
    double CauseWidth,
    double PlaceWidth
)
{
    /// <summary>Where no hazard may fall from one bin to the next.</summary>
    public IReadOnlyList<BinOrder> Orders { get; init; } = [];
}

/// <summary>A normal distribution: what is expected of a logit, how far it may be off, and why.</summary>
public sealed record Belief(double Mean, double Width, string Source);
