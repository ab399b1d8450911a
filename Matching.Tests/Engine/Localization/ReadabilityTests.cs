using Matching.Engine.Localization;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization;

public sealed class ReadabilityTests
{
    [TestCase("Vi har set på dig.", 5, 1, 0, 5)]
    [TestCase("Barnet bor hjemme. Døren er åben.", 6, 2, 0, 3)]
    [TestCase("Kommunen bestemmer. Kommunen bestemmer.", 4, 2, 4, 102)]
    public void A_text_is_measured_by_words_per_sentence_and_the_share_of_long_words(
        string text,
        int words,
        int sentences,
        int longWords,
        decimal lix
    )
    {
        var measured = Readability.Of([text]);

        Assert.That((measured.Words, measured.Sentences, measured.LongWords, measured.Lix), Is.EqualTo((words, sentences, longWords, lix)));
    }

    [Test]
    public void The_worked_example_of_437_words_in_21_sentences_with_112_long_ones_gives_46_4() =>
        Assert.That(new Readability(437, 21, 112).Lix, Is.EqualTo(46.4m));

    [TestCase("huset!", 0)]
    [TestCase("anbring", 1)]
    [TestCase("(anbring)", 1)]
    [TestCase("ca.-før-nu", 1)]
    [TestCase("1234567", 0)]
    [TestCase("ærøåøæ", 0)]
    public void A_long_word_has_more_than_six_letters_counted_across_hyphens(string word, int longWords) =>
        Assert.That(Readability.Of([word]).LongWords, Is.EqualTo(longWords));

    [TestCase("Det sker den 22. november 2026. Så er vi der.", 2)]
    [TestCase("Er det nu? Ja! Kom.", 3)]
    [TestCase("Det hedder \"Nu.\" Så går vi.", 2)]
    [TestCase("Tre ting: en, to og tre; så er det slut.", 1)]
    [TestCase("Uden punktum", 1)]
    [TestCase("… – .", 0)]
    [TestCase("", 0)]
    public void A_sentence_ends_with_its_mark_unless_a_small_letter_follows(string text, int sentences) =>
        Assert.That(Readability.Of([text]).Sentences, Is.EqualTo(sentences));

    [Test]
    public void Every_paragraph_and_item_ends_a_sentence() =>
        Assert.That(Readability.Of(["Det kan du få:", "mad", "en seng"]).Sentences, Is.EqualTo(3));

    [Test]
    public void A_text_without_words_has_no_figure() => Assert.That(Readability.Of([]).Lix, Is.Zero);
}
