namespace Matching.Engine.Learning;

/// <summary>Numbers drawn from a seed: PCG-XSH-RR 32 (O'Neill 2014), the same on every machine for ever.</summary>
public sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005;
    private readonly ulong _increment;
    private ulong _state;

    /// <param name="seed">Where it begins.</param>
    /// <param name="stream">What it is for: streams of one seed have nothing to do with each other.</param>
    public Pcg32(int seed, int stream = 0)
    {
        _increment = (ulong)(uint)stream << 1 | 1;
        Next();
        _state += (uint)seed;
        Next();
    }

    /// <summary>A whole number from 0, below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)((ulong)Next() * (uint)limit >> 32);

    /// <summary>A number from 0, below 1.</summary>
    public double Share() => Next() * (1.0 / 4294967296.0);

    /// <summary>A number of the standard normal distribution (polar method).</summary>
    public double Normal()
    {
        while (true)
        {
            var (x, y) = (2 * Share() - 1, 2 * Share() - 1);
            var square = x * x + y * y;
            if (square is > 0 and < 1)
                return x * Logit.Root(-2 * Logit.Log(square) / square);
        }
    }

    /// <summary>The numbers from 0, below <paramref name="count"/>, in a drawn order.</summary>
    public int[] Shuffled(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    private uint Next()
    {
        var old = _state;
        _state = old * Multiplier + _increment;
        var shifted = (uint)(((old >> 18) ^ old) >> 27);
        var turn = (int)(old >> 59);
        return shifted >> turn | shifted << (-turn & 31);
    }
}
