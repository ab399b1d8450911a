using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// What one reader is reported about a recorded ranking, in words and without any form: an edge makes text or a page of it.
/// </summary>
/// <param name="Band">The ages a letter to the child is written for; null for other readers.</param>
/// <param name="PlacementId">The place the letter proposes; null when none is possible, or it must not be named.</param>
/// <param name="Opening">Paragraphs below the title.</param>
/// <param name="Closing">Paragraphs at the end.</param>
/// <param name="Checks">What whoever sends the letter has to check first. No part of the letter.</param>
public sealed record Letter(
    Audience Audience,
    AgeBand? Band,
    Language Language,
    string? PlacementId,
    string Title,
    IReadOnlyList<string> Opening,
    IReadOnlyList<LetterSection> Sections,
    IReadOnlyList<string> Closing,
    IReadOnlyList<string> Checks
)
{
    /// <summary>The running text, block by block, without title and headings.</summary>
    public IEnumerable<string> RunningText =>
        Opening.Concat(Sections.SelectMany(section => section.Paragraphs.Concat(section.Items))).Concat(Closing);

    /// <summary>How hard it is to read.</summary>
    public Readability Readability => Readability.Of(RunningText);

    /// <summary>
    /// Writes the letter to one audience. The one place that sees the whole case: each letter is handed the wishes of its own reader, and
    /// nothing of another's.
    /// </summary>
    /// <param name="audience">Whom it is to.</param>
    /// <param name="about">The recorded case.</param>
    /// <param name="texts">Texts of one language that hold letters.</param>
    public static Letter To(Audience audience, LetterCase about, AnswerTexts texts)
    {
        var basis = new LetterBasis(about);
        var wishes = about.Profile.Wishes;
        return audience switch
        {
            Audience.Child => ChildLetter.Write(basis, wishes.Child, wishes.Matters, ChildsFamily.Of(about.Profile), texts),
            Audience.Parent => ParentLetter.Write(
                basis,
                wishes.Parents,
                DiagnosesOf(about),
                Confidentiality.HidesPlace(about.Profile),
                texts
            ),
            Audience.Duty => DutyLetter.Write(basis, about.Profile.Urgency == Urgency.Acute, texts),
            Audience.Place => PlaceLetter.Write(basis, ToldToPlace.Of(about, basis.Place), DiagnosesOf(about), texts),
            _ => CommitteeLetter.Write(basis, wishes, DiagnosesOf(about), FamilyKnown.Of(about.Profile), about.Reference, texts),
        };
    }

    /// <summary>Null where diagnoses are not to be named.</summary>
    private static IReadOnlyList<Diagnosis>? DiagnosesOf(LetterCase about) => about.NamesDiagnoses ? about.Profile.Diagnoses ?? [] : null;
}

/// <summary>A part of a letter: a heading, then paragraphs, then items of a list. Every item is a sentence of its own.</summary>
public sealed record LetterSection(string Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<string> Items);
