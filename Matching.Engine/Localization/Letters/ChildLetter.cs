using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// To the child, in the words of its age: what was looked at, how its wish counted, what is proposed and how it is there, what happens
/// next, and what it may do.
/// </summary>
internal static class ChildLetter
{
    private const int MostWorries = 2;

    /// <param name="basis">What the letter rests on.</param>
    /// <param name="wishes">The child's own.</param>
    /// <param name="matters">What matters to the child.</param>
    /// <param name="family">Those it is close to.</param>
    /// <param name="answerTexts">The texts.</param>
    public static Letter Write(
        LetterBasis basis,
        IReadOnlyList<Wish>? wishes,
        IReadOnlyList<Matter>? matters,
        ChildsFamily family,
        AnswerTexts answerTexts
    )
    {
        var band = AgeBand.Of(basis.AgeYears);
        var texts = new LetterTexts(answerTexts, Audience.Child, band);
        var rights = basis.RightsOf(RightHolder.Child);
        return new Letter(
            Audience.Child,
            band,
            answerTexts.Texts.Language,
            basis.Proposed?.PlacementId,
            texts.Say("title"),
            [texts.Say("opening")],
            SectionDraft.Written(
                texts
                    .Section("looked")
                    .Say(texts.Say("looked"), texts.Say("safe"), basis.ReferenceDataSet.Model is null ? null : texts.Say("model")),
                texts.Section("wish").Say(WishesDisclosed.Of(wishes, basis, texts, unnamed: false)).Say(Matters(basis, matters, texts)),
                Proposal(basis, matters, family, texts),
                Next(basis, rights, texts),
                Decides(basis, texts),
                Disagree(basis, texts),
                texts
                    .Section("rights")
                    .List(
                        rights
                            .Where(rule => rule.Right != LegalRight.Helpline)
                            .Select(rule => texts.Say($"right.{Terms<LegalRight>.Text(rule.Right)}"))
                    ),
                texts
                    .Section("ask")
                    .Say(texts.Say("ask"), rights.Any(rule => rule.Right == LegalRight.Helpline) ? texts.Say("right.helpline") : null)
            ),
            [texts.Say("closing")],
            LetterChecks.Of(basis, rights, texts)
        );
    }

    private static IEnumerable<string> Matters(LetterBasis basis, IReadOnlyList<Matter>? matters, LetterTexts texts) =>
        basis.Proposed is null
            ? []
            : (matters ?? []).Distinct().Order().Select(matter => texts.Say($"matter.{Terms<Matter>.Text(matter)}.{Met(basis, matter)}"));

    /// <summary>Whether the proposed place gives what matters, as it counted there.</summary>
    private static string Met(LetterBasis basis, Matter matter) =>
        basis.Proposed!.Contributions.FirstOrDefault(part => part.Criterion == $"matters-{Terms<Matter>.Text(matter)}")?.Feature switch
        {
            null or "unknown" or "elsewhere" => "unknown",
            "no" => "no",
            _ => "yes",
        };

    private static SectionDraft Proposal(LetterBasis basis, IReadOnlyList<Matter>? matters, ChildsFamily family, LetterTexts texts)
    {
        var section = texts.Section("proposal");
        if (basis.Place is not { } place)
            return section.Say(texts.Say("no-place"));
        var level = Terms<Level>.Text(place.Level);
        return section
            .Say(texts.Say(basis.IsThereAlready ? "stay" : $"proposal.{level}", ("name", place.Name)), texts.Find("not-your-fault"))
            .Say(
                basis.LocksOutOfWorry
                    ? [texts.Say("why-locked"), .. Worries(basis, texts), texts.Say("not-a-punishment")]
                    : Array.Empty<string?>()
            )
            .Say([texts.Say($"level.{level}"), .. Limits(basis, texts)])
            .Say(Siblings(basis, matters, family, texts), Parents(place.Level, family, texts))
            .Say(
                basis.Proposed!.Availability is { FreePlaces: 0 } full && !basis.IsThereAlready
                    ? texts.Say("full", ("day", texts.Answer.Date(full.AsOf)))
                    : null
            )
            .List(texts.Say("help"), NeedsDisclosed.Of(basis, texts));
    }

    /// <summary>What we are afraid of, for the ages there are words for: of the strongest needs, without naming them.</summary>
    private static IEnumerable<string?> Worries(LetterBasis basis, LetterTexts texts) =>
        basis
            .Answer.Needs.Where(need => need.Strength == NeedStrength.Strong)
            .Select(need => texts.Find($"worry.{Terms<Need>.Text(need.Need)}"))
            .OfType<string>()
            .Distinct()
            .Take(MostWorries);

    /// <summary>Whether brothers and sisters come along, where that is known and not said as what matters to the child.</summary>
    private static string? Siblings(LetterBasis basis, IReadOnlyList<Matter>? matters, ChildsFamily family, LetterTexts texts)
    {
        if (basis.Place!.Level.IsHomeBased())
            return null;
        if (family.SiblingsApart)
            return texts.Find("siblings.apart");
        return family.SiblingsTogether && matters?.Contains(Matter.Siblings) != true
            ? texts.Find(
                basis.Proposed!.Contributions.FirstOrDefault(part => part.Criterion == CriterionShape.SiblingsTogether)?.Feature switch
                {
                    "yes" => "siblings.together",
                    "no" => "siblings.not-here",
                    _ => "siblings.not-known",
                }
            )
            : null;
    }

    /// <summary>When a small child sees its parents: nobody knows before a decision, but it is told that somebody finds out.</summary>
    private static string? Parents(Level level, ChildsFamily family, LetterTexts texts) =>
        level.IsHomeBased() || !family.HasParents ? null : texts.Find(family.MayNotSeeParents ? "parents.forbidden" : "parents");

    /// <summary>What the child is reported of the limits of force: those there is a sentence for at its age.</summary>
    private static IEnumerable<string?> Limits(LetterBasis basis, LetterTexts texts) =>
        (basis.Decision?.Limits ?? []).Select(limit =>
            texts.Find(
                $"limit.{limit.Code}",
                ("value", LetterTexts.Number(limit.Value)),
                ("unit", texts.Answer.Texts.Word($"unit.{limit.Unit}"))
            )
        );

    private static SectionDraft Next(LetterBasis basis, IReadOnlyList<RightRule> rights, LetterTexts texts)
    {
        var section = texts.Section("next");
        if (basis.Place is null)
            return section.Say(texts.Say("no-place-next"));
        section.Say(basis.LacksGround ? texts.Say("ground-missing") : null, basis.AsksForMore ? texts.Say("more-to-settle") : null);
        if (basis.Decision is not { } decision)
            return section.Say(texts.Say("steps-not-known"));
        var steps = decision
            .MissingSteps.Where(step => step != Step.LawyerOffered || rights.Any(rule => rule.Right == LegalRight.FreeLawyer))
            .Concat(decision.LaterSteps)
            .Select(step => texts.Find($"step.{Terms<Step>.Text(step)}"))
            .Distinct();
        return section
            .Say(decision.StepsAreTaken && !basis.AsksForMore && !basis.LacksGround ? texts.Say("nothing-missing") : null)
            .List(steps);
    }

    private static SectionDraft Decides(LetterBasis basis, LetterTexts texts)
    {
        var section = texts.Section("decides");
        if (basis.Decision is not { } decision)
            return section.Say(texts.Say("people-decide"));
        return section
            .Say(
                texts.Say($"decides.{Terms<Decider>.Text(decision.DecidedBy)}"),
                basis.IsGiven(Step.YouthConsent) ? texts.Say("consent-given") : null,
                TermsDisclosed.Confirm(decision, texts),
                texts.Say("people-decide")
            )
            .Say(TermsDisclosed.End(decision, basis, texts), TermsDisclosed.Review(decision, texts));
    }

    /// <summary>How to appeal, for a child who can; others are reported that an adult helps.</summary>
    private static SectionDraft Disagree(LetterBasis basis, LetterTexts texts)
    {
        var section = texts.Section("disagree");
        return basis.Decision?.Appeal is { } appeal && appeal.Parties.Contains(AppealParty.Child)
            ? section.Say(
                texts.Say(
                    "appeal",
                    ("period", texts.Period(appeal.WithinDays)),
                    ("body", texts.Answer.Texts.Word(Terms<AppealBody>.Key(appeal.Body)))
                ),
                appeal.Suspends == false ? texts.Say("appeal-does-not-suspend") : null,
                texts.Say("appeal-help")
            )
            : section.Say(texts.Say("disagree"));
    }
}
