using Matching.Engine.Localization.Letters;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>
/// How hard the letters are to read (LIX): at most 30 for a child, 40 for parents, regardless of the case. Names of places count as they
/// stand.
/// </summary>
public sealed class LetterReadabilityTests
{
    const decimal HardestForChild = 30,
        HardestForParents = 40;
    const int Children = 3_000;

    [Test]
    public void A_letter_about_a_shipped_case_is_easy_to_read() => Assert.That(Written.Shipped().SelectMany(TooHard), Is.Empty);

    [Test]
    public void A_letter_about_any_child_is_easy_to_read() => Assert.That(Written.Generated(Children).SelectMany(TooHard), Is.Empty);

    [Test]
    public void A_letter_is_easy_to_read_at_every_level_before_every_decider_and_at_every_age() =>
        Assert.That(Written.Thinkable().SelectMany(TooHard), Is.Empty);

    [Test]
    public void What_is_measured_are_sentences_and_no_scraps()
    {
        var unended = Written
            .Thinkable()
            .SelectMany(written =>
                Written.Languages.SelectMany(language =>
                    new[] { Audience.Child, Audience.Parent }.SelectMany(audience =>
                        written.To(audience, language).RunningText.Where(block => block[^1] is not ('.' or '?' or ':'))
                    )
                )
            );
        Assert.That(unended.Distinct(), Is.Empty);
    }

    [Test]
    public void Headings_and_title_do_not_make_a_letter_easier()
    {
        var letter = Written.OfExample("01-severe-self-harm").To(Audience.Child);
        Assert.That(letter.RunningText, Has.None.EqualTo(letter.Title).And.None.EqualTo(letter.Sections[0].Heading));
    }

    static IEnumerable<string> TooHard(Written written) =>
        from language in Written.Languages
        from audience in new[] { Audience.Child, Audience.Parent }
        let letter = written.To(audience, language)
        where letter.Readability.Lix > (audience == Audience.Child ? HardestForChild : HardestForParents)
        select $"{written.Name}, {audience} in {language}: {letter.Readability}";
}
