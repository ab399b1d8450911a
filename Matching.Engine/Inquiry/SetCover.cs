using System.Numerics;

namespace Matching.Engine.Inquiry;

/// <summary>
/// Every smallest set of things that together cover some needs: without any of its members it covers them no longer. Looks for what covers
/// the first need that is still open, so that no set is tried that covers nothing, and finds each set once.
/// </summary>
/// <remarks>Needs are bits.</remarks>
internal sealed class SetCover
{
    /// <summary>The bounds of one search: partial sets gone on from, and sets found.</summary>
    public const int MostTried = 50_000,
        MostFound = 5_000;

    private const int ThingsPerStep = 4,
        StepsPerSet = 60;

    private readonly int[] _covers;
    private readonly int _needs;
    private readonly WorkBudget _budget;

    // The depth, from 1, at which a thing was left out; 0 when it is not.
    private readonly int[] _leftOutBy;
    private readonly int _mostByOne;
    private readonly List<int[]> _found = [];
    private int _tried;
    private bool _isAtBound;

    /// <param name="covers">What each thing covers of the needs.</param>
    /// <param name="needs">The needs.</param>
    /// <param name="budget">What the search may cost beside its own bounds.</param>
    private SetCover(int[] covers, int needs, WorkBudget budget)
    {
        (_covers, _needs, _budget) = (covers, needs, budget);
        _leftOutBy = new int[covers.Length];
        _mostByOne = covers.Length == 0 ? 0 : covers.Max(cover => BitOperations.PopCount((uint)(cover & needs)));
    }

    /// <summary>
    /// The sets as positions in order, the smallest first and those of a size in lexicographic order; and whether they are all. A search
    /// that ends at a bound has all smaller sets, and at least one set whenever there is any.
    /// </summary>
    public static (IReadOnlyList<int[]> Sets, bool Complete) Of(int[] covers, int needs, WorkBudget budget)
    {
        if (needs == 0 || (covers.Aggregate(0, (all, one) => all | one) & needs) != needs)
            return ([], true);
        var search = new SetCover(covers, needs, budget);
        search.Run();
        if (search._found.Count == 0)
            search._found.Add(search.Greedy());
        return (search._found, !search._isAtBound);
    }

    private void Run()
    {
        var chosen = new int[BitOperations.PopCount((uint)_needs)];
        for (var size = 1; size <= chosen.Length && !_isAtBound; size++)
        {
            var before = _found.Count;
            Choose(_needs, 0, chosen.AsSpan(0, size));
            _found.Sort(before, _found.Count - before, Comparer<int[]>.Create(Compare));
        }
    }

    private void Choose(int open, int count, Span<int> chosen)
    {
        if (open == 0)
        {
            // One that is shorter was found before.
            if (count == chosen.Length && HasNoneToSpare(chosen))
                Add(chosen);
            return;
        }
        if (_isAtBound || BitOperations.PopCount((uint)open) > (chosen.Length - count) * _mostByOne)
            return;
        if (++_tried > MostTried || !_budget.TryTake(1 + _covers.Length / ThingsPerStep))
        {
            _isAtBound = true;
            return;
        }
        var first = open & -open;
        for (var position = 0; position < _covers.Length; position++)
        {
            if (_leftOutBy[position] != 0 || (_covers[position] & first) == 0)
                continue;
            chosen[count] = position;
            Choose(open & ~_covers[position], count + 1, chosen);
            // What follows covers the need by another: a set with both was found just now.
            _leftOutBy[position] = count + 1;
        }
        for (var position = 0; position < _covers.Length; position++)
        {
            if (_leftOutBy[position] == count + 1)
                _leftOutBy[position] = 0;
        }
    }

    private bool HasNoneToSpare(ReadOnlySpan<int> chosen)
    {
        for (var without = 0; without < chosen.Length; without++)
        {
            var covered = 0;
            for (var i = 0; i < chosen.Length; i++)
                covered |= i == without ? 0 : _covers[chosen[i]];
            if ((covered & _needs) == _needs)
                return false;
        }
        return true;
    }

    private void Add(ReadOnlySpan<int> chosen)
    {
        if (_found.Count == MostFound || !_budget.TryTake(StepsPerSet))
        {
            _isAtBound = true;
            return;
        }
        var set = chosen.ToArray();
        Array.Sort(set);
        _found.Add(set);
    }

    /// <summary>One set, made of what covers most of what is open, with none to spare.</summary>
    private int[] Greedy()
    {
        var chosen = new List<int>();
        for (var open = _needs; open != 0; open &= ~_covers[chosen[^1]])
            chosen.Add(Enumerable.Range(0, _covers.Length).MaxBy(position => BitOperations.PopCount((uint)(_covers[position] & open))));
        foreach (var position in chosen.ToArray())
        {
            if (
                chosen.Where(other => other != position).Aggregate(0, (all, other) => all | _covers[other]) is var rest
                && (rest & _needs) == _needs
            )
                chosen.Remove(position);
        }
        return [.. chosen.Order()];
    }

    private static int Compare(int[] one, int[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
                return one[i] - other[i];
        }
        return 0;
    }
}
