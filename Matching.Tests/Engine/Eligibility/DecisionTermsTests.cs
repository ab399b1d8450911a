using System.Text.Json.Nodes;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

public sealed class DecisionTermsTests
{
    [TestCase(Ground.SecureDanger, 14, "2027-02-22", "2027-05-22")]
    [TestCase(Ground.SecureDanger, 15, "2027-02-22", "2027-11-22")]
    [TestCase(Ground.SecureObservation, 14, "2027-02-22", "2027-05-22")]
    [TestCase(Ground.SecureLongTreatment, 14, "2027-02-22", "2027-05-22")]
    [TestCase(Ground.SecureLongTreatment, 15, "2027-05-22", "2027-11-22")]
    public void A_stay_on_a_social_ground_ends_when_its_period_does_and_can_be_extended_by_age(
        Ground ground,
        int age,
        string latest,
        string longest
    )
    {
        var decision = At(Level.Secure, A.ChildOn(ground, Decider.Committee) with { AgeYears = age });

        Assert.That(decision.LatestEnd, Is.EqualTo(DateOnly.Parse(latest)));
        Assert.That(decision.LongestEnd, Is.EqualTo(DateOnly.Parse(longest)));
        Assert.That(decision.PausedByAbsence, Is.True);
    }

    [TestCase(Ground.Sentence, Level.Secure, "2028-01-22")]
    [TestCase(Ground.YouthSanction, Level.Secure, "2027-11-22")]
    [TestCase(Ground.YouthSanction, Level.PartiallyClosed, "2028-05-22")]
    [TestCase(Ground.YouthSanction, Level.OpenResidential, "2028-05-22")]
    public void A_stay_on_a_courts_ground_ends_when_the_law_says_and_absence_does_not_count(Ground ground, Level level, string latest)
    {
        var decision = At(level, A.ChildOn(ground, Decider.Court));

        Assert.That(decision.LatestEnd, Is.EqualTo(DateOnly.Parse(latest)));
        Assert.That(decision.PausedByAbsence, Is.True);
    }

    [TestCase("2026-11-30", "2027-02-28")]
    [TestCase("2027-11-30", "2028-02-29")]
    [TestCase("2027-11-29", "2028-02-29")]
    public void A_period_that_would_end_on_a_day_that_is_not_there_ends_on_the_last_day_of_that_month(string day, string latest) =>
        Assert.That(At(Level.Secure, A.ChildOn(Ground.SecureDanger, Decider.Committee), day).LatestEnd, Is.EqualTo(DateOnly.Parse(latest)));

    [TestCase("9999-12-31")]
    [TestCase("9999-10-01")]
    public void Where_the_calendar_ends_before_the_period_no_day_is_told(string day) =>
        Assert.That(At(Level.Secure, A.ChildOn(Ground.SecureDanger, Decider.Committee), day).LatestEnd, Is.Null);

    [Test]
    public void Where_the_rules_set_no_end_none_is_told_and_a_caveat_says_so()
    {
        var decision = At(Level.PartiallyClosed, A.ChildOn(Ground.PartiallyClosed, Decider.Committee));

        Assert.That((decision.LatestEnd, decision.LongestEnd), Is.EqualTo(((DateOnly?)null, (DateOnly?)null)));
        Assert.That(decision.Caveats.Select(caveat => (caveat.Code, caveat.About)), Does.Contain(("no-limit-known", "end")));
    }

    [Test]
    public void The_stay_is_followed_up_within_twelve_weeks_of_its_start_and_never_of_the_ranking()
    {
        var decision = At(Level.OpenResidential, A.Child());

        Assert.That((decision.NextReview, decision.ReviewWithinDays), Is.EqualTo(((DateOnly?)null, (int?)84)));
    }

    [TestCase("2026-11-22", "2027-02-14")]
    [TestCase("2026-11-01", "2027-01-24")]
    [TestCase("2026-08-31", "2026-11-23")]
    [TestCase("2026-08-30", "2026-11-22")]
    [TestCase("2026-08-29", "2027-02-13")]
    public void A_stay_that_goes_on_is_followed_up_counted_from_its_start(string start, string review)
    {
        var child = A.Child() with
        {
            Placements =
            [
                new EarlierPlacement(HistoryLevel.OpenResidential, null, DateOnly.Parse(start), null, PlacementEnding.Ongoing, null),
            ],
        };

        Assert.That(At(Level.OpenResidential, child).NextReview, Is.EqualTo(DateOnly.Parse(review)));
        Assert.That(At(Level.Foster, child).NextReview, Is.Null);
    }

    [TestCase(9, false)]
    [TestCase(10, true)]
    public void Children_of_ten_and_more_can_appeal_what_the_committee_decides(int age, bool childToo)
    {
        var appeal = At(Level.OpenResidential, A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee) with { AgeYears = age }).Appeal!;

        Assert.That((appeal.Body, appeal.WithinDays), Is.EqualTo((AppealBody.NationalAppealsBoard, 28)));
        Assert.That(appeal.Parties.Contains(AppealParty.Child), Is.EqualTo(childToo));
    }

    [TestCase(11, false)]
    [TestCase(12, true)]
    public void Children_of_twelve_and_more_can_appeal_what_the_youth_crime_board_decides_and_it_does_not_wait(int age, bool childToo)
    {
        var appeal = At(Level.Secure, A.ChildOn(Ground.SecureDanger, Decider.YouthCrimeBoard) with { AgeYears = age }).Appeal!;

        Assert.That(
            (appeal.Body, appeal.WithinDays, appeal.Suspends, appeal.Verified),
            Is.EqualTo((AppealBody.NationalAppealsBoard, 28, (bool?)false, true))
        );
        Assert.That(appeal.Parties.Contains(AppealParty.Child), Is.EqualTo(childToo));
    }

    [Test]
    public void What_a_court_decides_is_appealed_to_a_court() =>
        Assert.That(At(Level.Secure, A.ChildOn(Ground.RemandSurrogate, Decider.Court)).Appeal!.Body, Is.EqualTo(AppealBody.HighCourt));

    [Test]
    public void What_the_chair_decides_has_to_be_confirmed_within_seven_days() =>
        Assert.That(
            At(Level.Secure, A.ChildOn(Ground.SecureDanger, Decider.CommitteeChair)).ConfirmBy,
            Is.EqualTo(TestReferenceData.Day.AddDays(7))
        );

    [Test]
    public void What_the_committee_decides_needs_no_confirmation() =>
        Assert.That(At(Level.Secure, A.ChildOn(Ground.SecureDanger, Decider.Committee)).ConfirmBy, Is.Null);

    [Test]
    public void Consents_are_missing_steps_where_no_ground_replaces_them()
    {
        var child = A.Child() with { Legal = new LegalPosition([], Decider.Administration, [Step.ChildHeard, Step.ChildExamination]) };

        Assert.That(At(Level.OpenResidential, child).MissingSteps, Is.EqualTo([Step.CustodyHolderConsent, Step.YouthConsent]));
        Assert.That(At(Level.OpenResidential, child with { AgeYears = 14 }).MissingSteps, Is.EqualTo([Step.CustodyHolderConsent]));
    }

    [Test]
    public void The_childs_plan_follows_the_decision_and_is_never_missing_before_it()
    {
        var child = A.Child() with { Legal = new LegalPosition([], Decider.Administration, []) };
        var decision = At(Level.OpenResidential, child);

        Assert.That(decision.LaterSteps, Is.EqualTo([Step.ChildsPlan]));
        Assert.That(decision.MissingSteps, Does.Not.Contain(Step.ChildsPlan));
    }

    [Test]
    public void Detention_is_told_of_only_where_the_law_allows_it()
    {
        var child = A.Child();

        Assert.That(
            Codes(At(Level.PartiallyClosed, child)),
            Is.EquivalentTo([
                "detention-partially-closed-consecutive",
                "detention-partially-closed-per-year",
                "detention-at-start",
                "detention-during-stay",
                "detention-special-reasons",
            ])
        );
        Assert.That(
            Codes(At(Level.OpenResidential, child)),
            Is.EquivalentTo(["detention-at-start", "detention-during-stay", "detention-special-reasons"])
        );
        Assert.That(
            Codes(At(Level.Foster, child)).Concat(Codes(At(Level.Network, child))).Concat(Codes(At(Level.HomeSupport, child))),
            Is.Empty
        );
        Assert.That(Codes(At(Level.Secure, child)), Is.EqualTo(["isolation-secure"]));
    }

    [Test]
    public void Where_sources_disagree_or_a_rule_is_not_checked_the_decision_says_so()
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            Line(file, "deciders", "decider-secure-danger-committee")["disputed"] = true;
            Line(file, "durations", "duration-secure-danger-from-15")["verified"] = false;
        });
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee);

        Assert.That(
            At(Level.Secure, child, rules: rules).Caveats.Select(caveat => (caveat.Code, caveat.About)),
            Does.Contain(("sources-disagree", "age")).And.Contain(("not-verified", "end"))
        );
        Assert.That(
            At(Level.Secure, child).Caveats.Select(caveat => (caveat.Code, caveat.About)),
            Has.None.EqualTo(("sources-disagree", "age")).And.None.EqualTo(("not-verified", "end")).And.One.EqualTo(("not-reviewed", "law"))
        );
    }

    [Test]
    public void A_locked_level_without_a_ground_has_a_decider_and_no_ground()
    {
        var decision = At(Level.Secure, A.Child() with { Legal = LegalPosition.Unknown });

        Assert.That((decision.DecidedBy, decision.Ground), Is.EqualTo((Decider.Committee, (Ground?)null)));
    }

    [TestCase("2009-11-23", false)]
    [TestCase("2009-11-22", true)]
    public void A_child_who_turns_eighteen_by_the_end_is_told_of(string born, bool told)
    {
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee) with { AgeYears = null, BirthDate = DateOnly.Parse(born) };

        Assert.That(At(Level.Secure, child).Caveats.Any(caveat => caveat.Code == "turns-eighteen"), Is.EqualTo(told));
    }

    [TestCase(16, false)]
    [TestCase(17, true)]
    public void Of_a_child_of_seventeen_whose_birthday_is_not_known_it_is_told_too(int age, bool told) =>
        Assert.That(
            At(Level.OpenResidential, A.Child() with { AgeYears = age }).Caveats.Any(caveat => caveat.Code == "turns-eighteen"),
            Is.EqualTo(told)
        );

    [Test]
    public void A_child_of_sixteen_may_turn_eighteen_before_a_sentence_is_served() =>
        Assert.That(
            At(Level.Secure, A.ChildOn(Ground.Sentence, Decider.Court) with { AgeYears = 16 }).Caveats.Select(caveat => caveat.Code),
            Does.Contain("turns-eighteen")
        );

    [TestCase("2009-11-22", 18, true)]
    [TestCase("2009-11-22", 19, false)]
    [TestCase("2009-11-23", 18, false)]
    [TestCase("2010-11-22", 17, true)]
    [TestCase("2010-11-23", 17, false)]
    public void The_rules_say_at_what_age_a_child_comes_of_age(string born, int majority, bool told)
    {
        var rules = TestReferenceData.ChangedRules(file =>
            (file["majorities"]![0]!["age"], file["majorities"]![0]!["source"]) = (majority, "another act")
        );
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee) with { AgeYears = null, BirthDate = DateOnly.Parse(born) };

        Assert.That(
            At(Level.Secure, child, rules: rules).Caveats.Where(caveat => caveat.Code == "turns-eighteen").Select(caveat => caveat.Source),
            Is.EqualTo(told ? new[] { "another act" } : [])
        );
    }

    [TestCase(9, true, "custody-holder")]
    [TestCase(10, true, "custody-holder, child")]
    [TestCase(10, false, "child")]
    [TestCase(9, false, null)]
    public void The_rules_say_who_can_appeal_and_where_nobody_can_no_way_is_told(int age, bool custodyHolder, string? parties)
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            foreach (var rule in file["appeals"]!.AsArray())
                rule!["custodyHolder"] = custodyHolder;
        });
        var child = A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee) with { AgeYears = age };
        var appeal = At(Level.OpenResidential, child, rules: rules).Appeal;

        Assert.That(appeal is null ? null : string.Join(", ", appeal.Parties.Select(Terms<AppealParty>.Text)), Is.EqualTo(parties));
    }

    [Test]
    public void The_rules_say_who_decides_at_a_level_that_no_ground_opens([Values] Decider decider)
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            foreach (var rule in file["competences"]!.AsArray())
                rule!["decider"] = Terms<Decider>.Text(decider);
        });
        var child = A.Child() with { AgeYears = 9, Legal = LegalPosition.Unknown };

        Assert.That(Terms<Level>.All.Select(level => At(level, child, rules: rules).DecidedBy), Is.All.EqualTo(decider));
    }

    [TestCase("majorities", "end")]
    [TestCase("competences", "ground")]
    public void Where_the_age_of_majority_or_who_decides_is_not_checked_the_decision_says_so(string list, string about)
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            foreach (var rule in file[list]!.AsArray())
                (rule!["verified"], rule["source"]) = (false, "hearsay");
        });
        var child = A.Child() with { AgeYears = 17 };
        IEnumerable<LegalCaveat> Hearsay(RuleSet asked) =>
            At(Level.OpenResidential, child, rules: asked)
                .Caveats.Where(caveat => caveat.Source == "hearsay" && caveat.Code == "not-verified");

        Assert.That(Hearsay(rules).Select(caveat => caveat.About), Is.EqualTo([about]));
        Assert.That(Hearsay(TestReferenceData.Rules), Is.Empty);
    }

    [Test]
    public void Where_the_decider_of_the_rules_can_give_no_ground_to_a_child_of_the_age_another_decides()
    {
        var child = A.Child() with { AgeYears = 11, Legal = LegalPosition.Unknown };

        var rules = TestReferenceData.ChangedRules(file =>
            Line(file, "deciders", "decider-secure-danger-committee").AsObject().Remove("dispensationFromAge")
        );
        rules = rules with
        {
            Deciders = [.. rules.Deciders.Where(rule => rule.Decider != Decider.Committee || rule.DispensationFromAge is null)],
        };

        Assert.That(At(Level.Secure, child, rules: rules).DecidedBy, Is.EqualTo(Decider.YouthCrimeBoard));
        Assert.That(At(Level.Secure, child with { AgeYears = 12 }, rules: rules).DecidedBy, Is.EqualTo(Decider.Committee));
    }

    [Test]
    public void Steps_are_told_as_taken_only_where_some_are_asked_for_and_all_are_stated()
    {
        Assert.That(At(Level.OpenResidential, A.Child()).StepsAreTaken, Is.True);
        Assert.That(
            At(Level.OpenResidential, A.Child() with { Legal = new LegalPosition([], Decider.Administration, null) }).StepsAreTaken,
            Is.False
        );
        Assert.That(
            At(
                Level.Secure,
                A.ChildOn(Ground.RemandSurrogate, Decider.Court) with
                {
                    Legal = new LegalPosition([Ground.RemandSurrogate], Decider.Court, null),
                }
            ).StepsAreTaken,
            Is.False
        );
    }

    [Test]
    public void Rules_of_another_day_give_other_terms()
    {
        var rules = TestReferenceData.ChangedRules(file =>
        {
            var line = file["durations"]!
                .AsArray()
                .First(rule => rule!["ground"]!.GetValue<string>() == "secure-danger" && rule["minimumAge"]!.GetValue<int>() == 15)!;
            var later = line.DeepClone();
            line["to"] = "2026-11-23";
            (later["id"], later["from"], later["months"]) = ("later", "2026-11-23", 2);
            file["durations"]!.AsArray().Add(later);
        });
        var child = A.ChildOn(Ground.SecureDanger, Decider.Committee);

        Assert.That(At(Level.Secure, child, "2026-11-22", rules).LatestEnd, Is.EqualTo(new DateOnly(2027, 2, 22)));
        Assert.That(At(Level.Secure, child, "2026-11-23", rules).LatestEnd, Is.EqualTo(new DateOnly(2027, 1, 23)));
    }

    [Test]
    public void Two_durations_for_the_same_question_are_refused()
    {
        var fault = Assert.Throws<DataException>(() =>
            TestReferenceData.ChangedRules(file => file["durations"]!.AsArray().Add(file["durations"]![0]!.DeepClone()))
        )!;

        Assert.That(fault.Message, Does.Contain("durations: has two rules at the same time for secure-danger at secure at 0"));
    }

    private static JsonNode Line(JsonObject file, string list, string id) =>
        file[list]!.AsArray().Single(line => (string?)line!["id"] == id)!;

    private static IEnumerable<string> Codes(LevelDecision decision) => decision.Limits.Select(limit => limit.Code);

    private static LevelDecision At(Level level, ChildProfile child, string day = "2026-11-22", RuleSet? rules = null) =>
        DecisionTerms.Of(A.Case(child, A.Catalogue(A.Ladder()), DateOnly.Parse(day), rules), [level]).Single();
}
