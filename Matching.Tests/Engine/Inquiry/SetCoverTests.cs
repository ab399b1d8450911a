using Matching.Engine.Inquiry;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class SetCoverTests
{
    [Test]
    public void Exactly_the_smallest_sets_are_found_in_order_of_size_and_position([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        var needs = (1 << random.Next(1, 6)) - 1;
        var covers = Enumerable.Range(0, random.Next(1, 11)).Select(_ => random.Next(0, needs + 1)).ToArray();
        var every = Enumerable
            .Range(1, (1 << covers.Length) - 1)
            .Select(set => Enumerable.Range(0, covers.Length).Where(position => (set & 1 << position) != 0).ToArray())
            .Where(set => Union(covers, set) == needs && set.All(one => Union(covers, set.Where(other => other != one)) != needs))
            .OrderBy(set => set.Length)
            .ThenBy(set => string.Join(',', set.Select(position => $"{position:00}")), StringComparer.Ordinal);

        var (sets, complete) = SetCover.Of(covers, needs, new WorkBudget(long.MaxValue));

        Assert.That(sets, Is.EqualTo(every));
        Assert.That(complete, Is.True);
    }

    [Test]
    public void A_search_without_steps_left_still_finds_one_set_and_says_that_there_may_be_more([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var covers = Enumerable.Range(0, 100).Select(_ => 1 << random.Next(0, 9)).ToArray();
        var needs = Union(covers, Enumerable.Range(0, 100));

        var (sets, complete) = SetCover.Of(covers, needs, new WorkBudget(0));

        Assert.That(complete, Is.False);
        Assert.That(sets, Has.Count.EqualTo(1));
        Assert.That(Union(covers, sets[0]), Is.EqualTo(needs));
        Assert.That(sets[0], Has.Length.EqualTo(int.PopCount(needs)).And.Ordered);
    }

    [Test]
    public void What_nothing_covers_has_no_set_and_that_is_all()
    {
        var (sets, complete) = SetCover.Of([1, 2], 7, new WorkBudget(0));

        Assert.That((sets.Count, complete), Is.EqualTo((0, true)));
    }

    static int Union(int[] covers, IEnumerable<int> set) => set.Aggregate(0, (all, position) => all | covers[position]);
}
