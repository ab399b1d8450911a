using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;

namespace Matching.Engine.Localization.Letters;

/// <summary>
/// To those who decide: a draft recommendation with every reason, condition, alternative and uncertainty. People read it, change it and
/// sign it.
/// </summary>
internal sealed class CommitteeLetter
{
    private const int NextPlaces = 3,
        StrongestReasons = 2,
        MostCombinations = 3,
        MostGaps = 8;
    private const string AcuteRisk = "acute-health-risk",
        LessIntrusiveEnough = "less-intrusive-enough";
    private readonly LetterBasis _basis;
    private readonly LetterTexts _texts;
    private readonly CommitteeWords _words;

    private CommitteeLetter(LetterBasis basis, LetterTexts texts, bool namesDiagnoses) =>
        (_basis, _texts, _words) = (basis, texts, new CommitteeWords(texts, namesDiagnoses));

    private Answer Answer => _basis.Answer;

    private IEnumerable<AnsweredPlacement> Ranked => Answer.Placements.Where(placement => placement.Rank is not null);

    /// <param name="basis">What the letter rests on.</param>
    /// <param name="wishes">Those of the child and those of the parents.</param>
    /// <param name="diagnoses">Those to be named; null = none.</param>
    /// <param name="family">What is known of the family.</param>
    /// <param name="reference">What the draft refers to.</param>
    /// <param name="answerTexts">The texts.</param>
    public static Letter Write(
        LetterBasis basis,
        Wishes wishes,
        IReadOnlyList<Diagnosis>? diagnoses,
        FamilyKnown family,
        LetterReference reference,
        AnswerTexts answerTexts
    )
    {
        var texts = new LetterTexts(answerTexts, Audience.Committee);
        var draft = new CommitteeLetter(basis, texts, diagnoses is not null);
        return new Letter(
            Audience.Committee,
            null,
            answerTexts.Texts.Language,
            basis.Proposed?.PlacementId,
            texts.Say("title"),
            [texts.Say("opening")],
            SectionDraft.Written(
                draft.Case(reference),
                draft.Proposal(),
                draft.Needs(diagnoses),
                draft.Reasons(),
                draft.Conditions(),
                draft.Decision(),
                draft.LegalBasis(),
                draft.Purpose(),
                draft.Family(family),
                draft.LessIntrusive(),
                draft.Alternatives(),
                draft.Combinations(),
                draft.Excluded(),
                draft.Uncertain(),
                draft.ChildsView(wishes),
                draft.ParentsView(wishes),
                draft.NotKnown(),
                draft.Foundation(reference)
            ),
            [texts.Say("closing")],
            LetterChecks.Of(basis, [], texts)
        );
    }

    private SectionDraft Case(LetterReference reference) =>
        _texts
            .Section("case")
            .Say(Answer.Notices.Where(notice => notice.Code == AcuteRisk).Select(_words.Of))
            .List(
                _texts.Say("case", ("reference", reference.CaseReference)),
                _texts.Say("as-of", ("day", _texts.Answer.Date(Answer.AsOf))),
                _texts.Say("age", ("age", LetterTexts.Number(_basis.AgeYears)))
            );

    private SectionDraft Proposal()
    {
        var section = _texts.Section("proposal");
        if (_basis.Proposed is not { } proposed || _basis.Place is not { } place)
            return section.Say(_texts.Say("no-place"));
        var first = Ranked.First();
        return section
            .Say(
                _texts.Say(
                    "proposal",
                    ("name", place.Name),
                    ("level", _words.Level(place.Level)),
                    ("operator", _texts.Answer.Texts.Word(Terms<Operator>.Key(place.Operator)))
                ),
                place.Illustrative ? _texts.Say("illustrative") : null
            )
            .Say(
                _texts.Say(
                    "rank",
                    ("rank", LetterTexts.Number(proposed.Rank!.Value)),
                    ("ranked", LetterTexts.Number(Ranked.Count())),
                    ("score", _words.Points(proposed.Score!.Value))
                ),
                first == proposed
                    ? null
                    : _texts.Say(
                        "not-first",
                        ("first", _texts.Answer.PlacementName(first.PlacementId)),
                        ("score", _words.Points(first.Score!.Value))
                    ),
                _texts.Say($"standing.{Terms<EligibilityStatus>.Text(proposed.EligibilityStatus)}"),
                FreePlaces(proposed.Availability)
            );
    }

    private string FreePlaces(Availability? availability) =>
        availability switch
        {
            null => _texts.Say("free-places.unknown"),
            { FreePlaces: 0 } => _texts.Say("free-places.none", ("day", _texts.Answer.Date(availability.AsOf))),
            _ => _texts.Say(
                "free-places.some",
                ("day", _texts.Answer.Date(availability.AsOf)),
                ("count", LetterTexts.Number(availability.FreePlaces))
            ),
        };

    private SectionDraft Needs(IReadOnlyList<Diagnosis>? diagnoses)
    {
        var strengths = Answer.Needs.GroupBy(need => need.Strength).OrderByDescending(group => group.Key);
        return _texts
            .Section("needs")
            .Say(Answer.Needs.Count == 0 ? _texts.Say("no-needs") : null)
            .Say(
                diagnoses is null ? _texts.Say("diagnoses-left-out")
                : diagnoses.Count == 0 ? _texts.Say("no-diagnoses")
                : _texts.Say("diagnoses", ("list", DiagnosesDisclosed.List(diagnoses, _texts)))
            )
            .List(
                strengths.Select(group =>
                    _words.Discreet(
                        _texts.Say(
                            $"needs.{Terms<NeedStrength>.Text(group.Key)}",
                            ("needs", _texts.Answer.NeedsOf(group.Select(need => need.Need)))
                        )
                    )
                )
            );
    }

    private SectionDraft Reasons()
    {
        var section = _texts.Section("reasons");
        if (_basis.Proposed is not { } proposed || _basis.Place is not { } place)
            return section;
        return section
            .Say(
                proposed.UnmetNeeds.Count > 0
                    ? _words.Discreet(_texts.Say("unmet", ("needs", _texts.Answer.NeedsOf(proposed.UnmetNeeds))))
                    : null
            )
            .List(
                proposed
                    .Contributions.OrderByDescending(part => part.Points)
                    .Select(part =>
                        _texts.Say(
                            "reason",
                            ("text", _words.Of(part)),
                            ("points", _words.Signed(part.Points)),
                            (
                                "source",
                                part.SourceAt(place, _basis.ReferenceDataSet.Criteria, _basis.ReferenceDataSet.Model?.Version)
                                    ?? _texts.Fragment("committee.no-source")
                            )
                        )
                    )
            );
    }

    private SectionDraft Conditions() =>
        _basis.Proposed is not { } proposed
            ? _texts.Section("conditions")
            : _texts
                .Section("conditions")
                .Say(proposed.Conditions.Count == 0 ? _texts.Say("no-conditions") : null)
                .List(
                    proposed
                        .Conditions.Select(condition =>
                            LetterBasis.ConcernsSafety(condition)
                                ? _words.Of(condition)
                                : _texts.Say("condition", ("text", _words.Of(condition)), ("source", condition.Source))
                        )
                        .Distinct()
                );

    private SectionDraft Decision() =>
        _basis.Decision is not { } decision
            ? _texts.Section("decision")
            : _texts.Section("decision").List(_texts.Answer.SentencesOf(decision, Answer.AsOf));

    /// <summary>Where the basis is found in the law. What in the case meets it, people write.</summary>
    private SectionDraft LegalBasis() =>
        _basis.Decision is not { } decision
            ? _texts.Section("legal")
            : _texts
                .Section("legal")
                .Say(_basis.SourceOf(decision) is { } source ? _texts.Find("legal", ("source", source)) : null)
                .List(_texts.Find("legal.fill"));

    private SectionDraft Purpose()
    {
        var section = _texts.Section("purpose");
        if (_basis.Place is null)
            return section;
        var strong = Answer.Needs.Where(need => need.Strength == NeedStrength.Strong).Select(need => need.Need).ToList();
        var needs = strong.Count == 0 ? null : _texts.Find("purpose.needs", ("needs", _texts.Answer.NeedsOf(strong)));
        return section
            .Say(
                needs is null ? null : _words.Discreet(needs),
                _basis.Decision?.LatestMonths is { } months ? _texts.Find("duration.limit", ("months", LetterTexts.Number(months))) : null
            )
            .List(_texts.Find("purpose.fill"), _texts.Find("duration.fill"));
    }

    private SectionDraft Family(FamilyKnown family) =>
        _basis.Place is null
            ? _texts.Section("family")
            : _texts
                .Section("family")
                .Say(
                    _texts.Find($"contact.{(family.Contact is { } contact ? Terms<FamilyContact>.Text(contact) : "unknown")}"),
                    _texts.Find($"cooperation.{(family.Cooperation is { } known ? Terms<Cooperation>.Text(known) : "unknown")}")
                )
                .List(_texts.Find("contact.fill"), _texts.Find("parents-support.fill"));

    /// <summary>Levels less intrusive than the proposed one. They were asked about below the first place, which may be another.</summary>
    private SectionDraft LessIntrusive()
    {
        var section = _texts.Section("less-intrusive");
        if (_basis.Place is not { } place || Answer.LessIntrusive is not { } asked)
            return section;
        var below = asked
            .Alternatives.Where(alternative => alternative.Enough is not null && alternative.Level < place.Level)
            .Select(_texts.Answer.Of)
            .Select(_words.Discreet)
            .ToList();
        section
            .Say(
                asked.Level < place.Level
                    ? _texts.Say(
                        "first-is-less-intrusive",
                        ("first", _texts.Answer.PlacementName(Ranked.First().PlacementId)),
                        ("level", _words.Level(asked.Level))
                    )
                    : null
            )
            .Say(Answer.Notices.Where(notice => notice.Code == LessIntrusiveEnough && asked.Level == place.Level).Select(_words.Of));
        return below.Count == 0 ? section : section.List(_texts.Say("less-intrusive"), below);
    }

    private SectionDraft Alternatives() =>
        _basis.Proposed is not { } proposed
            ? _texts.Section("alternatives")
            : _texts.Section("alternatives").List(Ranked.Where(placement => placement != proposed).Take(NextPlaces).Select(Alternative));

    private string Alternative(AnsweredPlacement placement)
    {
        var place = _basis.PlaceOf(placement.PlacementId);
        var best = placement
            .Contributions.OrderByDescending(part => part.Points)
            .Where(part => part.Points > 0)
            .Take(StrongestReasons)
            .Select(_words.Of)
            .ToList();
        var worst = placement
            .Contributions.OrderBy(part => part.Points)
            .Where(part => part.Points < 0)
            .Take(StrongestReasons)
            .Select(_words.Of)
            .ToList();
        string[] sentences =
        [
            _texts.Say(
                "alternative",
                ("rank", LetterTexts.Number(placement.Rank!.Value)),
                ("name", place.Name),
                ("level", _words.Level(place.Level)),
                ("score", _words.Points(placement.Score!.Value))
            ),
            best.Count == 0 ? "" : _texts.Say("speaks-for", ("text", string.Join(' ', best))),
            worst.Count == 0 ? "" : _texts.Say("speaks-against", ("text", string.Join(' ', worst))),
            placement.EligibilityStatus == EligibilityStatus.Conditional ? _texts.Say("standing.conditional") : "",
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    private SectionDraft Combinations()
    {
        var combinations = Answer
            .Combinations.Offers.OrderByDescending(combination => combination.PlacementId == _basis.Proposed?.PlacementId)
            .Take(MostCombinations);
        var toCome = Answer.Combinations.ToCome.Where(combination => combination.PlacementId == _basis.Proposed?.PlacementId).Take(1);
        return _texts
            .Section("combinations")
            .List([
                .. combinations.Select(combination =>
                    string.Join(' ', combination.Conditions.Select(_words.Of).Prepend(_words.Discreet(_texts.Answer.Of(combination))))
                ),
                .. toCome.Select(combination => _words.Discreet(_texts.Answer.ToCome(combination))),
            ]);
    }

    /// <summary>Places that the same things stand in the way of share a line.</summary>
    private SectionDraft Excluded() =>
        _texts
            .Section("excluded")
            .List(
                Answer
                    .Placements.Where(placement => placement.Rank is null)
                    .GroupBy(placement =>
                        string.Join(' ', placement.Conditions.Where(condition => condition.Refuses).Select(_words.Of).Distinct())
                    )
                    .Select(group =>
                        _texts.Say(
                            "excluded",
                            (
                                "names",
                                _texts.Answer.List([.. group.Select(placement => _texts.Answer.PlacementName(placement.PlacementId))])
                            ),
                            ("reasons", group.Key)
                        )
                    )
            );

    private SectionDraft Uncertain()
    {
        var proposed = _basis.Proposed;
        var confidence = proposed is null
            ? null
            : _texts.Say(
                "confidence",
                ("name", _texts.Answer.PlacementName(proposed.PlacementId)),
                ("percent", LetterTexts.Number((proposed.ProbabilityFirst!.Value + 50) / 100))
            );
        var interval =
            proposed?.RankInterval is { } ranks && ranks.Low < ranks.High
                ? _texts.Say("rank-interval", ("low", LetterTexts.Number(ranks.Low)), ("high", LetterTexts.Number(ranks.High)))
                : null;
        var notices = Answer
            .Notices.Where(notice =>
                notice.Code
                    is not (
                        AcuteRisk
                        or LessIntrusiveEnough
                        or "people-decide"
                        or "combinations-limited"
                        or CareNotices.DiagnosesWithoutWeight
                    )
            )
            .Select(_words.Of);
        return _texts
            .Section("uncertain")
            .Say(confidence, interval)
            .List([.. notices, .. GapsThatMatter().Take(MostGaps).Select(_words.Of)]);
    }

    private SectionDraft ChildsView(Wishes wishes) =>
        _texts
            .Section("childs-view")
            .List(WishesOf("child", wishes.Child))
            .List(
                wishes.Matters is null
                    ? [_texts.Say("matters.not-asked")]
                    : wishes.Matters.Distinct().Order().Select(matter => _texts.Say($"matters.{Terms<Matter>.Text(matter)}"))
            );

    private SectionDraft ParentsView(Wishes wishes) => _texts.Section("parents-view").List(WishesOf("parents", wishes.Parents));

    private IEnumerable<string> WishesOf(string party, IReadOnlyList<Wish>? wishes) =>
        wishes switch
        {
            null => [_texts.Say($"{party}.not-asked")],
            [] => [_texts.Say($"{party}.no-wish")],
            _ => wishes
                .Distinct()
                .Select(wish =>
                    _texts.Say($"{party}.{Terms<Stance>.Text(wish.Stance)}", ("name", _texts.Answer.PlacementName(wish.PlacementId)))
                ),
        };

    private SectionDraft NotKnown()
    {
        var mattering = GapsThatMatter().Select(gap => gap.Field).ToHashSet(StringComparer.Ordinal);
        var rest = Answer
            .KnowledgeGaps.Where(gap => !mattering.Contains(gap.Field))
            .Select(gap => gap.Field)
            .Distinct()
            .Select(field => _texts.Say("not-known-fact", ("fact", _texts.Answer.Texts.Fragment("facts", field) ?? field)));
        return _texts.Section("not-known").Say(_texts.Say("never-asked")).List(_texts.Say("not-known"), rest);
    }

    private SectionDraft Foundation(LetterReference reference) =>
        _texts
            .Section("foundation")
            .List([
                reference.RankingId is { } id ? _texts.Say("ranking", ("id", id)) : _texts.Say("not-recorded"),
                .. reference.Versions.Select(version =>
                    _texts.Say(
                        "version",
                        ("of", _texts.Fragment($"committee.version.{version.Key}")),
                        ("value", version.Key == "mode" ? _texts.Find($"mode.{version.Value}") ?? version.Value : version.Value)
                    )
                ),
            ]);

    private IEnumerable<KnowledgeGap> GapsThatMatter() => _words.Reported(Answer.KnowledgeGaps.Where(gap => gap.ChangesFirst > 0));
}
