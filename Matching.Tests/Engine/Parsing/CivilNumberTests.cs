using Matching.Engine.Parsing;
using Matching.Tests.Support;
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

    [TestCaseSource(typeof(SomeIdentifiers), nameof(SomeIdentifiers.Kinds))]
    public void No_identifier_reads_as_one(string kind) =>
        Assert.That(SomeIdentifiers.Of(kind, 100_000).Where(CivilNumber.IsIn).Take(3), Is.Empty);

    [TestCase("01a2655d-8348-79da-8d0b-1511923850bd")]
    [TestCase("01A2655D-8348-79DA-8D0B-1511923850BD")]
    public void The_id_of_a_ranking_is_none_though_ten_of_its_digits_give_a_date(string id) => Assert.That(CivilNumber.IsIn(id), Is.False);

    [TestCase("1511923850bd")]
    [TestCase("se 01a2655d-8348-79da-8d0b-1511923850bd")]
    [TestCase("01a2655d-8348-79da-8d0b-1511923850b")]
    [TestCase("01a2655d-8348-79da-8d0b-1511923850bg")]
    [TestCase("010190123401019012340101901234ab 0101901234", Description = "A text beside what looks like an identifier")]
    public void Free_text_with_digits_of_an_identifier_is_held_to_the_strict_rule(string text) =>
        Assert.That(CivilNumber.IsIn(text), Is.True);

    [TestCaseSource(typeof(SomeIdentifiers), nameof(SomeIdentifiers.Kinds))]
    public void No_identifier_reads_as_one_among_others(string kind) =>
        Assert.That(SomeIdentifiers.Of(kind, 100_000).Where(id => CivilNumber.IsInIdentifier($"case:{id}/1")).Take(3), Is.Empty);

    [TestCase("0101901234", true)]
    [TestCase("010190-1234", true)]
    [TestCase("case 0101901234", true)]
    [TestCase("someone:0101901234", true)]
    [TestCase("0101901234_1", true)]
    [TestCase("a0101901234", false)]
    [TestCase("0101901234b", false)]
    [TestCase("\u00f80101901234", false, Description = "Danish letters are letters")]
    [TestCase("a0101901234 0101901234", true)]
    [TestCase("3102901234", false)]
    [TestCase("", false)]
    public void In_a_field_for_identifiers_it_stands_alone(string text, bool isIn) =>
        Assert.That(CivilNumber.IsInIdentifier(text), Is.EqualTo(isIn));

    [Test]
    public void Every_day_of_a_leap_century_is_found()
    {
        for (var day = new DateOnly(2000, 1, 1); day.Year == 2000; day = day.AddDays(1))
            Assert.That(CivilNumber.IsIn($"{day:ddMMyy}-4321"), Is.True, $"{day}");
    }
}
