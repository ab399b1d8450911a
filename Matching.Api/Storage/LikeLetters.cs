using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// What a reader sees of a name: two names that give the same are taken for each other. Case is left out; styled, joined and composed
/// letters are made plain; letters of other scripts that look like Latin ones are those (<c>like-letters.txt</c>); Korean syllables are
/// taken apart. The runtime's own normalisation is not asked: without ICU it changes nothing.
/// </summary>
static class LikeLetters
{
    /// <summary>
    /// Stands before every fingerprint; another one when some name is seen otherwise. What was kept before is then worked out again at
    /// start.
    /// </summary>
    public const string Version = "1:";

    /// <summary>
    /// Whether a fingerprint is of the program before versions stood there. It cannot be held against the name any more, and is worked out
    /// again at the next start.
    /// </summary>
    public static bool IsOfBefore(string? fingerprint) => fingerprint is { Length: 64 } && fingerprint.All(char.IsAsciiHexDigitLower);

    const string Resource = "Matching.Api.Storage.like-letters.txt";

    // Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
    const int Syllable = 0xAC00,
        Syllables = 11172,
        Leading = 0x1100,
        Vowel = 0x1161,
        Trailing = 0x11A7,
        Vowels = 21,
        Trailings = 28;

    static readonly Lazy<FrozenDictionary<Rune, string>> Looks = new(Read);

    /// <summary>The name as it is seen.</summary>
    public static string Seen(string name)
    {
        var seen = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
            if (Looks.Value.TryGetValue(rune, out var looks) || Looks.Value.TryGetValue(folded, out looks))
                seen.Append(looks);
            else if (rune.Value - Syllable is >= 0 and < Syllables and var syllable)
                AppendParts(seen, syllable);
            else
                seen.Append(folded);
        }
        return seen.ToString();
    }

    static void AppendParts(StringBuilder seen, int syllable)
    {
        seen.Append((char)(Leading + syllable / (Vowels * Trailings)));
        seen.Append((char)(Vowel + syllable % (Vowels * Trailings) / Trailings));
        if (syllable % Trailings is var trailing and not 0)
            seen.Append((char)(Trailing + trailing));
    }

    static FrozenDictionary<Rune, string> Read()
    {
        using var reader = new StreamReader(typeof(LikeLetters).Assembly.GetManifestResourceStream(Resource)!);
        var looks = new Dictionary<Rune, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var runes = Array.ConvertAll(
                line.Split(' '),
                code => new Rune(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            );
            looks.Add(runes[0], string.Concat(runes.Skip(1)));
        }
        return looks.ToFrozenDictionary();
    }
}
