using System.Text.RegularExpressions;
using Matching.Engine.Eligibility;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>Every letter is whole: no gap, no key, no empty section.</summary>
public sealed partial class LetterTextsTests
{
    const int Children = 1_000;

    [GeneratedRegex(
        @"\b(child|parent|parents|committee|duty|place|check|period|heading|diagnosis|need|level|ground|decider|step|word|criterion|fact|unit|month)\.[a-z0-9][a-z0-9.-]*"
    )]
    private static partial Regex Key();

    [GeneratedRegex(@"\b20[0-9]{2}\b")]
    private static partial Regex Year();

    [Test]
    public void No_letter_shows_a_key_or_a_gap_has_an_empty_section_or_says_a_thing_twice() =>
        Assert.That(
            Written
                .Shipped()
                .Concat(Written.Generated(Children))
                .Concat(Written.Thinkable())
                .SelectMany(written => written.AllLetters())
                .SelectMany(Faults)
                .Distinct()
                .Take(10),
            Is.Empty
        );

    /// <summary>No free places are known here, so no letter has a day to tell.</summary>
    [Test]
    public void A_letter_to_the_family_promises_no_day_before_there_is_a_decision()
    {
        var days =
            from written in Written.Shipped().Concat(Written.Generated(Children / 4))
            from language in Written.Languages
            from audience in new[] { Audience.Child, Audience.Parent }
            where Year().IsMatch(Written.TextWithoutNames(written.To(audience, language)))
            select (written.Name, audience, language);
        Assert.That(days.Take(5), Is.Empty);
    }

    [Test]
    public void The_languages_say_as_much_as_each_other()
    {
        foreach (var written in Written.Shipped().Concat(Written.Thinkable()))
        {
            foreach (var audience in Enum.GetValues<Audience>())
            {
                var (danish, english) = (written.To(audience, Language.Da), written.To(audience, Language.En));
                Assert.That(Shape(english), Is.EqualTo(Shape(danish)), $"{written.Name} {audience}");
                Assert.That(english.Title, Is.Not.EqualTo(danish.Title));
            }
        }
    }

    [Test]
    public void Every_right_of_the_rules_has_a_sentence_for_who_holds_it_and_a_name_for_the_sender([Values] Language language)
    {
        var texts = TestReferenceData.Texts.In(language);
        var keys = TestReferenceData.Rules.Rights.SelectMany(rule =>
            new[]
            {
                $"{(rule.Holder == RightHolder.Child ? "child" : "parent")}.right.{Terms<LegalRight>.Text(rule.Right)}",
                $"check.right.{Terms<LegalRight>.Text(rule.Right)}",
            }
        );
        Assert.That(keys.Where(key => texts.Fragment("letters", key) is null), Is.Empty);
    }

    [TestCase(0, "under-10")]
    [TestCase(9, "under-10")]
    [TestCase(10, "10-12")]
    [TestCase(12, "10-12")]
    [TestCase(13, "13-15")]
    [TestCase(15, "13-15")]
    [TestCase(16, "16-17")]
    [TestCase(17, "16-17")]
    public void A_child_is_written_to_as_its_age_asks_for(int age, string band)
    {
        var letter = Written.Of(A.Child() with { AgeYears = age }).To(Audience.Child);
        Assert.That((letter.Band!.Code, letter.Title.Contains("læses højt")), Is.EqualTo((band, band == "under-10")));
    }

    [Test]
    public void The_age_is_that_on_the_day_of_the_ranking()
    {
        var child = A.Child() with { AgeYears = null, BirthDate = TestReferenceData.Day.AddYears(-13) };
        Assert.That(Written.Of(child).To(Audience.Child).Band!.Code, Is.EqualTo("13-15"));
        Assert.That(
            Written.Of(child with { BirthDate = TestReferenceData.Day.AddYears(-13).AddDays(1) }).To(Audience.Child).Band!.Code,
            Is.EqualTo("10-12")
        );
    }

    static IEnumerable<string> Faults(Letter letter)
    {
        var headings = letter.Sections.Select(section => section.Heading).ToList();
        return letter
            .RunningText.Concat(headings)
            .Concat(letter.Checks)
            .Append(letter.Title)
            .Where(block => block.Length == 0 || block.Contains('{') || block.Contains('}') || block.Contains("  ") || Key().IsMatch(block))
            .Concat(headings.GroupBy(heading => heading).Where(group => group.Count() > 1).Select(group => group.Key))
            .Concat(
                letter.Sections.Where(section => section.Paragraphs.Count + section.Items.Count == 0).Select(section => section.Heading)
            )
            .Concat(
                letter.Sections.SelectMany(section =>
                    section.Items.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key)
                )
            );
    }

    static string Shape(Letter letter) =>
        string.Join(' ', letter.Sections.Select(section => $"{section.Paragraphs.Count}/{section.Items.Count}"));
}
