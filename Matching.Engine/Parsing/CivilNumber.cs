using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Matching.Engine.Parsing;

/// <summary>
/// Finds what reads as a Danish civil registration number (CPR): ten digits of any script, not touching other digits, the first six a
/// date (ddMMyy); one or two characters that are neither letter nor digit may stand after the sixth, and between day, month and year.
/// A number that lost its leading zero, as spreadsheets do, is one too: nine digits that touch no letter, the first five a date (dMMyy).
/// The modulus 11 check is not used: numbers without it are issued since 2007 (cpr.dk).
/// Such a number is refused everywhere and never stored, echoed or logged.
/// </summary>
/// <remarks>
/// One in a few thousand random identifiers holds ten such digits by chance. So a value that as a whole is an identifier of the
/// service (a UUID, a SHA-256 or its first half in hexadecimal) holds none, and in fields that are for identifiers alone
/// (<see cref="IsInIdentifier"/>) digits that touch a letter or digit are none. Free text is held to the strict rule.
/// The four last digits are one group, or a day with a time (24.12.26 10.30) would be a number.
/// </remarks>
public static partial class CivilNumber
{
    /// <summary>No text shorter than this holds one.</summary>
    public const int Digits = 9;

    private const int Whole = 10;

    private const int UuidLength = 36,
        HashLength = 64,
        HalfHashLength = 32;

    // What a folded text is made of beside digits.
    private const char Letter = 'a',
        Separator = '-';

    [GeneratedRegex(
        "(?<![0-9])([0-9]{6}|[0-9]{2}-{1,2}[0-9]{2}-{1,2}[0-9]{2})-{0,2}[0-9]{4}(?![0-9])|(?<![0-9a])[1-9][0-9]{8}(?![0-9a])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();

    [GeneratedRegex("(?<![0-9])[0-9]{6}-?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex NarrowPattern();

    /// <summary>True when a value of a field that any text may stand in holds at least one such number.</summary>
    public static bool IsIn(string text)
    {
        if (!MayHoldOne(text))
            return false;
        var folded = Fold(text);
        foreach (var match in Pattern().EnumerateMatches(folded))
        {
            if (IsDate(folded, match))
                return !IsIdentifier(text);
        }
        return false;
    }

    /// <summary>
    /// True when a value of a field that is for identifiers alone, such as a pseudonym, a token's subject or an idempotency key,
    /// holds at least one such number that touches neither a letter nor a digit.
    /// </summary>
    public static bool IsInIdentifier(string text)
    {
        if (!MayHoldOne(text))
            return false;
        var folded = Fold(text);
        foreach (var match in Pattern().EnumerateMatches(folded))
        {
            var end = match.Index + match.Length;
            var touches = (match.Index > 0 && folded[match.Index - 1] != Separator) || (end < folded.Length && folded[end] != Separator);
            if (!touches && IsDate(folded, match))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The rule that records were held to before other separators, scripts and lost zeros were: ten ASCII digits, at most a dash after the
    /// sixth. What was recorded under it is still found by its name.
    /// </summary>
    public static bool IsPlainlyIn(string text)
    {
        foreach (var match in NarrowPattern().EnumerateMatches(text))
        {
            if (IsDate(text, match))
                return !IsIdentifier(text);
        }
        return false;
    }

    // Most texts hold too few digits to be looked at closely; outside ASCII any character may be one.
    private static bool MayHoldOne(string text)
    {
        if (text.Length < Digits)
            return false;
        var count = 0;
        foreach (var letter in text)
        {
            if ((!char.IsAscii(letter) || char.IsAsciiDigit(letter)) && ++count == Digits)
                return true;
        }
        return false;
    }

    /// <summary>
    /// The text with every digit of any script as an ASCII one (full width, Arabic, raised or ringed too), every letter as one letter,
    /// everything else as one separator, and without what is not seen or stands upon another character.
    /// </summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnseenLetters.Is(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                continue;
            var digit = rune.IsAscii && !Rune.IsDigit(rune) ? -1 : DigitOf(rune);
            folded.Append(
                digit >= 0 ? (char)('0' + digit)
                : Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) ? Letter
                : Separator
            );
        }
        return folded.ToString();
    }

    private static int DigitOf(Rune rune) => CharUnicodeInfo.GetDigitValue(rune.ToString(), 0);

    private static bool IsIdentifier(string text) =>
        text.Length switch
        {
            UuidLength => Guid.TryParseExact(text, "D", out _),
            HashLength or HalfHashLength => text.All(char.IsAsciiHexDigit),
            _ => false,
        };

    // The century stands in the seventh digit; a day is a date when it is one in any century, so 29 February 00 counts (2000).
    private static bool IsDate(string text, ValueMatch match)
    {
        var at = match.Index;
        var digits = 0;
        foreach (var letter in text.AsSpan(match.Index, match.Length))
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        var day = digits == Whole ? Two() : Next();
        var (month, year) = (Two(), Two());
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);

        int Two() => Next() * 10 + Next();

        int Next()
        {
            while (!char.IsAsciiDigit(text[at]))
                at++;
            return text[at++] - '0';
        }
    }
}
