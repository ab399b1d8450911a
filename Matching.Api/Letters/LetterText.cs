using System.Text;
using Matching.Engine.Localization.Letters;

namespace Matching.Api.Letters;

/// <summary>A letter as plain text: at most 80 columns, headings underlined, one blank line between blocks.</summary>
internal static class LetterText
{
    private const int Width = 80;
    private const string Bullet = "- ";

    public static string Of(Letter letter)
    {
        var text = new StringBuilder();
        Head(text, letter.Title, '=');
        foreach (var paragraph in letter.Opening)
            Block(text, paragraph, "");
        foreach (var section in letter.Sections)
        {
            text.Append('\n');
            Head(text, section.Heading, '-');
            foreach (var paragraph in section.Paragraphs)
                Block(text, paragraph, "");
            if (section.Items.Count == 0)
                continue;
            text.Append('\n');
            foreach (var item in section.Items)
                Wrap(text, item, Bullet);
        }
        foreach (var paragraph in letter.Closing)
            Block(text, paragraph, "");
        return text.ToString();
    }

    private static void Head(StringBuilder text, string heading, char rule)
    {
        var before = text.Length;
        Wrap(text, heading, "");
        var longest = text.ToString(before, text.Length - before).Split('\n').Max(line => line.Length);
        text.Append(rule, longest).Append('\n');
    }

    private static void Block(StringBuilder text, string paragraph, string first)
    {
        text.Append('\n');
        Wrap(text, paragraph, first);
    }

    /// <summary>Fills lines word by word; a word longer than a line has one of its own.</summary>
    private static void Wrap(StringBuilder text, string paragraph, string first)
    {
        var (line, empty) = (new StringBuilder(first), true);
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(' ', first.Length);
                empty = true;
            }
            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }
        text.Append(line).Append('\n');
    }
}
