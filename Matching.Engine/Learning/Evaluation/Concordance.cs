namespace Matching.Engine.Learning.Evaluation;

/// <summary>Harrell's c-index over stays, each counted as often as a sample has it; equal risks count half. In n log n.</summary>
internal sealed class Concordance
{
    private readonly int[] _rank;
    private readonly int[] _byTime;
    private readonly IReadOnlyList<ObservedStay> _stays;

    public Concordance(double[] risk, IReadOnlyList<ObservedStay> stays)
    {
        var levels = risk.Distinct().Order().ToArray();
        _rank = Array.ConvertAll(risk, value => Array.BinarySearch(levels, value));
        _stays = stays;
        _byTime = [.. Enumerable.Range(0, stays.Count).OrderByDescending(stay => stays[stay].Days).ThenBy(stay => stays[stay].BrokeDown)];
    }

    /// <summary>The share of the pairs that can be compared; null when none can.</summary>
    public double? Share(double[] counts)
    {
        var tree = new double[_rank.Length + 2];
        var (right, pairs, inTree) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _byTime.Length; )
        {
            // Breakdowns of one day cannot be reported apart; whoever was watched that day without one outlived them.
            var end = i;
            while (
                end < _byTime.Length
                && _stays[_byTime[end]].Days == _stays[_byTime[i]].Days
                && _stays[_byTime[end]].BrokeDown == _stays[_byTime[i]].BrokeDown
            )
                end++;
            for (var j = i; j < end && _stays[_byTime[i]].BrokeDown; j++)
            {
                var stay = _byTime[j];
                var lower = Below(tree, _rank[stay]);
                var same = Below(tree, _rank[stay] + 1) - lower;
                right += counts[stay] * (lower + same / 2);
                pairs += counts[stay] * inTree;
            }
            for (; i < end; i++)
            {
                Add(tree, _rank[_byTime[i]], counts[_byTime[i]]);
                inTree += counts[_byTime[i]];
            }
        }
        return pairs > 0 ? right / pairs : null;
    }

    private static void Add(double[] tree, int rank, double count)
    {
        for (var node = rank + 1; node < tree.Length; node += node & -node)
            tree[node] += count;
    }

    private static double Below(double[] tree, int rank)
    {
        var sum = 0.0;
        for (var node = rank; node > 0; node -= node & -node)
            sum += tree[node];
        return sum;
    }
}
