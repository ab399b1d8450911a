using System.Globalization;
using System.Text;
using Matching.Engine.Parsing;
using NUnit.Framework;

namespace Matching.Tests.Engine.Parsing;

public sealed class UnseenLettersTests
{
    // Default_Ignorable_Code_Point of Unicode 16, DerivedCoreProperties.txt.
    static readonly (int First, int Last)[] DefaultIgnorable =
    [
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    ];

    [Test]
    public void What_may_be_ignored_in_display_is_found_and_so_are_the_controls()
    {
        var missed = DefaultIgnorable
            .SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
            .Concat(Enumerable.Range(0, 32).Where(control => control is not (9 or 10 or 13)))
            .Concat(Enumerable.Range(0x7F, 33))
            .Concat([0x2028, 0x2029, 0x2800])
            .Where(code =>
                !UnseenLetters.AreIn($"a{char.ConvertFromUtf32(code)}b") || UnseenLetters.MayStandInName(char.ConvertFromUtf32(code))
            )
            .Select(code => $"U+{code:X4}");
        Assert.That(missed, Is.Empty);
    }

    [Test]
    public void Half_a_character_is_found() =>
        Assert.That((UnseenLetters.AreIn("a\uD800b"), UnseenLetters.MayStandInName("a\uDC00")), Is.EqualTo((true, false)));

    [Test]
    public void Every_letter_digit_and_sign_that_is_seen_may_stand_in_a_text()
    {
        var refused = Enumerable
            .Range(0x20, 0x2FFFF - 0x20)
            .Where(Rune.IsValid)
            .Select(code => new Rune(code))
            .Where(rune => !DefaultIgnorable.Any(range => rune.Value >= range.First && rune.Value <= range.Last) && rune.Value != 0x2800)
            .Where(rune =>
                Rune.GetUnicodeCategory(rune)
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                    )
            )
            .Where(UnseenLetters.Is)
            .Select(rune => $"U+{rune.Value:X4}");
        Assert.That(refused, Is.Empty);
    }

    [TestCase("Søren Åkjær-Nielsen")]
    [TestCase("O'Brien, Jr.")]
    [TestCase("Łukasz Żółć")]
    [TestCase("山田太郎")]
    [TestCase("𠮷野")]
    [TestCase("oidc:f:5f1c|someone@example.org")]
    public void A_name_is_one(string name) => Assert.That(UnseenLetters.MayStandInName(name), Is.True);

    [TestCase("A\u030Akjær", Description = "Å as two characters")]
    [TestCase("a\u00A0b")]
    [TestCase("a\u2003b")]
    [TestCase("a\u3000b")]
    [TestCase("a\nb")]
    [TestCase("a\tb")]
    [TestCase("a\uE000b", Description = "Private use")]
    [TestCase("a\u20DDb", Description = "Ringed by a mark")]
    [TestCase("\u202Enna")]
    public void What_looks_like_another_name_is_none(string name) => Assert.That(UnseenLetters.MayStandInName(name), Is.False);

    [TestCase("første linje\nanden\tlinje\r\n")]
    [TestCase("A\u030A og 10\u00A0000 kr. 😀")]
    public void A_text_of_several_lines_is_one(string text) => Assert.That(UnseenLetters.AreIn(text), Is.False);
}
