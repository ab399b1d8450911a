using System.Text;
using Matching.Engine.Parsing;

namespace Matching.Engine.Learning.Reporting;

/// <summary>Text from files and records as it may stand within a line of Markdown or a cell of a table: shown as it was written.</summary>
public static class MarkdownText
{
    private const char Replacement = '\uFFFD';

    // What begins emphasis, code, links, cells or an escape. A line never begins with such text, so what begins a block is harmless.
    private const string Marks = "\\`*_~[]|";

    /// <summary>
    /// The text in one line. What could begin HTML is written as a reference, for not every reader of Markdown knows a backslash before it.
    /// </summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                shown.Append(' ');
            else if (UnseenLetters.Is(rune))
                shown.Append(Replacement);
            else if (rune.Value is '<' or '>' or '&')
                shown.Append(
                    rune.Value switch
                    {
                        '<' => "&lt;",
                        '>' => "&gt;",
                        _ => "&amp;",
                    }
                );
            else if (rune.IsAscii && Marks.Contains((char)rune.Value, StringComparison.Ordinal))
                shown.Append('\\').Append((char)rune.Value);
            else
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }
}
