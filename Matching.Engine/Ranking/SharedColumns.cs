namespace Matching.Engine.Ranking;

/// <summary>
/// Criteria that several unknown facts change, such as the danger to younger children that harm, fire-setting or a statement may each show.
/// They show one danger and not several, so of the percentages that a draw gives such a criterion each place has the lowest.
/// </summary>
internal sealed class SharedColumns
{
    private readonly HashSet<int> _criteria;
    private readonly Dictionary<int, int[]> _drawn = [];
    private readonly Dictionary<(int[], int[]), int[]> _lower = [];

    /// <summary>Those of some questions.</summary>
    public SharedColumns(IReadOnlyList<OpenQuestion> questions) =>
        _criteria = [
            .. questions
                .SelectMany(question => question.Options.SelectMany(option => option.Columns).Select(column => column.Criterion).Distinct())
                .GroupBy(criterion => criterion)
                .Where(group => group.Skip(1).Any())
                .Select(group => group.Key),
        ];

    /// <summary>Takes the percentages of a draw; false for a criterion that only one fact changes.</summary>
    public bool Take(int criterion, int[] percent)
    {
        if (!_criteria.Contains(criterion))
            return false;
        _drawn[criterion] = _drawn.TryGetValue(criterion, out var other) ? LowerOf(other, percent) : percent;
        return true;
    }

    /// <summary>What the draw gives each of them, and forgets it.</summary>
    public IReadOnlyList<(int Criterion, int[] Percent)> TakeAll()
    {
        if (_drawn.Count == 0)
            return [];
        var taken = _drawn.Select(pair => (pair.Key, pair.Value)).ToList();
        _drawn.Clear();
        return taken;
    }

    /// <summary>The same array for the same two, by which draws that give the same are counted together.</summary>
    private int[] LowerOf(int[] one, int[] other)
    {
        if (!_lower.TryGetValue((one, other), out var lower))
            _lower[(one, other)] = lower = [.. one.Zip(other, Math.Min)];
        return lower;
    }
}
