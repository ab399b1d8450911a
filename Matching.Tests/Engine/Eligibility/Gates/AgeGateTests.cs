using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

public sealed class AgeGateTests
{
    private static readonly Place From12To16 = A.Place() with { Ages = new AgeRange(12, 16) };

    [TestCase(11, "!age-outside-approval")]
    [TestCase(12)]
    [TestCase(16)]
    [TestCase(17, "!age-outside-approval")]
    public void A_place_takes_the_ages_it_is_approved_for(int age, params string[] findings) =>
        Assert.That(GateFindings.Of(new AgeGate(), A.Child() with { AgeYears = age }, From12To16), Is.EqualTo(findings));

    [TestCase("2014-11-23", "!age-outside-approval", Description = "Twelve tomorrow")]
    [TestCase("2014-11-22", Description = "Twelve today")]
    [TestCase("2009-11-23", Description = "Seventeen tomorrow")]
    [TestCase("2009-11-22", "!age-outside-approval", Description = "Seventeen today")]
    public void The_birthday_decides(string born, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new AgeGate(),
                A.Child() with
                {
                    AgeYears = null,
                    BirthDate = DateOnly.Parse(born),
                },
                From12To16,
                new DateOnly(2026, 11, 22)
            ),
            Is.EqualTo(findings)
        );

    [TestCase("2024-02-28", "!age-outside-approval")]
    [TestCase("2024-02-29")]
    [TestCase("2029-02-28", Description = "Still sixteen: the shipped rule counts 1 March")]
    [TestCase("2029-03-01", "!age-outside-approval")]
    public void A_child_born_on_29_February_ages_by_the_rule_in_force(string day, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new AgeGate(),
                A.Child() with
                {
                    AgeYears = null,
                    BirthDate = new DateOnly(2012, 2, 29),
                },
                From12To16,
                DateOnly.Parse(day)
            ),
            Is.EqualTo(findings)
        );

    [TestCase("february28", "2029-02-28", 17)]
    [TestCase("february28", "2029-02-27", 16)]
    [TestCase("march1", "2029-02-28", 16)]
    [TestCase("march1", "2029-03-01", 17)]
    public void The_leap_day_rule_is_data(string rule, string day, int age)
    {
        var rules = TestReferenceData.ChangedRules(file => file["birthdays"]![0]!["leapDay"] = rule);

        Assert.That(
            A.Case(
                A.Child() with
                {
                    AgeYears = null,
                    BirthDate = new DateOnly(2012, 2, 29),
                },
                A.Catalogue(A.Place()),
                DateOnly.Parse(day),
                rules
            ).AgeYears,
            Is.EqualTo(age)
        );
    }

    [Test]
    public void The_refusal_rests_on_the_fact_that_was_given()
    {
        var catalogue = A.Catalogue(From12To16);
        var byAge = new AgeGate().Ask(A.Case(A.Child() with { AgeYears = 9 }, catalogue), catalogue, 0).Findings.Single();
        var byBirth = new AgeGate()
            .Ask(A.Case(A.Child() with { AgeYears = null, BirthDate = new DateOnly(2020, 1, 1) }, catalogue), catalogue, 0)
            .Findings.Single();

        Assert.That((byAge.Basis.Single(), byBirth.Basis.Single()), Is.EqualTo(("child.ageYears", "child.birthDate")));
    }
}
