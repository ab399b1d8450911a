namespace Matching.Engine.Ranking;

/// <summary>
/// Criteria that several unknown facts change, such as the danger to younger children that harm, fire-setting or a statement may each show.
/// They show one danger and not several, so of the percentages that a draw gives such a criterion each place has the lowest.
/// </summary>
internal sealed class SharedColumns
{
    private readonly int[]?[] _drawn;
    private readonly bool[] _isShared;
    private readonly List<int> _taken = [];
    private readonly Dictionary<(int[], int[]), int[]> _lower = [];

    /// <summary>Those of some questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="criteria">How many criteria there are.</param>
    public SharedColumns(IReadOnlyList<OpenQuestion> questions, int criteria)
    {
        (_drawn, _isShared) = (new int[criteria][], new bool[criteria]);
        var lastChangedBy = new OpenQuestion?[criteria];
        foreach (var question in questions)
        {
            foreach (var (criterion, _) in question.Options.SelectMany(option => option.Columns))
            {
                _isShared[criterion] |= lastChangedBy[criterion] is { } other && !ReferenceEquals(other, question);
                lastChangedBy[criterion] = question;
            }
        }
    }

    /// <summary>Takes the percentages of a draw; false for a criterion that only one fact changes.</summary>
    public bool Take(int criterion, int[] percent)
    {
        if (!_isShared[criterion])
            return false;
        if (_drawn[criterion] is { } other)
        {
            _drawn[criterion] = LowerOf(other, percent);
            return true;
        }
        _drawn[criterion] = percent;
        _taken.Add(criterion);
        return true;
    }

    /// <summary>What the draw gives each of them, and forgets it.</summary>
    public IEnumerable<(int Criterion, int[] Percent)> TakeAll()
    {
        foreach (var criterion in _taken)
        {
            yield return (criterion, _drawn[criterion]!);
            _drawn[criterion] = null;
        }
        _taken.Clear();
    }

    /// <summary>The same array for the same two, by which draws that give the same are counted together.</summary>
    private int[] LowerOf(int[] one, int[] other)
    {
        if (!_lower.TryGetValue((one, other), out var lower))
            _lower[(one, other)] = lower = [.. one.Zip(other, Math.Min)];
        return lower;
    }
}
