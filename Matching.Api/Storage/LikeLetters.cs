using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// What a reader sees of a name: two names that give the same are taken for each other. Composed and compatible letters are made one
/// (NFKC, Unicode Standard Annex 15), case is left out, and letters of Greek and Cyrillic that look like Latin ones are those
/// (after Unicode Technical Standard 39, the single letters that are whole look-alikes).
/// </summary>
static class LikeLetters
{
    // Lower case, for case is left out first; some are alike as capitals only. Cyrillic, then Greek, Latin and Armenian.
    const string Letters =
        "\u0430\u0432\u0441\u0435\u0501\u04bb\u0456\u0458\u043a\u043c\u043d\u043e\u0440\u0455"
        + "\u0442\u0443\u0445\u051b\u051d\u0475\u04cf\u0451\u0457\u04d9\u04e9"
        + "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3"
        + "\u0131\u0130\u0261\u0251\u017f"
        + "\u0585\u0578\u057d\u0570\u0575\u0566\u0581";
    const string LookLike = "abcedhijkmhopstyxqwvl\u00eb\u00ef\u01dd\u0275" + "abezhikmnoptyxcj" + "iigas" + "onuhjqg";

    static readonly Dictionary<char, char> Latin = Letters.Zip(LookLike).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The name as it is seen.</summary>
    public static string Seen(string name)
    {
        var folded = name.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        return string.Create(
            folded.Length,
            folded,
            static (seen, folded) =>
            {
                for (var i = 0; i < seen.Length; i++)
                    seen[i] = Latin.GetValueOrDefault(folded[i], folded[i]);
            }
        );
    }
}
