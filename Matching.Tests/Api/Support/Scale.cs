using NUnit.Framework;

namespace Matching.Tests.Api.Support;

/// <summary>
/// How many bad requests, kills and disk faults there are: <c>MATCHING_TEST_SCALE</c>, 1 by default, and
/// <c>MATCHING_TEST_SEED</c> to repeat what a run printed.
/// </summary>
static class Scale
{
    public static int Factor { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MATCHING_TEST_SCALE"), out var factor) && factor >= 1 ? factor : 1;

    /// <summary>A seed for this run, printed so that the run can be repeated.</summary>
    public static int NewSeed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MATCHING_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed} (repeat with MATCHING_TEST_SEED={seed})");
        return seed;
    }
}
