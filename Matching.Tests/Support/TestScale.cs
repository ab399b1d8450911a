using System.Globalization;
using FsCheck.NUnit;

namespace Matching.Tests.Support;

/// <summary>
/// How many generated cases run: the environment variable <c>MATCHING_TEST_SCALE</c> (a whole number from 1, default 1) multiplies them.
/// </summary>
public static class TestScale
{
    public const string Variable = "MATCHING_TEST_SCALE";

    public static int Factor { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var factor)
        && factor >= 1
            ? factor
            : 1;
}

/// <summary>A property of the engine, held against so many generated situations times the test scale.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HoldsAttribute : PropertyAttribute
{
    public HoldsAttribute(int cases = 60)
    {
        MaxTest = cases * TestScale.Factor;
        Arbitrary = [typeof(Arbitraries)];
        QuietOnSuccess = true;
    }
}
