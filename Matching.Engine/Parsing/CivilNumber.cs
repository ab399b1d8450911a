using System.Text.RegularExpressions;

namespace Matching.Engine.Parsing;

/// <summary>
/// Finds what reads as a Danish civil registration number (CPR): ten digits, a dash after the sixth allowed, not touching other
/// digits, the first six a date (ddMMyy). The modulus 11 check is not used: numbers without it are issued since 2007 (cpr.dk).
/// Such a number is refused everywhere and never stored, echoed or logged.
/// </summary>
/// <remarks>
/// One in a few thousand random identifiers holds ten such digits by chance. So a value that as a whole is an identifier of the
/// service (a UUID, a SHA-256 or its first half in hexadecimal) holds none, and in fields that are for identifiers alone
/// (<see cref="IsInIdentifier"/>) digits that touch a letter or digit are none. Free text is held to the strict rule.
/// </remarks>
public static partial class CivilNumber
{
    /// <summary>No text shorter than this holds one.</summary>
    public const int Digits = 10;

    private const int UuidLength = 36,
        HashLength = 64,
        HalfHashLength = 32;

    [GeneratedRegex("(?<![0-9])[0-9]{6}-?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    /// <summary>True when a value of a field that any text may stand in holds at least one such number.</summary>
    public static bool IsIn(string text)
    {
        foreach (var match in Pattern().EnumerateMatches(text))
        {
            if (IsDate(text.AsSpan(match.Index)))
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
        foreach (var match in Pattern().EnumerateMatches(text))
        {
            var end = match.Index + match.Length;
            var touches =
                (match.Index > 0 && char.IsLetterOrDigit(text[match.Index - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end]));
            if (!touches && IsDate(text.AsSpan(match.Index)))
                return true;
        }
        return false;
    }

    private static bool IsIdentifier(string text) =>
        text.Length switch
        {
            UuidLength => Guid.TryParseExact(text, "D", out _),
            HashLength or HalfHashLength => text.All(char.IsAsciiHexDigit),
            _ => false,
        };

    // The century stands in the seventh digit; a day is a date when it is one in any century, so 29 February 00 counts (2000).
    private static bool IsDate(ReadOnlySpan<char> digits)
    {
        var (day, month, year) = (Two(digits), Two(digits[2..]), Two(digits[4..]));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);

        static int Two(ReadOnlySpan<char> pair) => (pair[0] - '0') * 10 + pair[1] - '0';
    }
}
