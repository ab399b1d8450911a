using Matching.Engine.Inquiry;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// To the duty team, to be read aloud on the telephone: what is dangerous, whom to call first, what they must be told, who decides. One
/// screen, no points and no tables.
/// </summary>
internal static class DutyLetter
{
    private const int MostDangers = 2,
        MostPlaces = 3,
        MostWarnings = 2,
        MostSentencesOfLaw = 2;

    private static readonly string[] Dangers =
    [
        "withdrawal-risk",
        "eating-disorder-risk",
        "pregnancy-and-substances",
        "recent-psychiatric-discharge",
        "acute-health-risk",
    ];

    private static readonly string[] Warnings = ["place-not-to-be-named", "tell-the-place", "home-safety-unclear", "safety-plan-needed"];

    /// <param name="basis">What the letter rests on.</param>
    /// <param name="isAcute">Whether a place is needed at once.</param>
    /// <param name="answerTexts">The texts.</param>
    public static Letter Write(LetterBasis basis, bool isAcute, AnswerTexts answerTexts)
    {
        var texts = new LetterTexts(answerTexts, Audience.Duty);
        return new Letter(
            Audience.Duty,
            null,
            answerTexts.Texts.Language,
            basis.Proposed?.PlacementId,
            texts.Say("title"),
            [texts.Say(isAcute ? "opening" : "opening.not-acute", ("age", LetterTexts.Number(basis.AgeYears)))],
            SectionDraft.Written(
                texts.Section("danger").List(Notices(basis, texts, Dangers, MostDangers)),
                texts.Section("call").List(Places(basis, texts)),
                texts.Section("tell").List(Told(basis, texts)),
                Decides(basis, texts)
            ),
            [texts.Say("closing")],
            LetterChecks.Of(basis, [], texts)
        );
    }

    private static IEnumerable<string> Notices(LetterBasis basis, LetterTexts texts, string[] codes, int most) =>
        basis
            .Answer.Notices.Where(notice => codes.Contains(notice.Code))
            .OrderBy(notice => Array.IndexOf(codes, notice.Code))
            .Take(most)
            .Select(texts.Answer.Texts.Of);

    /// <summary>Those that can receive the child first, then those that have to be asked.</summary>
    private static IEnumerable<string> Places(LetterBasis basis, LetterTexts texts)
    {
        var places = basis
            .Answer.Placements.Where(place => place.Rank is not null && place.CanReceiveToday != false)
            .OrderByDescending(place => place.CanReceiveToday == true)
            .ThenBy(place => place.Rank)
            .Take(MostPlaces)
            .Select((place, order) => Called(basis.PlaceOf(place.PlacementId), place, order + 1, texts))
            .ToList();
        return places.Count == 0 ? [texts.Say("nobody")] : places;
    }

    private static string Called(Placement place, AnsweredPlacement answered, int order, LetterTexts texts) =>
        texts.Say(
            answered.CanReceiveToday == true ? "can" : "ask",
            ("order", LetterTexts.Number(order)),
            ("name", place.Name),
            ("hours", place.Details.AcuteIntakeHours is { } hours ? texts.Say("hours", ("hours", hours)) : "")
        );

    private static IEnumerable<string?> Told(LetterBasis basis, LetterTexts texts)
    {
        var strong = basis.Answer.Needs.Where(need => need.Strength == NeedStrength.Strong).Select(need => need.Need).ToList();
        return Notices(basis, texts, Warnings, MostWarnings)
            .Prepend(
                strong.Count == 0
                    ? texts.Say("no-strong-need")
                    : texts.Say("needs", ("needs", new CommitteeWords(texts, namesDiagnoses: false).Discreet(texts.Answer.NeedsOf(strong))))
            );
    }

    private static SectionDraft Decides(LetterBasis basis, LetterTexts texts)
    {
        var section = texts.Section("decides");
        return basis.Decision is { } decision
            ? section.Say(texts.Answer.SentencesOf(decision, basis.Answer.AsOf).Take(MostSentencesOfLaw))
            : section.Say(texts.Say("decides-not-known"));
    }
}
