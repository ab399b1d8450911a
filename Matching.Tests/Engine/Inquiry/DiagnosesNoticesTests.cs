using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

/// <summary>Diagnoses that point to no need are said, so that nobody takes them to have been weighed.</summary>
public sealed class DiagnosesNoticesTests
{
    [TestCase("Z63", DiagnosisStatus.Confirmed, "Z63")]
    [TestCase("Z63", null, "Z63")]
    [TestCase("J45", DiagnosisStatus.Suspected, "J45")]
    [TestCase("J45", DiagnosisStatus.Confirmed, null, Description = "Physical health is a need")]
    [TestCase("F84", DiagnosisStatus.Suspected, null)]
    public void A_diagnosis_that_counts_for_nothing_is_named_by_its_code(string code, DiagnosisStatus? status, string? said) =>
        Assert.That(Said([new Diagnosis(code, status)]), Is.EqualTo(said));

    [Test]
    public void Several_are_named_once_each_and_in_order() =>
        Assert.That(
            Said([
                new Diagnosis("Z63", null),
                new Diagnosis("F84", DiagnosisStatus.Confirmed),
                new Diagnosis("Z55", null),
                new Diagnosis("Z63", DiagnosisStatus.Confirmed),
            ]),
            Is.EqualTo("Z55, Z63")
        );

    private static string? Said(IReadOnlyList<Diagnosis> diagnoses) =>
        new Situation(A.Child() with { Diagnoses = diagnoses }, [A.Place(id: "here")], 0)
            .Ask()
            .Notices.SingleOrDefault(notice => notice.Code == "diagnoses-without-weight")
            ?.Values.Single()
            .Value;
}
