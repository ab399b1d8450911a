using System.Globalization;
using System.Text;

namespace Matching.Engine.Parsing;

/// <summary>
/// Characters that are not seen or turn the direction of what is: control and format characters (the marks of direction, of zero width, the
/// soft hyphen, tags), what Unicode says may be ignored in display (fillers, the grapheme joiner, variation selectors), the blank of
/// Braille, separators of lines and paragraphs, and halves of characters. With them two texts look alike that are not, or read otherwise
/// than they are written.
/// </summary>
public static class UnseenLetters
{
    /// <summary>The rule for texts of people, in words.</summary>
    public const string Rule = "must not hold invisible characters or such as turn the direction of writing";

    // Default_Ignorable_Code_Point of Unicode 16 where the category does not say it: letters, marks and what is not assigned yet.
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2065, 0x2065),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0xE0000, 0xE0FFF),
    ];

    /// <summary>Whether a text holds one; line feeds, carriage returns and tabs are none.</summary>
    public static bool AreIn(string text)
    {
        foreach (var letter in text)
        {
            if (letter is < ' ' and not ('\t' or '\n' or '\r') or > '~')
                return AreInOther(text);
        }
        return false;
    }

    /// <summary>Whether a character is one.</summary>
    public static bool Is(Rune rune) =>
        rune.IsAscii
            ? Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')
            : Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                || Array.Exists(Ignorable, range => rune.Value >= range.First && rune.Value <= range.Last);

    /// <summary>
    /// Whether a text can be the name of someone or something: on one line, nothing unseen, no other space than the usual one, and no marks
    /// that are put upon a letter of their own. <c>å</c> written as two characters looks like <c>å</c> and is another name; the service has
    /// no tables to compose the two, so what is not composed is refused.
    /// </summary>
    public static bool MayStandInName(string text)
    {
        for (var i = 0; i < text.Length; )
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            if (!MayStandInName(rune))
                return false;
            i += length;
        }
        return true;
    }

    private static bool MayStandInName(Rune rune) =>
        !Rune.IsControl(rune)
        && !Is(rune)
        && (
            rune.Value == ' '
            || Rune.GetUnicodeCategory(rune)
                is not (
                    UnicodeCategory.SpaceSeparator
                    or UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.EnclosingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
                )
        );

    private static bool AreInOther(string text)
    {
        for (var i = 0; i < text.Length; )
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done || Is(rune))
                return true;
            i += length;
        }
        return false;
    }
}
