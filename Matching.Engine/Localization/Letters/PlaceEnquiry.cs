using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// What a place is asked with before anything is decided: what it must know to answer, and not whose child it is. No diagnoses, no history,
/// nothing of the family, no law, no points and no other place.
/// </summary>
public static class PlaceEnquiry
{
    private const string Keys = "enquiry";

    /// <summary>Writes it.</summary>
    /// <param name="about">The child as it is known.</param>
    /// <param name="asked">What is asked of the place.</param>
    /// <param name="referenceData">What the answer rests on.</param>
    /// <param name="answerTexts">The texts of one language.</param>
    public static Letter Write(EnquiryCase about, EnquiryAsked asked, ReferenceDataSet referenceData, AnswerTexts answerTexts)
    {
        var texts = new LetterTexts(answerTexts, Keys);
        return new Letter(
            Audience.Place,
            null,
            answerTexts.Texts.Language,
            asked.PlacementId,
            texts.Say("title", ("name", answerTexts.PlacementName(asked.PlacementId))),
            [texts.Say("opening"), texts.Say("answer-by", ("day", answerTexts.Date(asked.AnswerBy)), ("offer", asked.OfferId))],
            SectionDraft.Written(
                OfChild(about, asked, referenceData, texts),
                OfNeeds(about.Answer, asked.PlacementId, texts),
                ToSettle(about.Answer, asked.PlacementId, texts),
                Practical(about.Profile, texts)
            ),
            [texts.Say("closing"), texts.Say("contact")],
            [texts.Check("enquiry")]
        );
    }

    private static SectionDraft OfChild(EnquiryCase about, EnquiryAsked asked, ReferenceDataSet referenceData, LetterTexts texts) =>
        texts
            .Section("child")
            .List(
                texts.Say("age", ("age", LetterTexts.Number(LetterBasis.AgeOf(about.Profile, about.Answer.AsOf, referenceData)))),
                about.Profile.Sex is { } sex ? texts.Find($"sex.{Terms<Sex>.Text(sex)}") : null,
                about.Profile.Urgency == Urgency.Acute ? texts.Say("acute") : null,
                asked.NeededFrom is { } day ? texts.Say("needed-from", ("day", texts.Answer.Date(day))) : null,
                asked.Services.Count == 0
                    ? null
                    : texts.Say("services", ("services", texts.Answer.List([.. asked.Services.Select(texts.Answer.ServiceName)])))
            );

    private static SectionDraft OfNeeds(Answer answer, string placementId, LetterTexts texts)
    {
        var unmet = answer.Placements.FirstOrDefault(placement => placement.PlacementId == placementId)?.UnmetNeeds ?? [];
        var words = new CommitteeWords(texts, namesDiagnoses: false);
        return texts
            .Section("needs")
            .Say(answer.Needs.Count == 0 ? texts.Say("no-needs") : null)
            .List(
                answer
                    .Needs.GroupBy(need => need.Strength)
                    .OrderByDescending(group => group.Key)
                    .Select(group => Named($"needs.{Terms<NeedStrength>.Text(group.Key)}", group.Select(need => need.Need)))
            )
            .List(unmet.Count == 0 ? null : Named("unmet", unmet));

        string Named(string key, IEnumerable<Need> needs) => words.Discreet(texts.Say(key, ("needs", texts.Answer.NeedsOf(needs))));
    }

    private static SectionDraft ToSettle(Answer answer, string placementId, LetterTexts texts)
    {
        var words = new CommitteeWords(texts, namesDiagnoses: false);
        return texts
            .Section("settle")
            .List(
                (answer.Placements.FirstOrDefault(placement => placement.PlacementId == placementId)?.Conditions ?? [])
                    .Where(condition => PlaceLetter.Settled.Contains(condition.Code))
                    .Select(texts.Answer.Of)
                    .Select(words.Discreet)
                    .Distinct()
            );
    }

    private static SectionDraft Practical(ChildProfile child, LetterTexts texts) =>
        texts
            .Section("practical")
            .List(
                child.InterpreterNeeded == true ? texts.Say("interpreter") : null,
                child.SignLanguage == true ? texts.Say("sign-language") : null,
                child.AccessibilityNeeds == true ? texts.Say("accessibility") : null,
                child.SiblingsTogether == true && child.Safety?.SiblingsApart != true ? texts.Say("siblings") : null
            );
}

/// <summary>The child that a place is looked for.</summary>
/// <param name="Answer">A ranking of what is known of it.</param>
/// <param name="Profile">What is known of it.</param>
public sealed record EnquiryCase(Answer Answer, ChildProfile Profile);

/// <summary>What a place is asked.</summary>
/// <param name="OfferId">What the place names in its answer.</param>
/// <param name="PlacementId">The place.</param>
/// <param name="Services">What is to be combined with it.</param>
/// <param name="AnswerBy">The last day for an answer.</param>
/// <param name="NeededFrom">The day from which a place is needed; null when not known.</param>
public sealed record EnquiryAsked(
    string OfferId,
    string PlacementId,
    IReadOnlyList<string> Services,
    DateOnly AnswerBy,
    DateOnly? NeededFrom
);
