using Matching.Engine.Simulation;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class StreamsTests
{
    private const int Many = 100_000;

    [Test]
    public void The_numbers_of_keys_never_change()
    {
        var draws = Streams.Of(1, 2, 3);

        // What this version gave when it was written: a report is named by its seed for ever.
        Assert.That(Enumerable.Range(0, 4).Select(_ => draws.Below(1_000_000)), Is.EqualTo([314895, 712328, 662451, 28349]));
    }

    [Test]
    public void Other_keys_give_another_stream()
    {
        Assert.That(
            new[] { Streams.Of(1, 2), Streams.Of(2, 1), Streams.Of(1), Streams.Of(1, 2, 0), Streams.Of(-1) }.Select(draws => draws.Share()),
            Is.Unique
        );
        var (one, same) = (Streams.Of(1, 2), Streams.Of(1, 2));
        Assert.That(one.Share(), Is.EqualTo(same.Share()));
    }

    [Test]
    public void First_numbers_of_neighbouring_streams_have_nothing_to_do_with_each_other()
    {
        var firsts = Enumerable.Range(0, Many).Select(key => Streams.Of(1, key).Share()).ToList();
        var together = firsts.Zip(firsts.Skip(1), (one, next) => (one - 0.5) * (next - 0.5)).Average() * 12;

        Assert.That(
            firsts.GroupBy(share => (int)(share * 20)).Select(group => group.Count()),
            Is.All.InRange(Many / 20 - 350, Many / 20 + 350)
        );
        Assert.That(together, Is.Zero.Within(0.015));
    }

    [Test]
    public void Waiting_has_mean_one_and_no_memory()
    {
        var draws = Streams.Of(6);
        var waits = Enumerable.Range(0, Many).Select(_ => draws.Waiting()).ToList();

        Assert.That(waits.Average(), Is.EqualTo(1).Within(0.015));
        Assert.That(waits.Count(wait => wait > 2) / (double)waits.Count(wait => wait > 1), Is.EqualTo(Math.Exp(-1)).Within(0.012));
    }

    [Test]
    public void A_position_is_drawn_as_often_as_its_weight_says_and_one_without_weight_never()
    {
        var draws = Streams.Of(7);
        var drawn = Enumerable
            .Range(0, Many)
            .GroupBy(_ => draws.Among([0, 30, 0, 70]))
            .ToDictionary(group => group.Key, group => group.Count() / (double)Many);

        Assert.That(drawn.Keys, Is.EquivalentTo([1, 3]));
        Assert.That(drawn[1], Is.EqualTo(0.3).Within(0.008));
    }
}
