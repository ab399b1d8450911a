using System.Text.RegularExpressions;

namespace Matching.Engine.Parsing;

/// <summary>
/// Finds what reads as a Danish civil registration number (CPR): ten digits, a dash after the sixth allowed, not touching other
/// digits, the first six a date (ddMMyy). The modulus 11 check is not used: numbers without it are issued since 2007 (cpr.dk).
/// Such a number is refused everywhere and never stored, echoed or logged.
/// </summary>
public static partial class CivilNumber
{
    /// <summary>No text shorter than this holds one.</summary>
    public const int Digits = 10;

    [GeneratedRegex(@"(?<![0-9])(?<day>[0-9]{2})(?<month>[0-9]{2})(?<year>[0-9]{2})-?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    /// <summary>True when the text holds at least one such number.</summary>
    public static bool IsIn(string text)
    {
        if (text.Length < Digits)
            return false;
        for (var match = Pattern().Match(text); match.Success; match = match.NextMatch())
        {
            if (
                IsDate(
                    int.Parse(match.Groups["day"].ValueSpan),
                    int.Parse(match.Groups["month"].ValueSpan),
                    int.Parse(match.Groups["year"].ValueSpan)
                )
            )
                return true;
        }
        return false;
    }

    // The century stands in the seventh digit; a day is a date when it is one in any century, so 29 February 00 counts (2000).
    private static bool IsDate(int day, int month, int year) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);
}
