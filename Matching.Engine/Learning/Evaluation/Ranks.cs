namespace Matching.Engine.Learning.Evaluation;

/// <summary>Rank correlation.</summary>
internal static class Ranks
{
    /// <summary>Spearman's, equal values sharing their ranks; 0 where one side is all equal.</summary>
    public static double Correlation(double[] one, double[] other)
    {
        var (x, y) = (Of(one), Of(other));
        var mean = (one.Length - 1) / 2.0;
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Logit.Root(xx * yy);
    }

    private static double[] Of(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ThenBy(i => i).ToArray();
        var ranks = new double[values.Length];
        for (var i = 0; i < order.Length; )
        {
            var end = i;
            while (end < order.Length && values[order[end]] == values[order[i]])
                end++;
            for (var shared = (i + end - 1) / 2.0; i < end; i++)
                ranks[order[i]] = shared;
        }
        return ranks;
    }
}
