namespace Matching.Engine.Learning.MicrosoftML;

/// <summary>A regression: the logit is the bias and the weights of the columns a row switches on.</summary>
internal sealed record LogisticWeights(double Bias, double[] ByColumn)
{
    /// <summary>
    /// One hazard for all, of a cause that too few children ended by. It is the same for none and for four, so it does not say how many
    /// there were.
    /// </summary>
    public static LogisticWeights OfFew(int intervals, int width) =>
        new(Logit.Of(ModelSupport.LeastChildren / 2.0 / (intervals + ModelSupport.LeastChildren)), new double[width]);

    /// <summary>The weight of a column; nothing for <see cref="LogisticDesign.None"/>.</summary>
    public double Of(int column) => column == LogisticDesign.None ? 0 : ByColumn[column];
}
