using Matching.Api.Commands.Bench;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>A soak loads and judges. Nothing is asserted about time: machines differ.</summary>
[NonParallelizable] // Loads the machine and judges how even it is.
public sealed class SoakTests
{
    [Test]
    public async Task A_short_soak_tells_every_stretch_and_a_verdict()
    {
        var run = await CommandRun.OfAsync(["soak", "--minutes", "0.05", "--connections", "18"]);

        Assert.That(run.OutLines.Count(line => line.Contains("00:00:0", StringComparison.Ordinal)), Is.EqualTo(10), run.Out + run.Error);
        Assert.That(run.OutLines[^2], Is.AnyOf("Result   flat", "Result   not flat"));
        Assert.That(run.Code, Is.EqualTo(run.OutLines[^2] == "Result   flat" ? 0 : 1));
    }

    [TestCase("--minutes", "0")]
    [TestCase("--minutes", "-1")]
    [TestCase("--minutes", "NaN")]
    [TestCase("--minutes", "ten")]
    [TestCase("--connections", "0")]
    [TestCase("--connections", "1001")]
    [TestCase("--connections", "many")]
    public async Task A_length_or_number_outside_its_range_is_refused(string option, string value) =>
        Assert.That((await CommandRun.OfAsync(["soak", option, value])).Code, Is.EqualTo(2));

    [TestCase(100, 100, 5, 5, 200, 200, true)]
    [TestCase(100, 80, 5, 7.5, 200, 240, true)]
    [TestCase(100, 79, 5, 5, 200, 200, false)]
    [TestCase(100, 100, 5, 7.6, 200, 200, false)]
    [TestCase(100, 100, 5, 5, 200, 241, false)]
    public void Flat_is_what_hardly_changes(
        double rate,
        double laterRate,
        double p99,
        double laterP99,
        double memory,
        double laterMemory,
        bool isFlat
    )
    {
        var stretches = Enumerable
            .Range(0, 10)
            .Select(i => i < 5 ? new SoakStretch(rate, 1, p99, memory) : new SoakStretch(laterRate, 1, laterP99, laterMemory))
            .ToList();
        Assert.That(SoakVerdict.Of(stretches).IsFlat, Is.EqualTo(isFlat));
    }
}
