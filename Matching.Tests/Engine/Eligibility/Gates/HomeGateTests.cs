using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class HomeGateTests
{
    [TestCase(FamilyContact.Supportive)]
    [TestCase(FamilyContact.Mixed)]
    [TestCase(FamilyContact.Harmful, "home-must-be-safe")]
    [TestCase(FamilyContact.Forbidden, "!family-contact-forbidden")]
    [TestCase(null)]
    public void Support_at_home_needs_a_home_the_child_can_live_in(FamilyContact? contact, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new HomeGate(), A.Child() with { FamilyContact = contact }, A.Place(Level.HomeSupport)),
            Is.EqualTo(findings)
        );

    [Test]
    public void Away_from_home_forbidden_contact_is_no_obstacle() =>
        Assert.That(
            GateFindings.Of(new HomeGate(), A.Child() with { FamilyContact = FamilyContact.Forbidden }, A.Place(Level.Network)),
            Is.Empty
        );
}
