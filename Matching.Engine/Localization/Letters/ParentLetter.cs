using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// To the parents, in plain words. What the child may have reported in confidence stands behind one neutral sentence: only needs that have
/// words for parents are named.
/// </summary>
internal static class ParentLetter
{
    private const int MostGaps = 4;

    /// <param name="basis">What the letter rests on.</param>
    /// <param name="wishes">The parents' own.</param>
    /// <param name="diagnoses">Those to be named; null = none.</param>
    /// <param name="unnamed">Whether the proposed place must not be named.</param>
    /// <param name="answerTexts">The texts.</param>
    public static Letter Write(
        LetterBasis basis,
        IReadOnlyList<Wish>? wishes,
        IReadOnlyList<Diagnosis>? diagnoses,
        bool unnamed,
        AnswerTexts answerTexts
    )
    {
        var texts = new LetterTexts(answerTexts, Audience.Parent);
        var rights = basis.RightsOf(RightHolder.Parents);
        return new Letter(
            Audience.Parent,
            null,
            answerTexts.Texts.Language,
            unnamed ? null : basis.Proposed?.PlacementId,
            texts.Say("title"),
            [texts.Say("greeting"), texts.Say("opening")],
            SectionDraft.Written(
                Looked(basis, diagnoses, texts),
                Proposal(basis, unnamed, texts),
                Help(basis, texts),
                texts.Section("wish").Say(WishesDisclosed.Of(wishes, basis, texts, unnamed)),
                Gaps(basis, texts),
                Next(basis, texts),
                Rights(basis, rights, texts),
                texts.Section("ask").Say(texts.Say("ask"))
            ),
            [texts.Say("closing")],
            LetterChecks.Of(
                basis,
                rights,
                texts,
                basis.Place is null ? null
                    : unnamed ? texts.Check("place-left-out")
                    : texts.Check("place-named")
            )
        );
    }

    private static SectionDraft Looked(LetterBasis basis, IReadOnlyList<Diagnosis>? diagnoses, LetterTexts texts) =>
        texts
            .Section("looked")
            .Say(
                texts.Say("looked", ("count", LetterTexts.Number(basis.Answer.Placements.Count))),
                texts.Say("people-decide"),
                basis.ReferenceDataSet.Model is null ? null : texts.Say("model"),
                texts.Say("safe")
            )
            .Say(diagnoses is { Count: > 0 } ? texts.Say("diagnoses", ("list", DiagnosesDisclosed.List(diagnoses, texts))) : null);

    private static SectionDraft Proposal(LetterBasis basis, bool unnamed, LetterTexts texts)
    {
        var section = texts.Section("proposal");
        if (basis.Place is not { } place)
            return section.Say(texts.Say("no-place"));
        var level = Terms<Level>.Text(place.Level);
        return section
            .Say(
                texts.Say(basis.IsThereAlready ? "stay" : $"proposal.{level}"),
                unnamed
                    ? texts.Say("place-left-out")
                    : texts.Find($"place.{level}", ("name", place.Name)) ?? texts.Say("place", ("name", place.Name)),
                basis.LocksOutOfWorry ? texts.Say("why-locked") : null
            )
            .Say([texts.Say($"level.{level}"), .. Limits(basis, texts)])
            .Say(
                basis.LacksGround ? texts.Say("ground-missing") : null,
                basis.AsksForMore ? texts.Say("more-to-settle") : null,
                basis.Proposed!.Availability is { FreePlaces: 0 } full && !basis.IsThereAlready
                    ? texts.Say("full", ("day", texts.Answer.Date(full.AsOf)))
                    : null
            );
    }

    private static IEnumerable<string?> Limits(LetterBasis basis, LetterTexts texts) =>
        (basis.Decision?.Limits ?? []).Select(limit =>
            texts.Find(
                $"limit.{limit.Code}",
                ("value", LetterTexts.Number(limit.Value)),
                ("unit", texts.Answer.Texts.Word($"unit.{limit.Unit}"))
            )
        );

    private static SectionDraft Help(LetterBasis basis, LetterTexts texts) =>
        basis.Proposed is not { } proposed
            ? texts.Section("help")
            : texts.Section("help").Say(proposed.UnmetNeeds.Count > 0 ? texts.Say("unmet") : null).List(NeedsDisclosed.Of(basis, texts));

    /// <summary>What is not known is reported by how it is found out: the facts themselves could give away what the child said.</summary>
    private static SectionDraft Gaps(LetterBasis basis, LetterTexts texts)
    {
        var steps = basis
            .Answer.KnowledgeGaps.Where(gap => gap.ChangesFirst > 0)
            .Select(gap => texts.Find($"find-out.{gap.SuggestedStep}") ?? texts.Say("find-out.other"))
            .Distinct()
            .Take(MostGaps)
            .ToList();
        return steps.Count == 0 ? texts.Section("gaps").Say(texts.Say("no-gaps")) : texts.Section("gaps").List(texts.Say("gaps"), steps);
    }

    private static SectionDraft Next(LetterBasis basis, LetterTexts texts)
    {
        var section = texts.Section("next");
        if (basis.Place is null)
            return section.Say(texts.Say("no-place-next"));
        if (basis.Decision is not { } decision)
            return section.Say(texts.Say("steps-not-known"));
        return section
            .Say(
                texts.Say($"decides.{Terms<Decider>.Text(decision.DecidedBy)}"),
                basis.IsGiven(Step.CustodyHolderConsent) ? texts.Say("consent-given") : null,
                TermsDisclosed.Confirm(decision, texts),
                decision.StepsAreTaken && !basis.AsksForMore && !basis.LacksGround ? texts.Say("nothing-missing") : null
            )
            .Say(TermsDisclosed.End(decision, basis, texts), TermsDisclosed.Review(decision, texts))
            .List(
                texts.Say("steps"),
                decision.MissingSteps.Concat(decision.LaterSteps).Select(step => texts.Find($"step.{Terms<Step>.Text(step)}")).Distinct()
            );
    }

    private static SectionDraft Rights(LetterBasis basis, IReadOnlyList<RightRule> rights, LetterTexts texts)
    {
        var section = texts.Section("rights").List(rights.Select(rule => texts.Say($"right.{Terms<LegalRight>.Text(rule.Right)}")));
        return basis.Decision?.Appeal is { } appeal
            ? section.List(
                texts.Say(
                    "appeal",
                    ("period", texts.Period(appeal.WithinDays)),
                    ("body", texts.Answer.Texts.Word(Terms<AppealBody>.Key(appeal.Body)))
                ),
                appeal.Suspends == false ? texts.Say("appeal-does-not-suspend") : null
            )
            : section.List(texts.Say("appeal-not-known"));
    }
}
