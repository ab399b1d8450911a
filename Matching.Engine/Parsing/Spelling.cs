using System.Globalization;
using System.Text;

namespace Matching.Engine.Parsing;

/// <summary>
/// Finds words that people read as one and a program as several: they differ by case, spaces or letters that look alike only.
/// </summary>
public static class Spelling
{
    // Small letters of other scripts, and the Latin letter that each is taken for (the common part of Unicode's confusables).
    private const string Others =
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u043d\u0432\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b2\u0131";
    private const string Latin = "aeopcyxijskmthbaeikvoptyxbi";

    /// <summary>The same for all words that are read as one. It is for comparing, not for showing.</summary>
    public static string KeyOf(string word)
    {
        var key = new StringBuilder(word.Length);
        foreach (var written in word)
        {
            // Letters of full width stand in the order of ASCII.
            var letter = written is >= '\uff01' and <= '\uff5e' ? (char)(written - '\uff01' + '!') : written;
            var kind = char.GetUnicodeCategory(letter);
            if (char.IsWhiteSpace(letter) || kind is UnicodeCategory.Format or UnicodeCategory.Control)
                continue;
            if (kind == UnicodeCategory.NonSpacingMark && key.Length > 0 && Composed(key[^1], letter) is { } whole)
            {
                key[^1] = whole;
                continue;
            }
            var small = char.ToLowerInvariant(letter);
            var alike = Others.IndexOf(small, StringComparison.Ordinal);
            key.Append(
                kind == UnicodeCategory.DashPunctuation ? '-'
                : alike < 0 ? small
                : Latin[alike]
            );
        }
        return key.ToString();
    }

    // The service runs without the tables that string.Normalize needs; these are the marks of Danish and its neighbours.
    private static char? Composed(char letter, char mark) =>
        (letter, mark) switch
        {
            ('a', '\u030a') => '\u00e5',
            ('a', '\u0308') => '\u00e4',
            ('o', '\u0308') => '\u00f6',
            ('u', '\u0308') => '\u00fc',
            ('a', '\u0301') => '\u00e1',
            ('e', '\u0301') => '\u00e9',
            ('e', '\u0300') => '\u00e8',
            ('o', '\u0301') => '\u00f3',
            _ => null,
        };
}
