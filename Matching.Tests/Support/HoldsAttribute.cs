using FsCheck.NUnit;

namespace Matching.Tests.Support;

/// <summary>A property of the engine, held against so many generated situations.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HoldsAttribute : PropertyAttribute
{
    public HoldsAttribute(int cases = 180)
    {
        MaxTest = cases;
        Arbitrary = [typeof(Arbitraries)];
        QuietOnSuccess = true;
    }
}
