namespace Matching.Engine.Learning.Evaluation;

/// <summary>Stays parted by child: no child is on both sides.</summary>
internal sealed class Folds
{
    private readonly int[] _foldOf;

    private Folds(int[] foldOf, int count) => (_foldOf, Count) = (foldOf, count);

    public int Count { get; }

    public static Folds Of(IReadOnlyList<ObservedStay> stays, int count, Pcg32 draws)
    {
        var children = stays.Select(stay => stay.Child).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var order = draws.Shuffled(children.Length);
        var foldOf = children
            .Select((child, index) => (child, fold: order[index] % count))
            .ToDictionary(pair => pair.child, pair => pair.fold, StringComparer.Ordinal);
        return new Folds([.. stays.Select(stay => foldOf[stay.Child])], count);
    }

    public IEnumerable<int> In(int fold) => Enumerable.Range(0, _foldOf.Length).Where(stay => _foldOf[stay] == fold);

    public IReadOnlyList<ObservedStay> Without(int fold, IReadOnlyList<ObservedStay> stays) =>
        [.. stays.Where((_, index) => _foldOf[index] != fold)];
}
