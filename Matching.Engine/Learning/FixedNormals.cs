namespace Matching.Engine.Learning;

/// <summary>
/// Numbers that are nearly normally distributed, one for each draw, fixed by a name: each is the sum of four equal chances, in whole
/// numbers and never more than three and a half deviations off.
/// Five thousand places are drawn for one ranking, so a draw must cost little.
/// </summary>
internal readonly struct FixedNormals
{
    private const ulong FirstHash = 14695981039346656037,
        HashFactor = 1099511628211,
        Step = 0x9E3779B97F4A7C15;
    private const int PartBits = 16,
        PartLimit = 1 << PartBits,
        Parts = 4;
    private const int Middle = Parts * (PartLimit - 1) / 2;

    // The sum of four parts has a deviation of a whole part over the root of three.
    private const long RootOfThree = 1_732_051,
        RootParts = 1_000_000;

    private readonly ulong _seed;

    public FixedNormals(string version, string subject, string name) => _seed = Hash(Hash(Hash(FirstHash, version), subject), name);

    /// <summary>Adds to each draw a number of this deviation.</summary>
    public void AddTo(Span<int> sums, int deviation)
    {
        var width = Width(deviation);
        for (var draw = 0; draw < sums.Length; draw++)
            sums[draw] += (int)(width * Off(draw) >> PartBits);
    }

    /// <summary>The most that a number of this deviation is off.</summary>
    public static long Most(int deviation) => (Width(deviation) * Middle >> PartBits) + 1;

    private static long Width(int deviation) => deviation * RootOfThree / RootParts;

    private int Off(int draw)
    {
        // SplitMix64 (Steele, Lea and Flood 2014).
        var mixed = _seed + (ulong)(draw + 1) * Step;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)(mixed & PartLimit - 1)
            + (int)(mixed >> 16 & PartLimit - 1)
            + (int)(mixed >> 32 & PartLimit - 1)
            + (int)(mixed >> 48)
            - Middle;
    }

    /// <summary>FNV-1a over the letters and an end mark.</summary>
    private static ulong Hash(ulong hash, string text)
    {
        foreach (var letter in text)
            hash = (hash ^ letter) * HashFactor;
        return (hash ^ char.MaxValue) * HashFactor;
    }
}
