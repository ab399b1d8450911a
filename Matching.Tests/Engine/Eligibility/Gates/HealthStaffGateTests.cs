using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class HealthStaffGateTests
{
    [TestCase(true)]
    [TestCase(false, "health-staff-needed")]
    [TestCase(null, "health-staff-not-known")]
    public void Opioids_need_health_staff(bool? staff, params string[] findings) =>
        Assert.That(Findings(new SubstanceUse(Substance.Opioids, UsePattern.Occasional, false), staff), Is.EqualTo(findings));

    [TestCase(UsePattern.Occasional)]
    [TestCase(UsePattern.Weekly, "health-staff-needed")]
    public void Benzodiazepines_need_health_staff_once_the_need_is_clear(UsePattern pattern, params string[] findings) =>
        Assert.That(Findings(new SubstanceUse(Substance.Benzodiazepines, pattern, false), false), Is.EqualTo(findings));

    [Test]
    public void Daily_cannabis_does_not_need_health_staff() =>
        Assert.That(Findings(new SubstanceUse(Substance.Cannabis, UsePattern.Daily, true), false), Is.Empty);

    private static string[] Findings(SubstanceUse use, bool? staff) =>
        GateFindings.Of(new HealthStaffGate(), A.Child() with { SubstanceUse = [use] }, A.Place() with { HealthStaff = staff });
}
