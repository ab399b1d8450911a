using Matching.Engine.Eligibility.Gates;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class AccessibilityGateTests
{
    [TestCase(true, true)]
    [TestCase(true, false, "accessibility-needed")]
    [TestCase(true, null, "accessibility-not-known")]
    [TestCase(false, false)]
    [TestCase(null, false)]
    public void Accessible_rooms_are_agreed_where_they_are_needed(bool? needed, bool? accessible, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new AccessibilityGate(),
                A.Child() with
                {
                    AccessibilityNeeds = needed,
                },
                A.Place() with
                {
                    Accessible = accessible,
                }
            ),
            Is.EqualTo(findings)
        );
}
