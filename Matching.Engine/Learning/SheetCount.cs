namespace Matching.Engine.Learning;

/// <summary>Why a count is not reported.</summary>
public enum Suppression
{
    /// <summary>It is about fewer children than may be reported of.</summary>
    Few,

    /// <summary>It leaves out fewer children than may be reported of.</summary>
    AllButFew,

    /// <summary>It could be reported, but would give away by subtraction one that may not.</summary>
    Withheld,

    /// <summary>It is reported.</summary>
    None,
}

/// <summary>How many stays, and of how many children. What may not be reported is not in it.</summary>
/// <param name="Stays">Null when it may not be reported.</param>
/// <param name="Children">Null when it may not be reported.</param>
/// <param name="Suppression">Why not.</param>
public readonly record struct SheetCount(int? Stays, int? Children, Suppression Suppression)
{
    /// <summary>The fewest children that are reported of: that none or all of a group did something says of each of them too.</summary>
    public const int FewestChildren = 5;

    /// <summary>Whether it is reported.</summary>
    public bool IsReported => Suppression == Suppression.None;

    /// <summary>A count, unless it is about too few children.</summary>
    public static SheetCount Of(int stays, int children) =>
        children < FewestChildren ? Hidden(Suppression.Few) : new SheetCount(stays, children, Suppression.None);

    /// <summary>A count that is not reported.</summary>
    public static SheetCount Hidden(Suppression why) => new(null, null, why);

    /// <summary>The count of some stays.</summary>
    internal static SheetCount Of(IReadOnlyCollection<ObservedStay> stays) => Of(stays.Count, ChildrenOf(stays));

    /// <summary>The count of those of some stays that are in a group: neither they nor the rest may be of too few children.</summary>
    internal static SheetCount Among(IReadOnlyCollection<ObservedStay> stays, Func<ObservedStay, bool> isIn)
    {
        var (children, others) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var count = 0;
        foreach (var stay in stays)
        {
            var belongs = isIn(stay);
            (belongs ? children : others).Add(stay.Child);
            count += belongs ? 1 : 0;
        }
        return children.Count < FewestChildren || others.Count >= FewestChildren
            ? Of(count, children.Count)
            : Hidden(Suppression.AllButFew);
    }

    /// <summary>
    /// Counts that add up to one that may be known: when a single one is hidden, the smallest other is withheld with it. That a group is
    /// empty may be found out.
    /// </summary>
    internal static SheetCount[] Partition(IReadOnlyList<(SheetCount Count, int Stays)> counts)
    {
        var (all, stays) = (counts.Select(count => count.Count).ToArray(), counts.Select(count => count.Stays).ToArray());
        if (all.Length == 1 || all.Count(count => !count.IsReported) != 1 || stays[Array.FindIndex(all, count => !count.IsReported)] == 0)
            return all;
        var smallest = Enumerable.Range(0, all.Length).Where(i => all[i].IsReported).MinBy(i => all[i].Stays!.Value);
        all[smallest] = Hidden(Suppression.Withheld);
        return all;
    }

    private static int ChildrenOf(IEnumerable<ObservedStay> stays) =>
        stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();
}
