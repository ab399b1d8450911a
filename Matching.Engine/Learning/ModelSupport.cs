using Matching.Engine.Placements;

namespace Matching.Engine.Learning;

/// <summary>
/// How many children a model was trained on at least, wherever it says something: whole fives. Below <see cref="LeastChildren"/> the number
/// is not reported and nothing is learned: the prior stays.
/// </summary>
/// <param name="Bins">By feature, then bin: children with a stay in the bin; <see cref="Suppressed"/> for too few.</param>
/// <param name="Places">By placement id: children who stayed there; places of too few are not named.</param>
/// <param name="Similar">By level, then bin of age: children with a stay there; levels where all of them are too few are not named.</param>
public sealed record ModelSupport(
    IReadOnlyList<IReadOnlyList<int>> Bins,
    IReadOnlyDictionary<string, int> Places,
    IReadOnlyDictionary<Level, IReadOnlyList<int>> Similar
)
{
    /// <summary>The fewest children a number may stand for.</summary>
    public const int LeastChildren = 5;

    /// <summary>Stands for a number below <see cref="LeastChildren"/>, none included.</summary>
    public const int Suppressed = 0;

    /// <summary>The support of no data at all.</summary>
    public static ModelSupport None { get; } = Of([]);

    /// <summary>Counts the children of the stays.</summary>
    public static ModelSupport Of(IReadOnlyList<ObservedStay> stays) => Of(stays, LeastChildren);

    /// <summary>
    /// Counts every child, however few: for comparisons that never leave an evaluation. No place has an effect of its own.
    /// </summary>
    internal static ModelSupport Seen(IReadOnlyList<ObservedStay> stays) => Of(stays, 1) with { Places = new Dictionary<string, int>() };

    private static ModelSupport Of(IReadOnlyList<ObservedStay> stays, int least)
    {
        var bins = OutcomeFeature
            .All.Select((feature, number) => Counts(feature.Bins.Count, stays, stay => stay.Bins[number], least))
            .ToArray();
        var places = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var place in stays.GroupBy(stay => stay.PlacementId, StringComparer.Ordinal))
        {
            if (Reported(ChildrenOf(place), least) is var told and not Suppressed)
                places[place.Key] = told;
        }
        var similar = new SortedDictionary<Level, IReadOnlyList<int>>();
        foreach (var level in stays.GroupBy(stay => stay.Level))
        {
            var ages = Counts(OutcomeFeature.Age.Bins.Count, [.. level], stay => stay.Bins[OutcomeFeature.AgeIndex], least);
            if (Array.Exists(ages, told => told != Suppressed))
                similar[level.Key] = ages;
        }
        return new ModelSupport(bins, places, similar);
    }

    /// <summary>How many children of an age were seen at a level.</summary>
    public int SimilarTo(Level level, byte ageBin) => Similar.TryGetValue(level, out var ages) ? ages[ageBin] : Suppressed;

    /// <summary>How many of the known facts were seen in too few children to learn from.</summary>
    public int UnseenAmong(ReadOnlySpan<byte> bins)
    {
        var unseen = 0;
        for (var feature = 0; feature < bins.Length; feature++)
            unseen += bins[feature] != 0 && Bins[feature][bins[feature]] == Suppressed ? 1 : 0;
        return unseen;
    }

    private static int[] Counts(int count, IReadOnlyList<ObservedStay> stays, Func<ObservedStay, byte> bin, int least)
    {
        var children = Enumerable.Range(0, count).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var stay in stays)
            children[bin(stay)].Add(stay.Child);
        return Array.ConvertAll(children, some => Reported(some.Count, least));
    }

    private static int ChildrenOf(IEnumerable<ObservedStay> stays) =>
        stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Count();

    // In whole fives: reported exactly, one that may not be reported could be found by subtracting the others from all.
    private static int Reported(int count, int least) =>
        count < least ? Suppressed
        : least == 1 ? count
        : count - count % LeastChildren;
}
