namespace Matching.Engine.Learning.Evaluation;

/// <summary>Rank correlation.</summary>
internal static class Ranks
{
    /// <summary>Spearman's, equal values sharing their ranks; 0 where one side is all equal.</summary>
    public static double Correlation(double[] one, double[] other) =>
        MathNet.Numerics.Statistics.Correlation.Spearman(one, other) is var correlation && double.IsNaN(correlation) ? 0 : correlation;
}
