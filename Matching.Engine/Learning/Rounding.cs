namespace Matching.Engine.Learning;

/// <summary>Numbers as documents hold them: rounded once, in decimals, so that the same number is the same text everywhere.</summary>
internal static class Rounding
{
    private const decimal WithoutTrailingZeros = 1.0000000000000000000000000000m;

    public static decimal Of(double value, int decimals)
    {
        var rounded = decimal.Round((decimal)value, decimals, MidpointRounding.ToEven);
        return rounded == 0 ? 0 : rounded / WithoutTrailingZeros;
    }
}
