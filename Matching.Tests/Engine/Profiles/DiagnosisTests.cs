using Matching.Engine.Profiles;
using NUnit.Framework;

namespace Matching.Tests.Engine.Profiles;

public sealed class DiagnosisTests
{
    [TestCase("F84", "F84")]
    [TestCase("F90.0", "F90.0")]
    [TestCase("F900", "F90.0")]
    [TestCase("DF900", "F90.0")]
    [TestCase("DF90.0", "F90.0")]
    [TestCase("DF84", "F84")]
    [TestCase("D50", "D50", Description = "The international chapter D, not a Danish code without its letter")]
    [TestCase("D509", "D50.9")]
    [TestCase("DD50", "D50")]
    [TestCase("DZ614A", "Z61.4A")]
    public void A_code_has_one_spelling(string written, string code) => Assert.That(Diagnosis.ParseCode(written), Is.EqualTo(code));

    [TestCase("f84")]
    [TestCase("Df900")]
    [TestCase("dF900")]
    [TestCase("F8")]
    [TestCase("F")]
    [TestCase("D")]
    [TestCase("")]
    [TestCase("84")]
    [TestCase("F84.")]
    [TestCase("F84.00000")]
    [TestCase("F84 ")]
    [TestCase(" F84")]
    [TestCase("F84\n")]
    [TestCase("F90.0\n")]
    [TestCase("?psychosis")]
    [TestCase("DDF84")]
    [TestCase("autism")]
    [TestCase("F٨4", Description = "A digit of another script")]
    public void What_is_not_a_code_is_refused(string written) => Assert.That(Diagnosis.ParseCode(written), Is.Null);

    [TestCase("F84", true)]
    [TestCase("F84.5", true)]
    [TestCase("F00", true)]
    [TestCase("F99", true)]
    [TestCase("F08", false)]
    [TestCase("F26", false)]
    [TestCase("F35.1", false)]
    [TestCase("F97", false)]
    [TestCase("Z61.4A", true, Description = "Other chapters are not asked about")]
    public void Whether_the_classification_has_the_category_is_told_of_chapter_V(string code, bool has) =>
        Assert.That(Diagnosis.HasCategory(code), Is.EqualTo(has));
}
