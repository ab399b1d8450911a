#pragma warning disable RS0030 // Learning is where floating point belongs: nothing here is on the way of a rules-mode score.
namespace Matching.Engine.Learning;

/// <summary>Logits and probabilities, careful at the ends.</summary>
internal static class Logit
{
    /// <summary>The probability of a logit.</summary>
    public static double Probability(double logit) => logit >= 0 ? 1 / (1 + Math.Exp(-logit)) : Math.Exp(logit) / (1 + Math.Exp(logit));

    /// <summary>The logit of a probability above 0 and below 1.</summary>
    public static double Of(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>log(1 + e^x).</summary>
    public static double Softplus(double x) => x > 0 ? x + Log1(Math.Exp(-x)) : Log1(Math.Exp(x));

    public static double Log(double x) => Math.Log(x);

    public static double Root(double x) => Math.Sqrt(x);

    public static double Exp(double x) => Math.Exp(x);

    public static double Power(double x, double exponent) => Math.Exp(exponent * Math.Log(x));

    /// <summary>log(1 + x), exact for small x (Kahan).</summary>
    private static double Log1(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
