using FsCheck;
using FsCheck.Fluent;
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
    [TestCase("010190--1234")]
    [TestCase("010190 1234")]
    [TestCase("010190\u00A01234")]
    [TestCase("010190\u20131234", Description = "En dash")]
    [TestCase("010190 \u20131234", Description = "Two of them")]
    [TestCase("010190/1234")]
    [TestCase("010190.1234")]
    [TestCase("010190_1234")]
    [TestCase("010190, 1234")]
    [TestCase("01 01 90 1234")]
    [TestCase("01.01.90-1234")]
    [TestCase("01/01/90 -1234")]
    [TestCase("01-01-901234")]
    [TestCase("\uFF10\uFF11\uFF10\uFF11\uFF19\uFF10\uFF0D\uFF11\uFF12\uFF13\uFF14", Description = "Full width")]
    [TestCase("\u0660\u0661\u0660\u0661\u0669\u0660\u0661\u0662\u0663\u0664", Description = "Arabic")]
    [TestCase("\u06F0\u06F1\u06F0\u06F1\u06F9\u06F0 \u06F1\u06F2\u06F3\u06F4", Description = "Persian")]
    [TestCase("\u0966\u0967\u0966\u0967\u096F\u0966-1234", Description = "Devanagari, then ASCII")]
    [TestCase("0\u00B9019\u2070-\u00B9\u00B2\u00B3\u2074", Description = "Raised")]
    [TestCase("\u24EA\u2460\u24EA\u2460\u2468\u24EA-\u2460\u2461\u2462\u2463", Description = "Ringed")]
    [TestCase("\U0001D7CE\U0001D7CF\U0001D7CE\U0001D7CF\U0001D7D7\U0001D7CE-1234", Description = "Bold mathematical")]
    [TestCase("0\u200B1\u200B0\u200B1\u200B9\u200B0\u200B1\u200B2\u200B3\u200B4", Description = "Zero width between all")]
    [TestCase("010190\u00AD-\u00AD1234")]
    [TestCase("101901234", Description = "The leading zero was lost")]
    [TestCase("CPR: 101901234.")]
    [TestCase("0\u03321\u03320\u03321\u03329\u03320\u0332-1234", Description = "Underlined")]
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
    [TestCase("010190-123")]
    [TestCase("11390-1234", Description = "A lost zero, and month 13")]
    [TestCase("313290123", Description = "Nine digits, no date with a lost zero")]
    [TestCase("1019-01234", Description = "The dash stands elsewhere")]
    [TestCase("1 01 90 1234")]
    [TestCase("10190-1234")]
    [TestCase("a101901234b", Description = "As identifiers hold by chance")]
    [TestCase("SOF-2026-00017")]
    [TestCase("")]
    [TestCase("010190---1234", Description = "Three of them")]
    [TestCase("010190 a 1234")]
    [TestCase("12 12 12 12", Description = "A telephone number")]
    [TestCase("+45 12 12 12 12")]
    [TestCase("+45 1212 1212")]
    [TestCase("0045 12121212")]
    [TestCase("2012-11-10")]
    [TestCase("2012-11-10 10:30")]
    [TestCase("2012-11-10 1030")]
    [TestCase("2012-11-10T10:11:12Z")]
    [TestCase("2012-11-10T10:11:12.1234567+01:00")]
    [TestCase("10.11.2012 kl. 10.30")]
    [TestCase("10.11.2012 10:30")]
    [TestCase("10.11.12 10.30")]
    [TestCase("10.11.12-11.11.12", Description = "Two days")]
    [TestCase("10.11.2012-11.11.2012")]
    [TestCase("1.012.031.234,00 kr.")]
    [TestCase("101.112,50 kr.")]
    [TestCase("DK10 1112 0440 1162 43", Description = "A bank account")]
    [TestCase("101112 123")]
    [TestCase("30 31 32 1234", Description = "No date")]
    public void Anything_else_is_let_through(string text) => Assert.That(CivilNumber.IsIn(text), Is.False);

    [Test]
    public void However_its_groups_are_put_apart_and_its_digits_are_written_it_is_found_and_with_another_digit_it_is_not()
    {
        int[] zeros = ['0', 0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE];
        string[] marks = ["", "-", " ", "\u00A0", "\u2013", "\u2014", "/", ".", "_", ", ", " -", "\u2010\u2011", "\u30FB", "+", "\t", "\n"];
        var day =
            from offset in Gen.Choose(0, 36_500)
            select new DateOnly(1950, 1, 1).AddDays(offset).ToString("ddMMyy", System.Globalization.CultureInfo.InvariantCulture);
        var written =
            from date in day
            from number in Gen.Choose(0, 9999)
            from zero in Gen.Elements(zeros)
            from between in Gen.Elements(marks)
            from last in Gen.Elements(marks)
            from before in Gen.Elements("", "om ", "CPR:", "(", "a")
            from after in Gen.Elements("", ".", " og", ")", "-1")
            let groups = new[] { date[..2], date[2..4], date[4..], $"{number:D4}" }.Select(part =>
                string.Concat(part.Select(digit => char.ConvertFromUtf32(zero + digit - '0')))
            )
            let parts = groups.ToArray()
            select (before, Number: string.Join(between, parts[..3]) + last + parts[3], after);
        Prop.ForAll(
                written.ToArbitrary(),
                text =>
                    CivilNumber.IsIn(text.before + text.Number + text.after)
                    && !CivilNumber.IsIn($"{text.before}{text.Number}7{text.after}")
            )
            .QuickCheckThrowOnFailure();
    }

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
