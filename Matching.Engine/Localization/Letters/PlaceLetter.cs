using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// To the place that is to receive the child: what calms it, what it can, what it needs, what has to be secured, and what is not known. No
/// points, no ranks, no other place, and of the parents only what matters for contact and safety. A draft while no decision is recorded.
/// </summary>
internal sealed class PlaceLetter
{
    /// <summary>Notices about the child that the place must act on.</summary>
    private static readonly string[] Urgent =
    [
        "acute-health-risk",
        "withdrawal-risk",
        "eating-disorder-risk",
        "pregnancy-and-substances",
        "recent-psychiatric-discharge",
    ];

    /// <summary>Conditions that are met together with the place. Others are between the caseworker and the law.</summary>
    internal static readonly IReadOnlyList<string> Settled =
    [
        "no-acute-intake",
        "health-staff-needed",
        "health-cover-needed",
        "psychiatry-cover-needed",
        "accessibility-needed",
        "sign-language-needed",
        "mother-and-child-needed",
        "peer-younger-children",
        "peer-vulnerable-children",
        "peer-gang-conflict",
        "conflict-at-institution",
    ];
    private readonly LetterBasis _basis;
    private readonly ToldToPlace _told;
    private readonly LetterTexts _texts;
    private readonly CommitteeWords _words;

    private PlaceLetter(LetterBasis basis, ToldToPlace told, LetterTexts texts, bool namesDiagnoses) =>
        (_basis, _told, _texts, _words) = (basis, told, texts, new CommitteeWords(texts, namesDiagnoses));

    private ChildProfile Child => _told.Child;

    /// <param name="basis">What the letter rests on.</param>
    /// <param name="told">What the place may know.</param>
    /// <param name="diagnoses">Those to be named; null = none.</param>
    /// <param name="answerTexts">The texts.</param>
    public static Letter Write(LetterBasis basis, ToldToPlace told, IReadOnlyList<Diagnosis>? diagnoses, AnswerTexts answerTexts)
    {
        var texts = new LetterTexts(answerTexts, Audience.Place);
        var draft = new PlaceLetter(basis, told, texts, diagnoses is not null);
        var place = basis.Place;
        return new Letter(
            Audience.Place,
            null,
            answerTexts.Texts.Language,
            place?.Id,
            place is null ? texts.Say("title.no-place") : texts.Say("title", ("name", place.Name)),
            place is null
                ? [texts.Say("no-place")]
                : [texts.Say("opening"), texts.Say("child", ("age", LetterTexts.Number(basis.AgeYears)))],
            place is null ? [] : SectionDraft.Written(draft.Sections(diagnoses)),
            place is null ? [texts.Say("read")] : [texts.Say("closing"), texts.Say("read")],
            LetterChecks.Of(basis, [], texts, texts.Check("handover-draft"), told.Handover is null ? null : texts.Check("handover-texts"))
        );
    }

    private IEnumerable<SectionDraft> Sections(IReadOnlyList<Diagnosis>? diagnoses) =>
        [First(), Everyday(), Strengths(), Needs(), Safety(), Settle(), Health(diagnoses), Languages(), Family(), NotKnown()];

    private SectionDraft First() =>
        _texts
            .Section("first")
            .List(_told.HidesPlace ? _texts.Say("hidden") : null)
            .List(
                _basis
                    .Answer.Notices.Where(notice => Urgent.Contains(notice.Code))
                    .OrderBy(notice => Array.IndexOf(Urgent, notice.Code))
                    .Select(_texts.Answer.Texts.Of)
            );

    private SectionDraft Everyday() =>
        _texts
            .Section("everyday")
            .List(
                Written("calms", _told.Handover?.Calms),
                Written("triggers", _told.Handover?.Triggers),
                Written("agreements", _told.Handover?.Agreements)
            );

    private SectionDraft Strengths()
    {
        var strengths = (Child.ProtectiveFactors ?? []).Concat(Child.Leisure == true ? [ProtectiveFactor.LeisureActivity] : []).Distinct();
        return _texts
            .Section("strengths")
            .List(strengths.Order().Select(strength => _texts.Say($"strength.{Terms<ProtectiveFactor>.Text(strength)}")))
            .List(
                Child is { ProtectiveFactors.Count: 0, Leisure: not true } ? _texts.Say("no-strengths") : null,
                Of("wish", _told.Wish),
                Of("school-type", Child.SchoolType),
                Of("school", Child.SchoolAttendance)
            )
            .List((Child.Wishes.Matters ?? []).Distinct().Order().Select(matter => Of("matter", (Matter?)matter)));
    }

    private SectionDraft Needs()
    {
        var needs = _basis.Answer.Needs;
        var unmet = _basis.Proposed!.UnmetNeeds;
        return _texts
            .Section("needs")
            .Say(needs.Count == 0 ? _texts.Say("no-needs") : null)
            .List(
                needs
                    .GroupBy(need => need.Strength)
                    .OrderByDescending(group => group.Key)
                    .Select(group => Named($"needs.{Terms<NeedStrength>.Text(group.Key)}", group.Select(need => need.Need)))
            )
            .List(unmet.Count == 0 ? null : Named("unmet", unmet));
    }

    private string Named(string key, IEnumerable<Need> needs) => _words.Discreet(_texts.Say(key, ("needs", _texts.Answer.NeedsOf(needs))));

    private SectionDraft Safety()
    {
        List<string?> items =
        [
            .. _told.Conflicts.Select(reason => Of("conflict", (ConflictReason?)reason)),
            Of("suicide-risk", Child.SuicideRisk),
            Of("self-harm", Child.SelfHarm),
            .. Absconding(),
            Of("externalising", Child.ExternalisingBehaviour),
            Of("violence", Child.ViolenceAgainstOthers),
            Of("younger", Child.Safety?.RiskToYoungerChildren),
            Of("sexual-harm", Child.SexuallyHarmfulBehaviour),
            When(Child.FireSetting, "fire"),
            When(Child.Crime?.GangTies, "gang"),
            .. (Child.Exploitation ?? []).Distinct().Order().Select(kind => Of("exploitation", (Exploitation?)kind)),
            Of("trafficking", Child.Safety?.Trafficking),
            Of("selling-sex", Child.SellingSex),
            When(Child.Safety?.Threatened, "threatened"),
            When(Child.Safety?.HonourRelated, "honour"),
        ];
        return items.TrueForAll(item => item is null)
            ? _texts.Section("safety").Say(_texts.Say("no-safety"))
            : _texts.Section("safety").List(items);
    }

    private IEnumerable<string?> Absconding()
    {
        var (episodes, days) = (Child.Absconding?.EpisodesLast12Months, Child.Absconding?.LongestAbsenceDays);
        yield return episodes switch
        {
            null or 0 => null,
            1 => _texts.Say("absconding.one"),
            _ => _texts.Say("absconding.many", ("count", LetterTexts.Number(episodes.Value))),
        };
        yield return days > 1 ? _texts.Say("absconding.longest", ("days", LetterTexts.Number(days.Value))) : null;
        yield return When(Child.Absconding?.HarmDuringAbsence, "absconding.harm");
    }

    private SectionDraft Settle() =>
        _texts
            .Section("settle")
            .List(
                _basis
                    .Proposed!.Conditions.Where(condition => Settled.Contains(condition.Code))
                    .Select(_texts.Answer.Of)
                    .Select(_words.Discreet)
                    .Distinct()
            );

    private SectionDraft Health(IReadOnlyList<Diagnosis>? diagnoses) =>
        _texts
            .Section("health")
            .List(
                diagnoses is { Count: > 0 } ? _texts.Say("diagnoses", ("list", DiagnosesDisclosed.List(diagnoses, _texts))) : null,
                Medication(),
                _texts.Say("allergies"),
                When(Child.SomaticHealthNeeds, "somatic"),
                When(Child.PsychoticSymptoms, "psychosis"),
                When(Child.WithdrawalRisk, "withdrawal"),
                Of("eating-disorder", Child.EatingDisorderSeverity)
            )
            .List((Child.SubstanceUse ?? []).Select(Used).Distinct())
            .List(
                Child.DueDate is { } due ? _texts.Say("pregnant", ("day", _texts.Answer.Date(due))) : null,
                Child.LastHealthCheck is { } check ? _texts.Say("health-check", ("day", _texts.Answer.Date(check))) : null,
                Of("hearing", Child.Hearing),
                Of("sight", Child.Sight),
                When(Child.AccessibilityNeeds, "accessibility")
            );

    private string? Medication() =>
        _told.Handover?.Medication is { } text && !string.IsNullOrWhiteSpace(text) ? _texts.Say("medication", ("text", text))
        : Child.RegularMedication is { } regular ? _texts.Say(regular ? "medication.yes" : "medication.no")
        : null;

    private string Used(SubstanceUse use) =>
        _texts.Say(
            "uses",
            ("substance", _texts.Fragment($"place.substance.{Terms<Substance>.Text(use.Substance)}")),
            ("pattern", use.Pattern is { } pattern ? _texts.Fragment($"place.pattern.{Terms<UsePattern>.Text(pattern)}") : ""),
            ("dependent", use.Dependent == true ? _texts.Fragment("place.dependent") : "")
        );

    private SectionDraft Languages() =>
        _texts
            .Section("language")
            .List(
                Child.Languages is { Count: > 0 } languages
                    ? _texts.Say("languages", ("languages", _texts.Answer.List([.. languages.Select(Language)])))
                    : _texts.Say("languages.unknown"),
                When(Child.InterpreterNeeded, "interpreter"),
                When(Child.SignLanguage, "sign-language")
            );

    private string Language(string code) =>
        _texts.Answer.Texts.Fragment("letters", $"place.language.{code}")
        ?? _texts.Fragment("place.language.other").Replace("{code}", code, StringComparison.Ordinal);

    private SectionDraft Family() =>
        _texts
            .Section("family")
            .List(
                Of("contact", Child.FamilyContact),
                _told.HidesPlace ? _texts.Say("contact.through-city") : null,
                Child.Safety?.SiblingsApart == true ? _texts.Say("siblings.apart") : When(Child.SiblingsTogether, "siblings.together"),
                Of("custody", Child.Home?.Custody),
                _texts.Say("visits")
            );

    /// <summary>Facts that a place works with and nobody has told.</summary>
    private SectionDraft NotKnown()
    {
        (string Field, bool IsKnown)[] facts =
        [
            ("child.diagnoses", Child.Diagnoses is not null),
            ("child.suicideRisk", Child.SuicideRisk is not null),
            ("child.selfHarm", Child.SelfHarm is not null),
            ("child.psychoticSymptoms", Child.PsychoticSymptoms is not null),
            ("child.substanceUse", Child.SubstanceUse is not null),
            ("child.withdrawalRisk", Child.WithdrawalRisk is not null),
            ("child.eatingDisorderSeverity", Child.EatingDisorderSeverity is not null),
            ("child.absconding.episodesLast12Months", Child.Absconding?.EpisodesLast12Months is not null),
            ("child.violenceAgainstOthers", Child.ViolenceAgainstOthers is not null),
            ("child.sexuallyHarmfulBehaviour", Child.SexuallyHarmfulBehaviour is not null),
            ("safety.riskToYoungerChildren", Child.Safety?.RiskToYoungerChildren is not null),
            ("child.fireSetting", Child.FireSetting is not null),
            ("child.crime.gangTies", Child.Crime?.GangTies is not null),
            ("child.somaticHealthNeeds", Child.SomaticHealthNeeds is not null),
            ("child.regularMedication", Child.RegularMedication is not null || Medication() is not null),
            ("child.interpreterNeeded", Child.InterpreterNeeded is not null),
            ("child.schoolAttendance", Child.SchoolAttendance is not null),
            ("child.protectiveFactors", Child.ProtectiveFactors is not null),
            ("child.familyContact", Child.FamilyContact is not null),
            ("child.siblingsTogether", Child.SiblingsTogether is not null || Child.Safety?.SiblingsApart == true),
            ("home.custody", Child.Home?.Custody is not null),
            ("wishes.matters", Child.Wishes.Matters is not null),
        ];
        return _texts
            .Section("not-known")
            .List(
                facts
                    .Where(fact => !fact.IsKnown)
                    .Select(fact => _texts.Say("not-known", ("fact", _texts.Answer.Texts.Fragment("facts", fact.Field) ?? fact.Field)))
            );
    }

    /// <summary>A text for the place, or that there is none.</summary>
    private string Written(string key, string? text) =>
        string.IsNullOrWhiteSpace(text) ? _texts.Say($"{key}.unknown") : _texts.Say(key, ("text", text));

    /// <summary>The sentence for a word; null where it is not known, or there is none to say for it.</summary>
    private string? Of<T>(string key, T? value)
        where T : struct, Enum => value is { } known ? _texts.Find($"{key}.{Terms<T>.Text(known)}") : null;

    private string? When(bool? fact, string key) => fact == true ? _texts.Say(key) : null;
}
