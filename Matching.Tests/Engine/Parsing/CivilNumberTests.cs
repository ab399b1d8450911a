using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Engine.Parsing;

public sealed class CivilNumberTests
{
    [TestCase("010190-1234")]
    [TestCase("0101901234")]
    [TestCase("311299-0000")]
    [TestCase("290200-1234", Description = "2000 was a leap year")]
    [TestCase("290204-1234")]
    [TestCase("CPR:010190-1234.")]
    [TestCase("a0101901234b")]
    [TestCase("999999-9999 and 010190-1234")]
    [TestCase("010190-1234-5")]
    public void What_reads_as_a_civil_registration_number_is_found(string text) => Assert.That(CivilNumber.IsIn(text), Is.True);

    [TestCase("310290-1234", Description = "31 February")]
    [TestCase("290201-1234", Description = "2001 was no leap year, nor 1901")]
    [TestCase("000190-1234")]
    [TestCase("010090-1234")]
    [TestCase("011390-1234")]
    [TestCase("320190-1234")]
    [TestCase("01019012345", Description = "Eleven digits")]
    [TestCase("90101901234", Description = "Eleven digits, the last ten a number")]
    [TestCase("01019-01234", Description = "The dash stands elsewhere")]
    [TestCase("0101-901234")]
    [TestCase("010190--1234")]
    [TestCase("010190 1234")]
    [TestCase("010190-123")]
    [TestCase("10190-1234")]
    [TestCase("SOF-2026-00017")]
    [TestCase("")]
    public void Anything_else_is_let_through(string text) => Assert.That(CivilNumber.IsIn(text), Is.False);

    [Test]
    public void Every_day_of_a_leap_century_is_found()
    {
        for (var day = new DateOnly(2000, 1, 1); day.Year == 2000; day = day.AddDays(1))
            Assert.That(CivilNumber.IsIn($"{day:ddMMyy}-4321"), Is.True, $"{day}");
    }
}
