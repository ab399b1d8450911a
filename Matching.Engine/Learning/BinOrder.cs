namespace Matching.Engine.Learning;

/// <summary>Bins along which no hazard may fall, no matter what the data say: more of it never counts as better.</summary>
/// <param name="Feature">Position in <see cref="OutcomeFeature.All"/>.</param>
/// <param name="Bins">Bins from the least to the most.</param>
public sealed record BinOrder(int Feature, IReadOnlyList<int> Bins)
{
    /// <summary>The nearest logits that do not fall (pool adjacent violators).</summary>
    /// <param name="bins">By bin; those of the order are changed.</param>
    internal void FitIsotonic(IList<double> bins) => FitIsotonic(bins, Bins);

    /// <summary>The same of numbers that stand at some positions, in that order.</summary>
    internal static void FitIsotonic(IList<double> numbers, IReadOnlyList<int> positions)
    {
        var pools = new List<(double Mean, int Count)>(positions.Count);
        foreach (var position in positions)
        {
            var pool = (Mean: numbers[position], Count: 1);
            while (pools.Count > 0 && pools[^1].Mean > pool.Mean)
            {
                var (mean, count) = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                pool = ((mean * count + pool.Mean * pool.Count) / (count + pool.Count), count + pool.Count);
            }
            pools.Add(pool);
        }
        var next = 0;
        foreach (var (mean, count) in pools)
        {
            for (var i = 0; i < count; i++)
                numbers[positions[next++]] = mean;
        }
    }
}
