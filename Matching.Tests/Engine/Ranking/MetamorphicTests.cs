using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

/// <summary>
/// How an answer may change when the question does. Nobody can say what the right score of a generated child is, but anyone can say what
/// must not happen when one thing changes.
/// Generated children on the shipped places and, where places have to change too, on generated ones.
/// </summary>
public sealed class MetamorphicTests
{
    const int Children = 3_000;

    static readonly ReferenceDataSet Shipped = TestReferenceData.Shipped;
    static readonly Placement[] Places = Shipped.Catalogue.Placements;
    static readonly string[] Ids = [.. Places.Select(place => place.Id)];
    static readonly Dictionary<string, Availability> NothingKnown = [];

    [Test]
    public void A_refusal_more_changes_nothing_for_the_places_of_other_institutions() =>
        ForEachChild(
            (child, some) =>
            {
                var place = some.Below(Ids.Length);
                var refused = Rank(
                    child with
                    {
                        Conflicts = [.. child.Conflicts ?? [], new Conflict(Ids[place], ConflictReason.GangConflict)],
                    }
                );
                var before = Rank(child);

                Assert.That(refused.EligibilityAssessment.EligibilityStatusOf(place), Is.EqualTo(EligibilityStatus.Excluded));
                Assert.That(Scored(refused).Where(Elsewhere), Is.EqualTo(Scored(before).Where(Elsewhere)));

                bool Elsewhere((int Placement, int Score) scored) => Places[scored.Placement].Institution != Places[place].Institution;
            }
        );

    [Holds(360)]
    public void A_place_more_changes_nothing_for_the_others(Situation situation)
    {
        var newcomer = new Some(situation.Seed).Place("the-newcomer");
        var more = situation with { Places = [.. situation.Places, newcomer] };

        Assert.That(more.Order().Where(id => id != newcomer.Id), Is.EqualTo(situation.Order()));
        Assert.That(more.Scores().Where(score => score.Key != newcomer.Id), Is.EquivalentTo(situation.Scores()));
        Assert.That(
            more.Ask().Placements.Where(place => place.PlacementId != newcomer.Id).Select(Shown).Order(),
            Is.EqualTo(situation.Ask().Placements.Select(Shown).Order())
        );

        static string Shown(AnsweredPlacement place) =>
            $"{place.PlacementId} {place.EligibilityStatus} {string.Join(' ', place.Conditions.Select(condition => condition.Code))} "
            + $"{string.Join(' ', place.UnmetNeeds)}";
    }

    [Test]
    public void Learning_a_fact_lets_a_place_appear_only_where_a_refusal_rested_on_that_fact() =>
        ForEachChild(
            (child, some) =>
            {
                var (before, after, fact) = Learnt(child, some);
                if (after is null)
                    return;
                for (var place = 0; place < Ids.Length; place++)
                {
                    if (
                        before.EligibilityAssessment.EligibilityStatusOf(place) == EligibilityStatus.Excluded
                        && after.EligibilityAssessment.EligibilityStatusOf(place) != EligibilityStatus.Excluded
                    )
                        Assert.That(RefusalBases(before, place), Has.Some.EqualTo(fact), $"{Ids[place]} appeared once {fact} was known");
                }
            }
        );

    [Test]
    public void Learning_a_fact_that_opens_no_gate_neither_excludes_nor_admits_a_place_unless_a_refusal_names_it() =>
        ForEachChild(
            (child, some) =>
            {
                var (before, after, fact) = Learnt(child, some, gates: false);
                if (after is null)
                    return;
                for (var place = 0; place < Ids.Length; place++)
                {
                    if (
                        (before.EligibilityAssessment.EligibilityStatusOf(place) == EligibilityStatus.Excluded)
                        != (after.EligibilityAssessment.EligibilityStatusOf(place) == EligibilityStatus.Excluded)
                    )
                        Assert.That(RefusalBases(before, place).Concat(RefusalBases(after, place)), Has.Some.EqualTo(fact), Ids[place]);
                }
            }
        );

    [Test]
    public void Free_beds_change_neither_ranks_nor_scores_nor_conditions_nor_confidence() =>
        ForEachChild(
            (child, some) =>
            {
                var beds = Ids.Where(_ => some.Below(3) != 0)
                    .ToDictionary(id => id, _ => new Availability(some.Below(3), TestReferenceData.Day));
                var with = CaseInquiry.Ask(child, Shipped, beds, TestReferenceData.Day);
                var without = CaseInquiry.Ask(child, Shipped, NothingKnown, TestReferenceData.Day);

                Assert.That(with.Placements.Select(Shown), Is.EqualTo(without.Placements.Select(Shown)));
                Assert.That(with.KnowledgeGaps, Is.EqualTo(without.KnowledgeGaps));
                Assert.That(
                    with.Placements.Where(place => place.BestAvailable).Select(place => place.PlacementId),
                    Is.EqualTo(
                        without
                            .Placements.Where(place =>
                                place.Rank is not null && beds.TryGetValue(place.PlacementId, out var bed) && bed.FreePlaces > 0
                            )
                            .Take(1)
                            .Select(place => place.PlacementId)
                    )
                );

                static (string, int?, int?, EligibilityStatus, int, int?, (int, int)?) Shown(AnsweredPlacement place) =>
                    (
                        place.PlacementId,
                        place.Rank,
                        place.Score,
                        place.EligibilityStatus,
                        place.Conditions.Count,
                        place.ProbabilityFirst,
                        place.RankInterval
                    );
            },
            Children / 5
        );

    [Test]
    public void A_step_taken_removes_its_own_condition_and_nothing_else() =>
        ForEachChild(
            (child, some) =>
            {
                var taken = child.Legal.StepsTaken ?? [];
                var step = some.Any<Step>();
                child = child with { Legal = child.Legal with { StepsTaken = [.. taken.Where(one => one != step)] } };
                var (before, after) = (Rank(child), Rank(child with { Legal = child.Legal with { StepsTaken = [.. taken, step] } }));

                Assert.That(Scored(after), Is.EqualTo(Scored(before)));
                // It also removes the condition of one that it does as well as; and what is asked for may hang on who has consented.
                var rules = TestReferenceData.Shipped.Rules.Steps;
                var mayGo = rules.Where(rule => rule.Step == step || rule.ReplacedBy == step).Select(rule => Terms<Step>.Text(rule.Step));
                var isConsent = rules.Any(rule => rule.Step == step && rule.Consent);
                var other = isConsent
                    ? rules.Where(rule => rule.When is not null).Select(rule => Terms<Step>.Text(rule.Step)).ToList()
                    : [];
                for (var place = 0; place < Ids.Length; place++)
                {
                    var (asked, left) = (Codes(before, place).Except(other).ToList(), Codes(after, place).Except(other).ToList());
                    Assert.That(left, Is.SubsetOf(asked).And.No.Member(Terms<Step>.Text(step)));
                    Assert.That(asked.Except(left), Is.SubsetOf(mayGo));
                }
            }
        );

    [Test]
    public void A_stronger_ground_excludes_no_place_that_was_possible_and_is_less_locked() =>
        ForEachChild(
            (child, some) =>
            {
                Ground[] ladder =
                [
                    Ground.CompulsoryPlacement,
                    Ground.PartiallyClosed,
                    some.One(Ground.SecureDanger, Ground.SecureObservation, Ground.SecureLongTreatment),
                    Ground.SpeciallySecured,
                ];
                var weaker = some.Below(ladder.Length - 1);
                var stronger = weaker + 1 + some.Below(ladder.Length - weaker - 1);
                var decider = some.One(Decider.Committee, Decider.CommitteeChair, Decider.YouthCrimeBoard);
                var before = Rank(On(ladder[weaker]));
                if (
                    !before.EligibilityAssessment.Context.Law.ValidGrounds.Any()
                    || !Rank(On(ladder[stronger])).EligibilityAssessment.Context.Law.ValidGrounds.Any()
                )
                    return;
                foreach (var after in (CaseRanking[])[Rank(On(ladder[stronger])), Rank(On(ladder[weaker], ladder[stronger]))])
                {
                    Assert.That(
                        Enumerable
                            .Range(0, Ids.Length)
                            .Where(place =>
                                before.EligibilityAssessment.EligibilityStatusOf(place) != EligibilityStatus.Excluded
                                && after.EligibilityAssessment.EligibilityStatusOf(place) == EligibilityStatus.Excluded
                            )
                            .Select(place => Ids[place]),
                        Is.Empty,
                        $"{ladder[weaker]} became {ladder[stronger]}"
                    );
                }

                ChildProfile On(params Ground[] grounds) =>
                    child with
                    {
                        Legal = child.Legal with { Grounds = grounds, DecidedBy = decider },
                    };
            }
        );

    [Test]
    public void More_of_a_need_never_favours_a_place_that_meets_it_less_over_one_at_the_same_level_that_meets_it_more() =>
        ForEachChild(
            (child, some) =>
            {
                // The same level, so that what the need justifies weighs on both alike; a place the child is tied to is as tied before and
                // after.
                var (mild, grave) = (Rank(child), Rank(Graver(child, some)));
                var risen = Terms<Need>.All.Where(need => grave.Needs.Strengths[(int)need] > mild.Needs.Strengths[(int)need]).ToList();
                var (before, after) = (ScoreByPlace(mild), ScoreByPlace(grave));
                foreach (
                    var (more, less) in Pairs(risen)
                        .Where(pair =>
                            before.ContainsKey(pair.More)
                            && before.ContainsKey(pair.Less)
                            && after.ContainsKey(pair.More)
                            && after.ContainsKey(pair.Less)
                        )
                )
                    Assert.That(
                        after[more] - after[less],
                        Is.AtLeast(before[more] - before[less]),
                        $"{Ids[more]} against {Ids[less]}, more of {string.Join(", ", risen)}"
                    );
            }
        );

    [Test]
    public void More_of_a_need_never_makes_an_intrusion_cost_more() =>
        ForEachChild(
            (child, some) =>
            {
                var (mild, grave) = (Rank(child), Rank(Graver(child, some)));
                var (before, after) = (Intrusion(mild), Intrusion(grave));

                Assert.That(
                    after.Keys.Where(place => after[place] < before.GetValueOrDefault(place)).Select(place => Ids[place]),
                    Is.Empty
                );
            }
        );

    [Test]
    public void Saying_a_thing_twice_says_nothing_new() =>
        ForEachChild(
            (child, _) =>
            {
                var again = child with
                {
                    Diagnoses = Twice(child.Diagnoses),
                    SubstanceUse = Twice(child.SubstanceUse),
                    Exploitation = Twice(child.Exploitation),
                    Conflicts = Twice(child.Conflicts),
                    Wishes = new Wishes(Twice(child.Wishes.Child), Twice(child.Wishes.Parents), Twice(child.Wishes.Matters)),
                    Legal = child.Legal with { Grounds = Twice(child.Legal.Grounds), StepsTaken = Twice(child.Legal.StepsTaken) },
                };

                var (once, twice) = (Rank(child), Rank(again));
                Assert.That(Scored(twice), Is.EqualTo(Scored(once)));
                for (var place = 0; place < Ids.Length; place++)
                    Assert.That(Codes(twice, place), Is.EqualTo(Codes(once, place)));

                static List<T>? Twice<T>(IReadOnlyList<T>? list) => list is null ? null : [.. list, .. list];
            }
        );

    static void ForEachChild(Action<ChildProfile, Some> holds, int? children = null)
    {
        for (var seed = 0; seed < (children ?? Children); seed++)
        {
            var some = new Some(seed);
            var child = some.Child(Ids);
            try
            {
                holds(child, some);
            }
            catch (AssertionException broken)
            {
                throw new AssertionException($"Child {seed}: {broken.Message}\n{new Situation(child, [], seed)}", broken);
            }
        }
    }

    static CaseRanking Rank(ChildProfile child) => Matcher.Rank(child, Shipped, TestReferenceData.Day);

    static List<(int Placement, int Score)> Scored(CaseRanking ranking) =>
        [.. ranking.Places.Select(place => (place.Placement, place.Score))];

    static Dictionary<int, int> ScoreByPlace(CaseRanking ranking) =>
        ranking.Places.ToDictionary(place => place.Placement, place => place.Score);

    static List<string> Codes(CaseRanking ranking, int place) =>
        [.. ranking.EligibilityAssessment.ConditionsOf(place).ToArray().Select(condition => condition.Code)];

    static IEnumerable<string> RefusalBases(CaseRanking ranking, int place) =>
        ranking
            .EligibilityAssessment.ConditionsOf(place)
            .ToArray()
            .Where(condition => condition.Refuses)
            .SelectMany(condition => condition.Basis);

    static Dictionary<int, int> Intrusion(CaseRanking ranking) =>
        ranking.Places.ToDictionary(
            place => place.Placement,
            place =>
                ranking
                    .ContributionsOf(place)
                    .ToArray()
                    .Where(part => CriterionShape.All[part.Criterion].Code == CriterionShape.Intrusion)
                    .Sum(part => part.Points)
        );

    /// <summary>
    /// The ranking before and after one unknown fact is given one of its answers; without <paramref name="gates"/> not a legal one.
    /// </summary>
    static (CaseRanking Before, CaseRanking? After, string Fact) Learnt(ChildProfile child, Some some, bool gates = true)
    {
        var before = Rank(child);
        var unknown = before.Needs.Unknown.Where(fact => gates || !fact.OpensGates).ToList();
        if (unknown.Count == 0)
            return (before, null, "");
        var fact = some.One(unknown);
        var answers = Shipped.Criteria.MeaningOf(fact.Path).Answers.Keys.Order(StringComparer.Ordinal).ToList();
        return (before, Rank(fact.With(child, some.One(answers))), fact.Path);
    }

    /// <summary>
    /// Pairs of places at one level of which the first is known to meet every risen need at least as well, and one of them better.
    /// </summary>
    static IEnumerable<(int More, int Less)> Pairs(List<Need> risen) =>
        from more in Enumerable.Range(0, Places.Length)
        from less in Enumerable.Range(0, Places.Length)
        where
            more != less
            && Places[more].Level == Places[less].Level
            && risen.Count > 0
            && risen.TrueForAll(need => Places[more].Capability(need).Value >= Places[less].Capability(need).Value)
            && risen.Exists(need => Places[more].Capability(need).Value > Places[less].Capability(need).Value)
        select (more, less);

    /// <summary>The same child with one thing graver, so that no need is weaker and only needs follow from it.</summary>
    static ChildProfile Graver(ChildProfile child, Some some) =>
        some.Below(9) switch
        {
            0 => child with { SelfHarm = Severity.Severe },
            1 => child with { SuicideRisk = SuicideRisk.High },
            2 => child with { ViolenceAgainstOthers = Violence.Serious },
            3 => child with { SchoolAttendance = SchoolAttendance.None },
            4 => child with { TraumaExposure = true, SomaticHealthNeeds = true },
            5 => child with { SexuallyHarmfulBehaviour = SexualHarm.Established, FireSetting = true },
            6 => child with { Absconding = new Absconding(9, 20, true) },
            7 => child with { PsychoticSymptoms = true },
            _ => child with { SubstanceUse = [new SubstanceUse(Substance.Opioids, UsePattern.Daily, true), .. child.SubstanceUse ?? []] },
        };
}
