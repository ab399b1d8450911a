using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

public sealed class LegalAssessmentTests
{
    private static readonly Ground[] SocialLocking =
    [
        Ground.PartiallyClosed,
        Ground.SecureDanger,
        Ground.SecureObservation,
        Ground.SecureLongTreatment,
        Ground.SpeciallySecured,
    ];

    private static readonly Ground[] FromCourt = [Ground.RemandSurrogate, Ground.Sentence, Ground.YouthSanction];

    private static IEnumerable<Level> Locked => Terms<Level>.All.Where(level => level.IsLocked());

    private static IEnumerable<Level> Open => Terms<Level>.All.Where(level => !level.IsLocked());

    // Who may give which ground to whom: the table of the rules, tried from all sides.

    [Test]
    public void The_committee_locks_from_twelve_and_younger_only_by_dispensation([ValueSource(nameof(SocialLocking))] Ground ground) =>
        GivesFrom(ground, Decider.Committee, ground == Ground.SpeciallySecured ? 12 : 10);

    [Test]
    public void The_chair_locks_from_twelve([ValueSource(nameof(SocialLocking))] Ground ground) =>
        GivesFrom(ground, Decider.CommitteeChair, 12);

    [Test]
    public void The_youth_crime_board_locks_from_twelve_and_younger_only_by_dispensation(
        [ValueSource(nameof(SocialLocking))] Ground ground
    ) => GivesFrom(ground, Decider.YouthCrimeBoard, ground == Ground.SpeciallySecured ? 12 : 10);

    [Test]
    public void The_court_decides_from_fifteen([ValueSource(nameof(FromCourt))] Ground ground) => GivesFrom(ground, Decider.Court, 15);

    [Test]
    public void The_committee_places_a_child_of_any_age_without_consent() => GivesFrom(Ground.CompulsoryPlacement, Decider.Committee, 0);

    [Test]
    public void The_board_places_without_consent_from_ten() => GivesFrom(Ground.CompulsoryPlacement, Decider.YouthCrimeBoard, 10);

    [Test]
    public void The_administration_gives_no_ground_and_acts_within_what_a_court_decided([Values] Ground ground) =>
        Assert.That(Valid(ground, Decider.Administration, 17), Is.EqualTo(FromCourt.Contains(ground)));

    [Test]
    public void Who_acts_within_what_a_court_decided_does_not_decide_where_it_decided_nothing() =>
        Assert.That(
            Law(A.Child() with { Legal = new LegalPosition([], Decider.Administration, []) }).At(Level.Secure).Decider,
            Is.EqualTo(Decider.Committee)
        );

    [Test]
    public void The_court_gives_no_social_ground([ValueSource(nameof(SocialLocking))] Ground ground) =>
        Assert.That(Valid(ground, Decider.Court, 17), Is.False);

    [Test]
    public void Only_the_court_gives_the_grounds_of_a_criminal_case(
        [ValueSource(nameof(FromCourt))] Ground ground,
        [Values(Decider.Committee, Decider.CommitteeChair, Decider.YouthCrimeBoard)] Decider decider
    ) => Assert.That(Valid(ground, decider, 17), Is.False);

    [Test]
    public void While_the_decider_is_not_known_the_youngest_age_of_any_counts([ValueSource(nameof(SocialLocking))] Ground ground)
    {
        var youngest = ground == Ground.SpeciallySecured ? 12 : 10;
        Assert.That(Valid(ground, null, youngest - 1), Is.False);
        Assert.That(Valid(ground, null, youngest), Is.True);
    }

    // Grounds and levels.

    [Test]
    public void Without_an_assessed_ground_a_locked_level_is_a_condition([ValueSource(nameof(Locked))] Level level) =>
        Assert.That(Finding(A.Child() with { Legal = LegalPosition.Unknown }, level), Is.EqualTo("ground-not-assessed"));

    [Test]
    public void With_no_ground_a_locked_level_is_refused([ValueSource(nameof(Locked))] Level level) =>
        Assert.That(
            Finding(A.Child() with { Legal = new LegalPosition([], Decider.Administration, null) }, level),
            Is.EqualTo("!no-ground-for-level")
        );

    [Test]
    public void An_open_level_needs_no_ground([ValueSource(nameof(Open))] Level level, [Values] bool assessed) =>
        Assert.That(Finding(A.Child() with { Legal = new LegalPosition(assessed ? [] : null, null, null) }, level), Is.Null);

    [Test]
    public void Below_every_minimum_age_a_locked_level_is_refused_even_before_assessment([ValueSource(nameof(Locked))] Level level)
    {
        var youngest = level == Level.SpeciallySecured ? 12 : 10;
        var child = A.Child() with { Legal = LegalPosition.Unknown };

        Assert.That(Finding(child with { AgeYears = youngest - 1 }, level), Is.EqualTo("!age-outside-ground"));
        Assert.That(Finding(child with { AgeYears = youngest }, level), Is.EqualTo("ground-not-assessed"));
    }

    [Test]
    public void A_ground_opens_its_own_level()
    {
        Assert.That(Finding(A.ChildOn(Ground.PartiallyClosed, Decider.Committee), Level.PartiallyClosed), Is.Null);
        Assert.That(Finding(A.ChildOn(Ground.SecureDanger, Decider.Committee), Level.Secure), Is.Null);
        Assert.That(Finding(A.ChildOn(Ground.SpeciallySecured, Decider.Committee), Level.SpeciallySecured), Is.Null);
    }

    [Test]
    public void A_ground_does_not_open_a_more_locked_level()
    {
        Assert.That(Finding(A.ChildOn(Ground.PartiallyClosed, Decider.Committee), Level.Secure), Is.EqualTo("!no-ground-for-level"));
        Assert.That(Finding(A.ChildOn(Ground.SecureDanger, Decider.Committee), Level.SpeciallySecured), Is.EqualTo("!no-ground-for-level"));
        Assert.That(
            Finding(A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee), Level.PartiallyClosed),
            Is.EqualTo("!no-ground-for-level")
        );
    }

    [Test]
    public void A_ground_for_a_more_locked_level_leaves_less_locked_ones_possible()
    {
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee);

        Assert.That(Finding(child, Level.PartiallyClosed), Is.EqualTo("own-decision-for-level"));
        foreach (var level in Open)
            Assert.That(Finding(child, level), Is.EqualTo("less-locked-than-decided"), $"{level}");
    }

    [Test]
    public void A_sentence_or_youth_sanction_is_served_at_lower_levels_too(
        [Values(Ground.Sentence, Ground.YouthSanction)] Ground ground,
        [Values(Level.OpenResidential, Level.ProjectPlace, Level.PartiallyClosed, Level.Secure)] Level level
    ) => Assert.That(Finding(A.ChildOn(ground, Decider.Court), level), Is.Null);

    [Test]
    public void A_sentence_is_not_served_specially_secured() =>
        Assert.That(Finding(A.ChildOn(Ground.Sentence, Decider.Court), Level.SpeciallySecured), Is.EqualTo("!no-ground-for-level"));

    [Test]
    public void A_remand_surrogate_opens_a_home_or_institution_but_no_family()
    {
        Assert.That(Finding(A.ChildOn(Ground.RemandSurrogate, Decider.Court), Level.Secure), Is.Null);
        Assert.That(Finding(A.ChildOn(Ground.RemandSurrogate, Decider.Court), Level.OpenResidential), Is.Null);
        Assert.That(Finding(A.ChildOn(Ground.RemandSurrogate, Decider.Court), Level.Foster), Is.EqualTo("less-locked-than-decided"));
    }

    [Test]
    public void The_wrong_decider_is_named_at_the_level_the_ground_would_open() =>
        Assert.That(Finding(A.ChildOn(Ground.Sentence, Decider.Committee), Level.Secure), Is.EqualTo("!decider-cannot-give-ground"));

    [Test]
    public void A_decider_not_known_is_a_condition() =>
        Assert.That(Finding(A.ChildOn(Ground.SecureDanger, null), Level.Secure), Is.EqualTo("decider-not-known"));

    [Test]
    public void A_valid_ground_stands_beside_one_that_is_not() =>
        Assert.That(
            Finding(
                A.Child() with
                {
                    Legal = new LegalPosition([Ground.Sentence, Ground.SecureDanger], Decider.Committee, []),
                },
                Level.Secure
            ),
            Is.Null
        );

    [Test]
    public void The_order_of_the_grounds_does_not_matter(
        [Values(null, Decider.Committee, Decider.YouthCrimeBoard, Decider.Court)] Decider? decider
    )
    {
        foreach (
            var (one, other) in Terms<Ground>.All.SelectMany(one =>
                Terms<Ground>.All.Where(other => other > one).Select(other => (one, other))
            )
        )
        {
            var forth = Law(A.Child() with { Legal = new LegalPosition([one, other], decider, []) });
            var back = Law(A.Child() with { Legal = new LegalPosition([other, one], decider, []) });

            Assert.That(Described(back), Is.EqualTo(Described(forth)), $"{one} and {other}");
        }
    }

    // The chair decides provisionally.

    [TestCase(Decider.CommitteeChair, true)]
    [TestCase(Decider.Committee, false)]
    [TestCase(Decider.YouthCrimeBoard, false)]
    public void Only_what_the_chair_decides_must_be_confirmed(Decider decider, bool confirmed) =>
        Assert.That(
            Law(A.ChildOn(Ground.SecureDanger, decider)).At(Level.Secure).Confirmation?.Code,
            Is.EqualTo(confirmed ? "decision-must-be-confirmed" : null)
        );

    [Test]
    public void A_stay_with_consent_is_not_confirmed_by_anyone() =>
        Assert.That(
            Law(A.Child() with { Legal = new LegalPosition([], Decider.CommitteeChair, []) }).At(Level.OpenResidential).Confirmation,
            Is.Null
        );

    // Consents and steps.

    [TestCase(14, "custody-holder-consent")]
    [TestCase(15, "custody-holder-consent", "youth-consent")]
    public void From_fifteen_the_youth_consents_too(int age, params string[] consents) =>
        Assert.That(
            Codes(
                Law(A.Child() with { AgeYears = age, Legal = new LegalPosition([], Decider.Administration, []) })
                    .At(Level.OpenResidential)
                    .MissingConsents
            ),
            Is.EqualTo(consents)
        );

    [Test]
    public void A_ground_replaces_consent() =>
        Assert.That(
            Law(A.Child() with { Legal = new LegalPosition([Ground.CompulsoryPlacement], Decider.Committee, []) })
                .At(Level.OpenResidential)
                .MissingConsents,
            Is.Empty
        );

    [Test]
    public void Consent_does_not_open_a_locked_level([ValueSource(nameof(Locked))] Level level) =>
        Assert.That(Law(A.Child() with { Legal = new LegalPosition([], Decider.Administration, []) }).At(level).MissingConsents, Is.Empty);

    [Test]
    public void A_consent_given_is_not_missing() => Assert.That(Law(A.Child()).At(Level.Foster).MissingConsents, Is.Empty);

    [TestCase(
        Level.Secure,
        Decider.Committee,
        "child-heard",
        "child-examination",
        "parents-heard",
        "lawyer-offered",
        "less-intrusive-considered",
        "childs-plan"
    )]
    [TestCase(Level.Secure, Decider.CommitteeChair, "child-heard", "less-intrusive-considered")]
    [TestCase(
        Level.Secure,
        Decider.YouthCrimeBoard,
        "child-heard",
        "youth-examination",
        "parents-heard",
        "lawyer-offered",
        "less-intrusive-considered"
    )]
    public void Each_decider_has_steps_before_locking(Level level, Decider decider, params string[] steps) =>
        Assert.That(
            Codes(Law(A.Child() with { Legal = new LegalPosition([Ground.SecureDanger], decider, []) }).At(level).MissingSteps),
            Is.EqualTo(steps)
        );

    [Test]
    public void The_court_has_taken_its_own_steps() =>
        Assert.That(
            Law(A.Child() with { Legal = new LegalPosition([Ground.Sentence], Decider.Court, []) }).At(Level.Secure).MissingSteps,
            Is.Empty
        );

    [Test]
    public void With_consent_the_child_is_heard_and_examined() =>
        Assert.That(
            Codes(Law(A.Child() with { Legal = new LegalPosition([], Decider.Administration, []) }).At(Level.Foster).MissingSteps),
            Is.EqualTo(["child-heard", "child-examination"])
        );

    [Test]
    public void A_step_taken_is_not_missing() =>
        Assert.That(
            Codes(
                Law(A.Child() with { Legal = new LegalPosition([], Decider.Administration, [Step.ChildHeard]) })
                    .At(Level.Foster)
                    .MissingSteps
            ),
            Is.EqualTo(["child-examination"])
        );

    [Test]
    public void Every_step_taken_leaves_none_missing([Values] Level level) =>
        Assert.That(Law(A.ChildOn(Ground.SecureDanger, Decider.Committee)).At(level).MissingSteps, Is.Empty);

    [TestCase(false, "known.yes")]
    [TestCase(true, "known.no")]
    public void Steps_not_known_and_steps_not_taken_are_told_apart(bool unknown, string known)
    {
        var missing = Law(A.Child() with { Legal = new LegalPosition([], Decider.Administration, unknown ? null : []) })
            .At(Level.Foster)
            .MissingSteps;

        Assert.That(missing, Is.Not.Empty);
        Assert.That(missing.SelectMany(condition => condition.Values), Is.All.EqualTo(KeyValuePair.Create("known", known)));
    }

    [Test]
    public void What_comes_after_the_decision_is_not_asked_before_it([Values] Decider decider) =>
        Assert.That(
            Terms<Level>
                .All.SelectMany(level =>
                    Law(A.Child() with { Legal = new LegalPosition([Ground.SecureDanger], decider, []) }).At(level)
                        is { Decider: not Decider.Committee } law
                        ? law.MissingSteps
                        : []
                )
                .Select(step => step.Code),
            Has.None.EqualTo("childs-plan")
        );

    [Test]
    public void Every_finding_names_its_source_and_facts([Values] Ground ground, [Values] Decider decider)
    {
        var law = Law(A.Child() with { AgeYears = 11, Legal = new LegalPosition([ground], decider, null) });
        var findings = Terms<Level>
            .All.Select(law.At)
            .SelectMany(at => at.MissingSteps.Concat(at.MissingConsents).Append(at.GroundFinding!).Append(at.Confirmation!))
            .Where(finding => finding is not null)
            .ToList();

        Assert.That(findings, Is.Not.Empty);
        Assert.That(findings.Select(finding => finding.Source), Is.All.Not.Empty);
        Assert.That(findings.Select(finding => finding.Basis.Count), Is.All.Positive);
    }

    // Rules have dates.

    [TestCase("2027-06-30", 12)]
    [TestCase("2027-07-01", 14)]
    public void A_new_minimum_age_counts_from_its_first_day(string day, int youngest)
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            var old = file["deciders"]!
                .AsArray()
                .First(rule => (string?)rule!["ground"] == "secure-danger" && (string?)rule["decider"] == "committee")!;
            var next = old.DeepClone();
            old["to"] = "2027-07-01";
            next["from"] = "2027-07-01";
            next["minimumAge"] = 14;
            next["id"] = "next";
            old.AsObject().Remove("dispensationFromAge");
            next.AsObject().Remove("dispensationFromAge");
            file["deciders"]!.AsArray().Add(next);
        });

        var ages = Enumerable
            .Range(0, 18)
            .Where(age =>
                A.Case(
                        A.ChildOn(Ground.SecureDanger, Decider.Committee) with
                        {
                            AgeYears = age,
                        },
                        A.Catalogue(A.Place()),
                        DateOnly.Parse(day),
                        rules
                    )
                    .Law.ValidGrounds.Any()
            );

        Assert.That(ages.Min(), Is.EqualTo(youngest));
    }

    private static void GivesFrom(Ground ground, Decider decider, int youngest)
    {
        var ages = Enumerable.Range(0, 18).Where(age => Valid(ground, decider, age));

        Assert.That(ages, Is.EqualTo(Enumerable.Range(youngest, 18 - youngest)));
    }

    private static bool Valid(Ground ground, Decider? decider, int age) =>
        Law(A.ChildOn(ground, decider) with { AgeYears = age }).ValidGrounds.Contains(ground);

    private static LegalAssessment Law(ChildProfile child) => A.Case(child, A.Catalogue(A.Place())).Law;

    private static string? Finding(ChildProfile child, Level level) =>
        Law(child).At(level).GroundFinding is { } finding ? Gates.GateFindings.Shown(finding) : null;

    private static string[] Codes(Condition[] conditions) => [.. conditions.Select(condition => condition.Code)];

    private static string[] Described(LegalAssessment law) =>
        [string.Join(" ", law.RequiredTracks), .. Terms<Level>.All.Select(level => Described(law.At(level)))];

    private static string Described(LevelLaw law) =>
        string.Join(
            " | ",
            law.MissingConsents.Concat(law.MissingSteps)
                .Append(law.GroundFinding)
                .Append(law.Confirmation)
                .Select(found => found is null ? "-" : $"{Gates.GateFindings.Shown(found)} {string.Join(",", found.Values)}")
                .Append($"{law.OpenedBy} {law.Decider}")
        );
}
