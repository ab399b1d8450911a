namespace Matching.Engine.Vignettes;

/// <summary>An expectation held against an answer.</summary>
/// <param name="Expectation">What was expected.</param>
/// <param name="Seen">What was seen instead; null when it holds.</param>
public sealed record Finding(Expectation Expectation, Remark? Seen)
{
    /// <summary>Whether the answer is as expected.</summary>
    public bool Holds => Seen is null;
}
