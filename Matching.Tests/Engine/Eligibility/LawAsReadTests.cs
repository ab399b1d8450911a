using Matching.Engine.Eligibility;
using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Engine.Eligibility.Gates;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>What the paragraphs say that were read for the rules, each on both sides of its boundary.</summary>
public sealed class LawAsReadTests
{
    private static readonly Step[] Nothing = [];

    // Children's Act § 46 (3), § 47 (2), § 32 (4): the examination.

    [TestCase(Urgency.Planned, true, false)]
    [TestCase(Urgency.Weeks, true, false)]
    [TestCase(Urgency.Acute, false, true)]
    public void With_consent_the_examination_may_run_alongside_only_when_acute(Urgency urgency, bool before, bool alongside)
    {
        var decision = At(Level.Foster, On([], Decider.Administration, Nothing) with { Urgency = urgency });

        Assert.That(decision.MissingSteps.Contains(Step.ChildExamination), Is.EqualTo(before));
        Assert.That(decision.LaterSteps.Contains(Step.ChildExamination), Is.EqualTo(alongside));
    }

    [TestCase(Decider.Committee, true)]
    [TestCase(Decider.CommitteeChair, false)]
    public void Without_consent_the_committee_waits_for_the_examination_and_the_chair_does_not(Decider decider, bool waits) =>
        Assert.That(
            At(Level.Foster, On([Ground.CompulsoryPlacement], decider, Nothing) with { Urgency = Urgency.Acute })
                .MissingSteps.Contains(Step.ChildExamination),
            Is.EqualTo(waits)
        );

    [TestCase(Decider.Administration)]
    [TestCase(Decider.Committee)]
    public void A_youth_examination_does_as_well(Decider decider)
    {
        Ground[] grounds = decider == Decider.Committee ? [Ground.CompulsoryPlacement] : [];

        Assert.That(At(Level.Foster, On(grounds, decider, [Step.YouthExamination])).MissingSteps, Does.Not.Contain(Step.ChildExamination));
        Assert.That(At(Level.Foster, On(grounds, decider, Nothing)).MissingSteps, Does.Contain(Step.ChildExamination));
    }

    [Test]
    public void Support_at_home_waits_for_no_examination_and_no_consent_of_the_youth()
    {
        var child = On([], Decider.Administration, Nothing) with { AgeYears = 17 };

        Assert.That(At(Level.HomeSupport, child).MissingSteps, Is.EqualTo([Step.ChildHeard, Step.CustodyHolderConsent]));
        Assert.That(At(Level.Foster, child).MissingSteps, Does.Contain(Step.YouthConsent).And.Contain(Step.ChildExamination));
    }

    // §§ 140, 143 (3) and the Youth Crime Act § 46: the lawyer.

    [TestCase(Decider.Committee, true, false)]
    [TestCase(Decider.YouthCrimeBoard, true, false)]
    [TestCase(Decider.CommitteeChair, false, true)]
    public void A_lawyer_is_offered_before_the_decision_and_after_the_chairs(Decider decider, bool before, bool after)
    {
        var decision = At(Level.Secure, On([Ground.SecureDanger], decider, Nothing));

        Assert.That(decision.MissingSteps.Contains(Step.LawyerOffered), Is.EqualTo(before));
        Assert.That(decision.LaterSteps.Contains(Step.LawyerOffered), Is.EqualTo(after));
    }

    // §§ 91 (2), 51 (1) no. 3, 108 (4): the plan.

    [TestCase(14, false, false, true)]
    [TestCase(14, true, false, false)]
    [TestCase(15, true, false, true)]
    [TestCase(15, true, true, false)]
    public void The_plan_comes_before_the_committees_decision_unless_everybody_consents(int age, bool custody, bool youth, bool before)
    {
        Step[] steps = [.. custody ? [Step.CustodyHolderConsent] : Nothing, .. youth ? [Step.YouthConsent] : Nothing];
        var decision = At(Level.PartiallyClosed, On([Ground.PartiallyClosed], Decider.Committee, steps) with { AgeYears = age });

        Assert.That(decision.MissingSteps.Contains(Step.ChildsPlan), Is.EqualTo(before));
        Assert.That(decision.LaterSteps.Contains(Step.ChildsPlan), Is.EqualTo(!before));
    }

    [Test]
    public void A_ground_for_placing_without_consent_asks_for_the_plan_first_whoever_consents() =>
        Assert.That(
            At(
                Level.Foster,
                On([Ground.CompulsoryPlacement], Decider.Committee, [Step.CustodyHolderConsent, Step.YouthConsent])
            ).MissingSteps,
            Does.Contain(Step.ChildsPlan)
        );

    [TestCase(Decider.YouthCrimeBoard, Ground.PartiallyClosed)]
    [TestCase(Decider.Court, Ground.YouthSanction)]
    public void The_board_and_the_court_have_no_childs_plan(Decider decider, Ground ground)
    {
        var decision = At(Level.PartiallyClosed, On([ground], decider, Nothing));

        Assert.That(decision.MissingSteps.Concat(decision.LaterSteps), Does.Not.Contain(Step.ChildsPlan));
    }

    // § 98 (1): moving.

    [TestCase(11, true, false)]
    [TestCase(12, true, true)]
    [TestCase(14, true, true)]
    [TestCase(14, false, false)]
    [TestCase(15, false, true)]
    public void A_move_needs_the_childs_consent_from_twelve_and_a_first_placement_from_fifteen(int age, bool placed, bool needed)
    {
        var child = On([], Decider.Administration, [Step.CustodyHolderConsent]) with
        {
            AgeYears = age,
            Placements = placed ? [Stay(HistoryLevel.Foster, PlacementEnding.Ongoing)] : [],
        };

        Assert.That(GateFindings.Of(new ConsentGate(), child, A.Place()), Is.EqualTo(needed ? ["youth-consent"] : Array.Empty<string>()));
    }

    [TestCase(HistoryLevel.Foster, PlacementEnding.Ongoing, true)]
    [TestCase(HistoryLevel.Foster, PlacementEnding.Planned, false)]
    [TestCase(HistoryLevel.HomeSupport, PlacementEnding.Ongoing, false)]
    [TestCase(HistoryLevel.PsychiatricWard, PlacementEnding.Ongoing, false)]
    public void Only_who_lives_away_from_home_now_moves(HistoryLevel level, PlacementEnding ending, bool moves) =>
        Assert.That(
            At(
                Level.Foster,
                On([], Decider.Administration, [Step.CustodyHolderConsent]) with
                {
                    AgeYears = 13,
                    Placements = [Stay(level, ending)],
                }
            )
                .MissingSteps.Contains(Step.YouthConsent),
            Is.EqualTo(moves)
        );

    [TestCase("here", new string[0])]
    [TestCase("elsewhere", new[] { "youth-consent" })]
    public void Who_stays_does_not_move(string lives, string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new ConsentGate(),
                On([], Decider.Administration, [Step.CustodyHolderConsent]) with
                {
                    AgeYears = 13,
                    CurrentPlacementId = lives,
                },
                A.Place(id: "here")
            ),
            Is.EqualTo(findings)
        );

    // §§ 61-63, BEK 980/2025 §§ 6 (2) and 7 (1), Youth Crime Act §§ 15-17: ages.

    [TestCase(Ground.PartiallyClosed, Level.PartiallyClosed, Decider.Committee)]
    [TestCase(Ground.SecureDanger, Level.Secure, Decider.Committee)]
    [TestCase(Ground.SecureObservation, Level.Secure, Decider.YouthCrimeBoard)]
    [TestCase(Ground.PartiallyClosed, Level.PartiallyClosed, Decider.YouthCrimeBoard)]
    public void Below_twelve_a_locked_place_needs_a_dispensation(Ground ground, Level level, Decider decider)
    {
        Assert.That(Found(ground, level, decider, 9), Is.EqualTo(["!age-outside-ground"]));
        Assert.That(Found(ground, level, decider, 10), Is.EqualTo(["age-dispensation"]));
        Assert.That(Found(ground, level, decider, 11), Is.EqualTo(["age-dispensation"]));
        Assert.That(Found(ground, level, decider, 12), Is.Empty);
        Assert.That(Found(ground, level, decider, 17), Is.Empty);
    }

    [TestCase(Ground.SpeciallySecured, Level.SpeciallySecured, Decider.Committee)]
    [TestCase(Ground.SpeciallySecured, Level.SpeciallySecured, Decider.YouthCrimeBoard)]
    [TestCase(Ground.SecureDanger, Level.Secure, Decider.CommitteeChair)]
    public void Where_no_dispensation_is_named_there_is_none(Ground ground, Level level, Decider decider) =>
        Assert.That(Found(ground, level, decider, 11), Does.Contain("!age-outside-ground"));

    // § 63 (1) no. 1 and § 62 (2) no. 2: a ground beside the ground.

    [TestCase(Ground.SpeciallySecured, Level.SpeciallySecured, Decider.Committee, true)]
    [TestCase(Ground.Sentence, Level.Secure, Decider.Court, true)]
    [TestCase(Ground.Sentence, Level.OpenResidential, Decider.Court, false)]
    [TestCase(Ground.YouthSanction, Level.Secure, Decider.Court, false)]
    public void Some_grounds_need_another_beside_them_at_the_most_locked_level(Ground ground, Level level, Decider decider, bool needed)
    {
        Assert.That(Found(ground, level, decider, 16), Is.EqualTo(needed ? ["ground-beside-ground"] : Array.Empty<string>()));
        Assert.That(
            Law(A.ChildOn(ground, decider) with { Legal = new LegalPosition([ground, Ground.SecureDanger], decider, Terms<Step>.All) })
                .At(level)
                .GroundConditions,
            Is.Empty
        );
    }

    // Straffuldbyrdelsesloven § 78, retsplejeloven § 765 (2) no. 3, straffeloven § 74 a: what a court's grounds open.

    // They hold what the level holds that stood for them.
    private static readonly Level[] NoRuleNames = [Level.FamilyPlacement, Level.BoardingSchool, Level.Efterskole, Level.OwnRoom];

    [TestCase(Ground.RemandSurrogate, "open-residential project-place partially-closed secure")]
    [TestCase(Ground.Sentence, "foster open-residential project-place partially-closed secure")]
    [TestCase(Ground.YouthSanction, "open-residential project-place partially-closed secure")]
    public void A_courts_ground_opens_more_than_secure_places(Ground ground, string levels) =>
        Assert.That(
            Terms<Level>
                .All.Except(NoRuleNames)
                .Where(level => Law(A.ChildOn(ground, Decider.Court)).At(level).OpenedBy == ground)
                .Select(Terms<Level>.Text),
            Is.EqualTo(levels.Split(' '))
        );

    [Test]
    public void The_municipality_chooses_within_what_the_court_decided(
        [Values(Ground.RemandSurrogate, Ground.Sentence, Ground.YouthSanction)] Ground ground,
        [Values(14, 15)] int age
    ) =>
        Assert.That(
            Law(A.ChildOn(ground, Decider.Administration) with { AgeYears = age }).ValidGrounds,
            age == 15 ? Is.EqualTo([ground]) : Is.Empty
        );

    [Test]
    public void Where_the_municipality_chooses_for_a_court_the_steps_of_the_social_track_are_not_asked_for() =>
        Assert.That(
            At(Level.Secure, On([Ground.YouthSanction], Decider.Administration, Nothing)).MissingSteps,
            Is.EqualTo([Step.ChildHeard])
        );

    // BEK 980/2025 §§ 9-10: durations.

    [TestCase(Ground.SecureDanger, Level.Secure, 14, 3, 6)]
    [TestCase(Ground.SecureDanger, Level.Secure, 15, 3, 12)]
    [TestCase(Ground.SecureObservation, Level.Secure, 14, 3, 6)]
    [TestCase(Ground.SecureObservation, Level.Secure, 15, 3, 12)]
    [TestCase(Ground.SecureLongTreatment, Level.Secure, 14, 3, 6)]
    [TestCase(Ground.SecureLongTreatment, Level.Secure, 15, 6, 12)]
    [TestCase(Ground.SpeciallySecured, Level.SpeciallySecured, 14, 3, 6)]
    [TestCase(Ground.SpeciallySecured, Level.SpeciallySecured, 15, 3, 12)]
    [TestCase(Ground.Sentence, Level.Secure, 15, 14, 14)]
    [TestCase(Ground.YouthSanction, Level.Secure, 17, 12, 18)]
    [TestCase(Ground.YouthSanction, Level.PartiallyClosed, 17, 18, 24)]
    public void A_stay_has_its_period_and_its_longest(Ground ground, Level level, int age, int months, int longest)
    {
        var rule = TestReferenceData.Rules.Durations.Single(rule =>
            rule.Ground == ground && rule.Levels.Contains(level) && rule.Ages.Holds(age)
        );

        Assert.That((rule.Months, rule.LongestMonths, rule.PausedByAbsence), Is.EqualTo((months, (int?)longest, true)));
    }

    // § 143 (4)-(5): the chair.

    [TestCase(Decider.CommitteeChair, "2026-12-22", "2026-11-29")]
    [TestCase(Decider.Committee, "2027-02-22", null)]
    public void What_the_chair_decides_stands_for_a_month_once_confirmed(Decider decider, string latest, string? confirmBy)
    {
        var decision = At(Level.Secure, A.ChildOn(Ground.SecureDanger, decider));

        Assert.That(decision.LatestEnd, Is.EqualTo(DateOnly.Parse(latest)));
        Assert.That(decision.ConfirmBy, Is.EqualTo(confirmBy is null ? null : DateOnly.Parse(confirmBy)));
    }

    // §§ 144-146, Youth Crime Act § 55, retsplejeloven §§ 904, 968-969: appeals.

    [TestCase(Decider.Administration, AppealBody.NationalAppealsBoard, 28, 10, null)]
    [TestCase(Decider.Committee, AppealBody.NationalAppealsBoard, 28, 10, false)]
    [TestCase(Decider.CommitteeChair, AppealBody.NationalAppealsBoard, 28, 10, false)]
    [TestCase(Decider.YouthCrimeBoard, AppealBody.NationalAppealsBoard, 28, 12, false)]
    [TestCase(Decider.Court, AppealBody.HighCourt, 14, 15, false)]
    public void An_appeal_goes_where_and_while_the_law_says(Decider decider, AppealBody body, int days, int childFrom, bool? suspends)
    {
        var rule = TestReferenceData.Rules.Appeals.Single(rule => rule.Deciders.Contains(decider));

        Assert.That((rule.Body, rule.WithinDays, rule.ChildFromAge, rule.Suspends), Is.EqualTo((body, days, childFrom, suspends)));
    }

    // Voksenansvarsloven §§ 11, 12, 14: limits of force.

    [TestCase("detention-at-start", 14)]
    [TestCase("detention-during-stay", 14)]
    [TestCase("detention-special-reasons", 14)]
    [TestCase("detention-partially-closed-consecutive", 5)]
    [TestCase("detention-partially-closed-per-year", 30)]
    [TestCase("isolation-secure", 2)]
    [TestCase("isolation-specially-secured", 4)]
    public void Force_has_its_limit(string code, int value)
    {
        var limit = TestReferenceData.Rules.Limits.Single(limit => limit.Code == code);

        Assert.That((limit.Value, limit.Authority.Verified), Is.EqualTo((value, true)));
    }

    // § 12 (3): a place that is not approved.

    [TestCase(Urgency.Acute, Level.Foster, "not-approved-for-weeks")]
    [TestCase(Urgency.Acute, Level.OpenResidential, "not-approved-for-weeks")]
    [TestCase(Urgency.Weeks, Level.Foster, "!not-approved")]
    [TestCase(null, Level.Foster, "!not-approved")]
    [TestCase(Urgency.Acute, Level.Network, "!not-approved")]
    [TestCase(Urgency.Acute, Level.HomeSupport, "!not-approved")]
    public void A_place_that_is_not_approved_can_be_used_for_weeks_only_when_acute(Urgency? urgency, Level level, string finding) =>
        Assert.That(
            GateFindings.Of(new ApprovalGate(), A.Child() with { Urgency = urgency }, A.Place(level) with { Approved = false }),
            Is.EqualTo([finding])
        );

    [Test]
    public void It_says_for_how_many_weeks_and_who_is_told()
    {
        var condition = new ApprovalGate()
            .Ask(
                A.Case(A.Child() with { Urgency = Urgency.Acute }, A.Catalogue(A.Place() with { Approved = false })),
                A.Catalogue(A.Place() with { Approved = false }),
                0
            )
            .Findings.Single();

        Assert.That(
            TestReferenceData.Texts.In(Matching.Engine.Localization.Language.Da).Of(condition),
            Does.Contain("3 uger").And.Contain("Socialtilsynet").And.Contain("3 uger mere")
        );
    }

    // Earlier rules mean what they did.

    [Test]
    public void Rules_of_schema_three_know_nothing_of_all_this()
    {
        var rules = TestReferenceData.EarlierRules(3);
        var child = On([Ground.SecureDanger], Decider.CommitteeChair, Nothing) with { Urgency = Urgency.Acute };
        var law = A.Case(child, A.Catalogue(A.Place()), rules: rules).Law;

        Assert.That(
            law.At(Level.Secure).MissingSteps.Select(step => step.Code),
            Is.EqualTo(["child-heard", "lawyer-offered", "less-intrusive-considered"])
        );
        Assert.That((rules.Reminders.Count, rules.Unapproved.Count, rules.AwaitsLawyer), Is.EqualTo((0, 0, false)));
        Assert.That(rules.InForce(TestReferenceData.Day).AwaitsLawyer, Is.False);
    }

    [Test]
    public void What_the_rules_await_is_said_until_a_lawyer_has_checked_every_line()
    {
        Assert.That(TestReferenceData.Rules.InForce(TestReferenceData.Day).AwaitsLawyer, Is.True);
        Assert.That(
            TestReferenceData
                .ChangedRules(file =>
                {
                    foreach (var list in file.Where(list => list.Key is not ("acts" or "levelGroups" or "schema" or "about")))
                    {
                        foreach (var line in list.Value!.AsArray())
                            line!["legallyReviewed"] = true;
                    }
                })
                .InForce(TestReferenceData.Day)
                .AwaitsLawyer,
            Is.False
        );
    }

    private static string[] Found(Ground ground, Level level, Decider decider, int age)
    {
        var law = Law(A.ChildOn(ground, decider) with { AgeYears = age }).At(level);
        return [.. law.GroundConditions.Prepend(law.GroundFinding).OfType<Condition>().Select(GateFindings.Shown)];
    }

    private static EarlierPlacement Stay(HistoryLevel level, PlacementEnding ending) => new(level, null, null, null, ending, null);

    private static ChildProfile On(Ground[] grounds, Decider decider, Step[] steps) =>
        A.Child() with
        {
            Legal = new LegalPosition(grounds, decider, steps),
        };

    private static LegalAssessment Law(ChildProfile child) => A.Case(child, A.Catalogue(A.Place())).Law;

    private static LevelDecision At(Level level, ChildProfile child) =>
        DecisionTerms.Of(A.Case(child, A.Catalogue(A.Place())), [level]).Single();
}
