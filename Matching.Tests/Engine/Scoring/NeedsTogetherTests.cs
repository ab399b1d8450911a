using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

/// <summary>Needs that justify a level only when several come at once: how many, and how strong each must be.</summary>
public sealed class NeedsTogetherTests
{
    private static readonly int[] Counting = [0, 1, 2];

    private static readonly NeedsTogether Two = new(
        [.. Terms<Need>.All.Select((_, need) => Counting.Contains(need) ? NeedStrength.Clear : NeedStrength.None)],
        2,
        Level.PartiallyClosed
    );

    [TestCase(0, false)]
    [TestCase(1, false)]
    [TestCase(2, true)]
    [TestCase(3, true)]
    public void As_many_as_the_rule_asks_are_enough_and_one_less_is_not(int strong, bool isReached) =>
        Assert.That(Two.Reached(Needs(Counting.Take(strong), NeedStrength.Clear)), Is.EqualTo(isReached));

    [TestCase(NeedStrength.None, false)]
    [TestCase(NeedStrength.Slight, false)]
    [TestCase(NeedStrength.Clear, true)]
    [TestCase(NeedStrength.Strong, true)]
    public void Each_counts_from_the_strength_the_rule_names(NeedStrength strength, bool isReached) =>
        Assert.That(Two.Reached(Needs(Counting.Take(2), strength)), Is.EqualTo(isReached));

    [Test]
    public void Needs_the_rule_does_not_name_never_count()
    {
        var others = Enumerable.Range(0, Terms<Need>.All.Count).Except(Counting);
        Assert.That(Two.Reached(Needs(others, NeedStrength.Strong)), Is.False);
    }

    private static NeedStrength[] Needs(IEnumerable<int> strong, NeedStrength strength)
    {
        var needs = new NeedStrength[Terms<Need>.All.Count];
        foreach (var need in strong)
            needs[need] = strength;
        return needs;
    }
}
