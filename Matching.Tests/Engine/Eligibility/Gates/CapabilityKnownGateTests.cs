using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class CapabilityKnownGateTests
{
    [TestCase(Severity.None)]
    [TestCase(Severity.Mild, Description = "Slight")]
    [TestCase(Severity.Moderate, "capability-not-known", Description = "Clear")]
    [TestCase(Severity.Severe, "capability-not-known", Description = "Strong")]
    public void From_a_clear_need_on_the_place_is_asked(Severity selfHarm, params string[] findings) =>
        Assert.That(Findings(selfHarm, null), Is.EqualTo(findings));

    [TestCase(CapabilityStrength.None)]
    [TestCase(CapabilityStrength.Strong)]
    public void A_known_capability_is_not_asked_for(CapabilityStrength capability) =>
        Assert.That(Findings(Severity.Severe, capability), Is.Empty);

    [Test]
    public void Every_unknown_capability_that_matters_is_named()
    {
        var place = A.Place().Meeting(Need.SelfHarmProtection, null).Meeting(Need.School, null).Meeting(Need.Observation, null);

        Assert.That(
            GateFindings.Of(
                new CapabilityKnownGate(),
                A.Child() with
                {
                    SelfHarm = Severity.Severe,
                    SchoolAttendance = SchoolAttendance.None,
                },
                place
            ),
            Has.Length.EqualTo(2)
        );
    }

    private static string[] Findings(Severity selfHarm, CapabilityStrength? capability) =>
        GateFindings.Of(
            new CapabilityKnownGate(),
            A.Child() with
            {
                SelfHarm = selfHarm,
            },
            A.Place().Meeting(Need.SelfHarmProtection, capability)
        );
}
