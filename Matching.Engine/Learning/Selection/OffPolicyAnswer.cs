namespace Matching.Engine.Learning.Selection;

/// <summary>What past choices say about choosing otherwise: estimates with intervals, or why they say nothing.</summary>
public abstract record OffPolicyAnswer
{
    private OffPolicyAnswer(Overlap overlap) => Overlap = overlap;

    /// <summary>How far past choices can speak at all.</summary>
    public Overlap Overlap { get; }

    /// <summary>Shares of stays that break down within a year, each with a 90 percent interval over children drawn again.</summary>
    /// <param name="Overlap">How far past choices can speak.</param>
    /// <param name="Observed">As it went.</param>
    /// <param name="SelfNormalised">Had the other policy chosen: outcomes weighted by how much likelier it was to choose so (inverse
    /// propensity, self-normalised).</param>
    /// <param name="DoublyRobust">The same from predicted risks, mended by the weighted misses of the prediction: right when either the
    /// propensities or the predictions are.</param>
    public sealed record Estimated(Overlap Overlap, Estimate Observed, Estimate SelfNormalised, Estimate DoublyRobust)
        : OffPolicyAnswer(Overlap);

    /// <summary>Nothing can be said.</summary>
    /// <param name="Overlap">How far past choices can speak.</param>
    /// <param name="Reason">Why not.</param>
    /// <param name="LeastEffectiveSize">What would be asked for.</param>
    public sealed record Refused(Overlap Overlap, OffPolicyRefusal Reason, double LeastEffectiveSize) : OffPolicyAnswer(Overlap);
}

/// <summary>Why past choices say nothing about a policy.</summary>
public enum OffPolicyRefusal
{
    /// <summary>No choice has a known outcome.</summary>
    NoOutcomes,

    /// <summary>Too few children were placed as the policy would have placed them.</summary>
    EffectiveSizeTooSmall,
}
