using Matching.Api.Letters;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Tests.Engine.Examples;
using Matching.Tests.Engine.Localization.Letters;
using NUnit.Framework;

namespace Matching.Tests.Api.Letters;

/// <summary>A letter as plain text, for a terminal or a mail.</summary>
public sealed class LetterTextTests
{
    const int Width = 80;

    static IEnumerable<string> Examples => Example.Names;

    [TestCaseSource(nameof(Examples))]
    public void No_line_is_wider_than_80_columns_and_none_ends_in_a_blank(string name)
    {
        foreach (var letter in Written.OfExample(name).AllLetters())
            Assert.That(LetterText.Of(letter).Split('\n').Where(line => line.Length > Width || line.EndsWith(' ')), Is.Empty);
    }

    [Test]
    public void Headings_are_underlined_items_hang_and_words_longer_than_a_line_stay_whole()
    {
        var longest = new string('å', Width + 5);
        var text = LetterText.Of(
            new Letter(
                Audience.Parent,
                null,
                Language.Da,
                null,
                "Titel",
                ["Ind."],
                [new LetterSection("Del", ["Et."], [$"{string.Join(' ', Enumerable.Repeat("ord", 30))}.", $"a {longest} b"])],
                ["Hilsen."],
                []
            )
        );

        Assert.That(
            text,
            Is.EqualTo(
                $"""
                Titel
                =====

                Ind.

                Del
                ---

                Et.

                - ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord ord
                  ord ord ord ord ord ord ord ord ord ord ord.
                - a
                  {longest}
                  b

                Hilsen.

                """.ReplaceLineEndings("\n")
            )
        );
    }
}
