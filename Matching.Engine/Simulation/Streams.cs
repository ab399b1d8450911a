using Matching.Engine.Learning;

namespace Matching.Engine.Simulation;

/// <summary>
/// What numbers are drawn for: everything has a stream of its own, found by keys, so that what is drawn for one child never depends on how
/// many came before it or on what a policy
/// did with them.
/// </summary>
internal static class Streams
{
    public const int Truth = 1,
        Days = 2,
        Child = 3,
        Luck = 4,
        Beds = 5,
        Practice = 6,
        Bootstrap = 7;

    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A stream.</summary>
    /// <param name="keys">The seed, then what it is for. Mixed by SplitMix64 (Steele, Lea and Flood 2014).</param>
    public static Pcg32 Of(params ReadOnlySpan<int> keys)
    {
        var state = Golden;
        foreach (var key in keys)
            state = Mixed((state ^ (uint)key) + Golden);
        return new Pcg32((int)state, (int)(state >> 32));
    }

    private static ulong Mixed(ulong state)
    {
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}

/// <summary>More that can be drawn.</summary>
internal static class Drawing
{
    /// <summary>True with the probability.</summary>
    public static bool Happens(this Pcg32 draws, double probability) => draws.Share() < probability;

    /// <summary>The position of one of the weights, each as likely as it is large; they sum to more than zero.</summary>
    public static int Among(this Pcg32 draws, IReadOnlyList<int> weights)
    {
        var left = draws.Below(weights.Sum());
        var position = 0;
        while (left >= weights[position])
            left -= weights[position++];
        return position;
    }

    /// <summary>Exponentially distributed with mean 1.</summary>
    public static double Waiting(this Pcg32 draws) => -Logit.Log(1 - draws.Share());
}
