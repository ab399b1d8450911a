using System.Text;
using Matching.Api.Letters;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>Letters as a person reviewed them, for every audience, age and language.</summary>
public sealed class LetterSnapshotTests
{
    [Test]
    public void A_letter_to_a_child_reads_as_reviewed(
        [Values(
            "10-small-child-with-network",
            "06-youth-crime-board-11",
            "08-autism-and-disability",
            "01-severe-self-harm",
            "07-opioid-dependence",
            "11-between-offers"
        )]
            string name,
        [Values] Language language
    ) => Verify(name, Written.OfExample(name).To(Audience.Child, language));

    [Test]
    public void A_letter_to_parents_reads_as_reviewed(
        [Values("01-severe-self-harm", "08-autism-and-disability", "10-small-child-with-network", "11-between-offers")] string name,
        [Values] Language language
    ) => Verify(name, Written.OfExample(name).To(Audience.Parent, language));

    [Test]
    public void A_draft_to_those_who_decide_reads_as_reviewed(
        [Values("01-severe-self-harm", "11-between-offers")] string name,
        [Values] Language language
    ) => Verify(name, Written.OfExample(name).To(Audience.Committee, language));

    [Test]
    public void A_handover_to_the_place_reads_as_reviewed(
        [Values("01-severe-self-harm", "10-small-child-with-network")] string name,
        [Values] Language language
    ) => Verify(name, Written.OfExample(name).To(Audience.Place, language));

    [Test]
    public void A_handover_with_all_there_can_be_reads_as_reviewed([Values] Language language) =>
        Verify("everything", PlaceLetterTests.Everything.To(Audience.Place, language, "skodsborg", diagnoses: true));

    [Test]
    public void A_draft_for_another_place_with_diagnoses_reads_as_reviewed() =>
        Verify(
            "04-youth-sanction-soenderbro",
            Written.OfExample("04-youth-sanction").To(Audience.Committee, placementId: "soenderbro", diagnoses: true)
        );

    /// <summary>What each reader is reported of each kind of place, side by side.</summary>
    [Test]
    public void What_is_told_of_each_level_reads_as_reviewed([Values] Language language)
    {
        var text = new StringBuilder();
        foreach (var level in Written.LevelsWithPlaces)
        {
            foreach (var (reader, letter) in Readers(level, language))
            {
                text.Append($"{Terms<Level>.Text(level)}, {reader}\n");
                foreach (var paragraph in letter.Sections.First(section => section.Heading == Heading(letter, language)).Paragraphs)
                    text.Append($"  {paragraph}\n");
                text.Append('\n');
            }
        }
        Snapshot.Matches(text.ToString(), $"levels.{Terms<Language>.Text(language)}");
    }

    static IEnumerable<(string Reader, Letter Letter)> Readers(Level level, Language language)
    {
        var written = Written
            .Thinkable()
            .Where(written =>
                written.Name.StartsWith($"{Terms<Level>.Text(level)} by committee at", StringComparison.Ordinal)
                && !written.Name.EndsWith("everything", StringComparison.Ordinal)
            )
            .ToList();
        foreach (var band in AgeBand.All)
            yield return (band.Code, written.First(one => one.Profile.AgeYears == band.To).To(Audience.Child, language));
        yield return ("parents", written[^1].To(Audience.Parent, language));
    }

    static string Heading(Letter letter, Language language)
    {
        var texts = TestReferenceData.Texts.In(language);
        var audience = Terms<Audience>.Text(letter.Audience);
        return (letter.Band is null ? null : texts.Fragment("letters", $"{audience}.{letter.Band.Code}.heading.proposal"))
            ?? texts.Fragment("letters", $"{audience}.heading.proposal")!;
    }

    static void Verify(string name, Letter letter) =>
        Snapshot.Matches(
            $"{LetterText.Of(letter)}\n(LIX "
                + $"{letter.Readability.Lix})\n{string.Concat(letter.Checks.Select(check => $"(check: {check})\n"))}",
            $"{Terms<Audience>.Text(letter.Audience)}{(letter.Band is { } band ? $"-{band.Code}" : "")}.{name}.{Terms<Language>.Text(letter.Language)}"
        );
}
