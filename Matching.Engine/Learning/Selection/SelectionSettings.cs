namespace Matching.Engine.Learning.Selection;

/// <summary>How choices are looked at.</summary>
/// <param name="Seed">Of the resampling.</param>
public sealed record SelectionSettings(int Seed)
{
    /// <summary>The least effective sample size an estimate is given for; default 30.</summary>
    public double LeastEffectiveSize { get; init; } = 30;

    /// <summary>A choice with a lower propensity was hardly ever made; default 0.05.</summary>
    public double LowPropensity { get; init; } = 0.05;

    /// <summary>No propensity counts as lower than this, so that no child weighs more than a hundred; default 0.01.</summary>
    public double PropensityFloor { get; init; } = 0.01;

    /// <summary>Pull of the propensity model's weights to zero; default 1.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>How many times the children are drawn again; default 400.</summary>
    public int Resamples { get; init; } = 400;
}
