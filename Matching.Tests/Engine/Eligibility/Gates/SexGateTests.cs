using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class SexGateTests
{
    [TestCase(Sex.Female)]
    [TestCase(Sex.Male, "!sex-outside-approval")]
    [TestCase(Sex.Other, "place-for-one-sex")]
    [TestCase(null, "sex-not-known")]
    public void A_place_for_girls_only(Sex? sex, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new SexGate(), A.Child() with { Sex = sex }, A.Place() with { Sexes = [Sex.Female] }),
            Is.EqualTo(findings)
        );

    [TestCase(Sex.Female, "!sex-outside-approval")]
    [TestCase(Sex.Male)]
    [TestCase(Sex.Other)]
    public void A_place_for_boys_and_others(Sex? sex, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new SexGate(), A.Child() with { Sex = sex }, A.Place() with { Sexes = [Sex.Other, Sex.Male] }),
            Is.EqualTo(findings)
        );

    [TestCase(Sex.Female)]
    [TestCase(Sex.Male)]
    [TestCase(Sex.Other)]
    [TestCase(null)]
    public void A_place_for_everyone_asks_nobody(Sex? sex) =>
        Assert.That(GateFindings.Of(new SexGate(), A.Child() with { Sex = sex }, A.Place()), Is.Empty);
}
