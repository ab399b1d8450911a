namespace Matching.Engine.Localization;

/// <summary>
/// How hard a text is to read, as LIX (Björnsson, Läsbarhet, 1968): words per sentence, plus the percentage of words of more than six
/// letters.
/// </summary>
/// <remarks>
/// Counted so that nothing short pulls the figure down unduly. Only running text is measured: headings and titles are left out. A word is a
/// run without white space that
/// holds a letter or digit; its length is the number of its letters, those on both sides of a hyphen together. A sentence ends with a full
/// stop, question mark or
/// exclamation mark before white space or the end, unless a small letter follows, as in "22. november"; a colon or semicolon ends none. A
/// paragraph or item ends a sentence.
/// </remarks>
/// <param name="Words">How many words.</param>
/// <param name="Sentences">How many sentences.</param>
/// <param name="LongWords">How many words of more than six letters.</param>
public sealed record Readability(int Words, int Sentences, int LongWords)
{
    /// <summary>The longest word that is not long, in letters.</summary>
    private const int LongestShortWord = 6;

    /// <summary>
    /// LIX with one decimal; 0 for a text without words. Below 30 is as easy as a children's book, 40 the middle of a newspaper.
    /// </summary>
    public decimal Lix =>
        Words == 0 ? 0 : Math.Round((decimal)Words / Sentences + 100m * LongWords / Words, 1, MidpointRounding.AwayFromZero);

    /// <summary>Measures paragraphs and items.</summary>
    public static Readability Of(IEnumerable<string> blocks)
    {
        var (words, sentences, longWords) = (0, 0, 0);
        foreach (var block in blocks)
        {
            var parts = block.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var open = false;
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Any(char.IsLetterOrDigit))
                {
                    words++;
                    longWords += parts[i].Count(char.IsLetter) > LongestShortWord ? 1 : 0;
                    open = true;
                }
                if (open && (i == parts.Length - 1 || EndsSentence(parts[i], parts[i + 1])))
                {
                    sentences++;
                    open = false;
                }
            }
        }
        return new Readability(words, sentences, longWords);
    }

    private static bool EndsSentence(string word, string next) =>
        word.TrimEnd('"', '\'', '”', '’', ')', '»') is [.., '.' or '!' or '?']
        && !char.IsLower(next.TrimStart('"', '\'', '“', '‘', '(', '«').FirstOrDefault());
}
