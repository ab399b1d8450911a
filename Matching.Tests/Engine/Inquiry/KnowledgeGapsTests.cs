using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

public sealed class KnowledgeGapsTests
{
    [Holds(120)]
    public void A_gap_that_cannot_change_the_first_place_has_no_answer_that_does(Situation situation)
    {
        foreach (var gap in situation.Ask().KnowledgeGaps.Where(gap => gap is { ChangesFirst: 0, IsSuspected: false }))
            Assert.That(AnswersThatChangeFirst(situation, gap.Field), Is.Empty, gap.Field);
    }

    [Holds(45)]
    public void That_holds_where_a_model_is_used_that_falls_silent_easily(Situation situation)
    {
        var model = TestModel.Trained;
        var rare = model.Support.Bins.Select(
            (bins, feature) =>
                (IReadOnlyList<int>)[.. bins.Select((count, bin) => (feature + bin) % 3 == 0 ? ModelSupport.Suppressed : count)]
        );
        A_gap_that_cannot_change_the_first_place_has_no_answer_that_does(
            situation with
            {
                Model = model with { Support = model.Support with { Bins = [.. rare] }, Use = model.Use with { MostUnseenFacts = 6 } },
            }
        );
    }

    [Holds(120)]
    public void A_gap_that_can_change_the_first_place_has_an_answer_that_does(Situation situation)
    {
        foreach (
            var gap in situation
                .Ask()
                .KnowledgeGaps.Where(gap =>
                    gap is { ChangesFirst: > 0, IsSuspected: false }
                    && !gap.Field.StartsWith("wishes.", StringComparison.Ordinal)
                    && gap.Field != "conflicts"
                )
        )
            Assert.That(AnswersThatChangeFirst(situation, gap.Field), Is.Not.Empty, gap.Field);
    }

    [Test]
    public void What_happened_at_home_never_brings_the_child_home_by_the_need_it_shows()
    {
        // Neglect and trauma show the same need, which the help at home meets; only neglect speaks against it.
        var child = A.Child();
        var two = new Situation(
            child with
            {
                TraumaExposure = null,
                NetworkCarer = null,
                Home = child.Home! with { Neglect = null },
            },
            [
                A.Place(Level.HomeSupport, "at-home").Meeting(Need.TraumaTreatment, CapabilityStrength.Strong) with
                {
                    MainAges = new AgeRange(5, 10),
                },
                A.Place(Level.Network, "kin").Meeting(Need.TraumaTreatment, CapabilityStrength.None),
            ],
            0
        );

        Assert.That(two.Order()[0], Is.EqualTo("kin"));
        Assert.That(AnswersThatChangeFirst(two, "child.traumaExposure"), Is.EqualTo(new[] { "true" }));
        Assert.That(AnswersThatChangeFirst(two, "home.neglect"), Does.Not.Contain("established"));
        var gaps = two.Ask().KnowledgeGaps;
        Assert.That(gaps.Single(gap => gap.Field == "child.traumaExposure").ChangesFirst, Is.Positive);
        Assert.That(gaps.Single(gap => gap.Field == "home.neglect").ChangesFirst, Is.Zero);
    }

    [Holds]
    public void Gaps_stand_by_how_much_they_matter(Situation situation) =>
        Assert.That(situation.Ask().KnowledgeGaps.Select(gap => -gap.ChangesFirst), Is.Ordered);

    [Holds]
    public void The_chance_to_change_the_first_place_is_a_share(Situation situation) =>
        Assert.That(situation.Ask().KnowledgeGaps.Select(gap => gap.ChangesFirst), Is.All.InRange(0, 100));

    [Holds]
    public void Every_gap_suggests_a_step(Situation situation) =>
        Assert.That(situation.Ask().KnowledgeGaps.Select(gap => gap.SuggestedStep), Is.All.Not.Empty);

    [Test]
    public void An_answer_that_makes_a_specialised_place_the_wrong_one_counts()
    {
        // All else known and no psychiatric need: only that no symptom shows would say that the place is built around something else.
        var two = new Situation(
            A.Child() with
            {
                PsychoticSymptoms = null,
            },
            [
                A.Place(id: "clinic")
                    .Meeting(Need.PsychiatricTreatment, CapabilityStrength.Strong)
                    .Meeting(Need.FamilyNetwork, CapabilityStrength.Good),
                A.Place(id: "home"),
            ],
            0
        );

        Assert.That(two.Order()[0], Is.EqualTo("clinic"));
        Assert.That((two with { Child = A.Child() }).Order()[0], Is.EqualTo("home"));
        Assert.That(two.Ask().KnowledgeGaps.Single(gap => gap.Field == "child.psychoticSymptoms").ChangesFirst, Is.EqualTo(92));
    }

    [Test]
    public void That_the_child_does_not_harm_itself_counts_where_many_of_the_residents_do()
    {
        // The diagnosis gives a psychiatric need, so that nothing but self-harm is left open.
        var child = A.Child() with
        {
            SuicideRisk = null,
            Diagnoses = [new Diagnosis("F40", DiagnosisStatus.Confirmed)],
            Wishes = new Wishes([], [new Wish("here", Stance.Prefer)], []),
        };
        var two = Two(child, A.PeerGroup() with { SevereSelfHarm = 6 });

        Assert.That(two.Order()[0], Is.EqualTo("here"));
        Assert.That(AnswersThatChangeFirst(two, "child.suicideRisk"), Is.EquivalentTo(["none", "low", "moderate", "high"]));
        Assert.That(two.Ask().KnowledgeGaps.Single().ChangesFirst, Is.EqualTo(100));
    }

    [Test]
    public void The_child_s_own_self_harm_is_not_mistaken_for_that_of_the_others_where_it_lives()
    {
        // A high risk of suicide and severe self-harm give the same needs here. But only in the second is the child one of the two.
        var child = A.Child() with
        {
            SuicideRisk = null,
            SelfHarm = null,
            Diagnoses = [new Diagnosis("F20.0", DiagnosisStatus.Confirmed)],
            CurrentPlacementId = "here",
        };
        var two = Two(child, A.PeerGroup() with { SevereSelfHarm = 2, Residents = 4 });
        var gaps = two.Ask().KnowledgeGaps;

        Assert.That(two.Order()[0], Is.EqualTo("here"));
        Assert.That(AnswersThatChangeFirst(two, "child.suicideRisk"), Is.EquivalentTo(["moderate", "high"]));
        Assert.That(AnswersThatChangeFirst(two, "child.selfHarm"), Is.EquivalentTo(["moderate"]));
        Assert.That(gaps.Single(gap => gap.Field == "child.selfHarm").ChangesFirst, Is.EqualTo(13));
    }

    private static Situation Two(ChildProfile child, PeerGroup here) =>
        new(child, [A.Place(id: "here"), A.Place(id: "there")], 0) { PeerGroups = new Dictionary<string, PeerGroup> { ["here"] = here } };

    [Test]
    public void A_conflict_not_known_could_close_the_first_place() =>
        Assert.That(
            new Situation(A.Child() with { Conflicts = null }, [A.Place(id: "a"), A.Place(id: "b")], 0)
                .Ask()
                .KnowledgeGaps.Single()
                .ChangesFirst,
            Is.EqualTo(5)
        );

    [Test]
    public void A_suspected_diagnosis_is_weighed_as_confirmed_and_as_refuted()
    {
        // Suspected, it asks for little; confirmed, the clinic is the better place; refuted, nothing asks for it.
        var two = new Situation(
            A.Child() with
            {
                Diagnoses = [new Diagnosis("F20.0", DiagnosisStatus.Suspected)],
                FamilyContact = FamilyContact.Mixed,
            },
            [
                A.Place(id: "clinic")
                    .Meeting(Need.PsychiatricTreatment, CapabilityStrength.Strong)
                    .Meeting(Need.FamilyNetwork, CapabilityStrength.None)
                    .Meeting(Need.Observation, CapabilityStrength.None),
                A.Place(id: "home").Meeting(Need.FamilyNetwork, CapabilityStrength.Good).Meeting(Need.Observation, CapabilityStrength.Good),
            ],
            0
        );
        var gap = two.Ask().KnowledgeGaps.Single();
        int Lead(params Diagnosis[] diagnoses)
        {
            var scores = (two with { Child = two.Child with { Diagnoses = diagnoses } }).Scores();
            return scores["clinic"] - scores["home"];
        }

        Assert.That(two.Order()[0], Is.EqualTo("home"));
        Assert.That(Lead(new Diagnosis("F20.0", DiagnosisStatus.Confirmed)), Is.Positive);
        Assert.That(Lead(), Is.Negative);
        Assert.That((gap.Field, gap.Subject, gap.IsSuspected, gap.ChangesFirst), Is.EqualTo(("child.diagnoses.status", "F20.0", true, 50)));
        Assert.That(gap.ExpectedGain, Is.EqualTo((Lead(new Diagnosis("F20.0", DiagnosisStatus.Confirmed)) + 1) / 2));
    }

    [Test]
    public void Each_suspected_diagnosis_is_a_gap_of_its_own_and_a_confirmed_one_is_none()
    {
        var child = A.Child() with
        {
            Diagnoses =
            [
                new Diagnosis("F84", DiagnosisStatus.Suspected),
                new Diagnosis("F90.0", DiagnosisStatus.Suspected),
                new Diagnosis("F50", DiagnosisStatus.Confirmed),
            ],
        };

        Assert.That(new Situation(child, [A.Place()], 0).Ask().KnowledgeGaps.Select(gap => gap.Subject), Is.EqualTo(["F84", "F90.0"]));
    }

    [TestCase("child.sexuallyHarmfulBehaviour")]
    [TestCase("child.crime.involvement")]
    public void What_is_only_suspected_is_a_gap(string field)
    {
        var child = A.Child() with
        {
            SexuallyHarmfulBehaviour = SexualHarm.Suspected,
            Crime = new Crime(CrimeInvolvement.Suspected, false, false),
        };

        Assert.That(
            new Situation(child, [A.Place()], 0).Ask().KnowledgeGaps.Where(gap => gap.IsSuspected).Select(gap => gap.Field),
            Does.Contain(field)
        );
    }

    [Test]
    public void Where_the_answer_would_close_the_first_place_all_its_points_are_at_stake()
    {
        var situation = new Situation(
            A.Child() with
            {
                Conflicts = null,
                SelfHarm = Severity.Severe,
            },
            [
                A.Place(id: "a").Meeting(Need.SelfHarmProtection, CapabilityStrength.Strong),
                A.Place(id: "b").Meeting(Need.SelfHarmProtection, CapabilityStrength.Strong),
            ],
            0
        );

        Assert.That(situation.Scores()["a"], Is.Positive);
        Assert.That(situation.Ask().KnowledgeGaps.Single().ExpectedGain, Is.EqualTo((situation.Scores()["a"] + 10) / 20));
    }

    [Test]
    public void A_gap_says_how_many_days_its_step_usually_takes() =>
        Assert.That(
            new Situation(A.Child() with { SomaticHealthNeeds = null }, [A.Place()], 0).Ask().KnowledgeGaps.Single().UsualDays,
            Is.EqualTo(TestReferenceData.Criteria.DaysOf("health-check"))
        );

    [Test]
    public void Enough_is_known_where_no_gap_could_change_the_first_place_and_not_where_one_could()
    {
        var known = new Situation(A.Child(), [A.Place(id: "a"), A.Place(id: "b")], 0);

        Assert.That(known.Ask().Notices.Select(notice => notice.Code), Does.Contain("enough-is-known"));
        Assert.That(
            (known with { Child = known.Child with { Conflicts = null } }).Ask().Notices.Select(notice => notice.Code),
            Does.Not.Contain("enough-is-known")
        );
    }

    [TestCase(null, true)]
    [TestCase(CapabilityStrength.None, false)]
    public void That_nobody_knows_whether_the_first_place_can_meet_a_clear_need_is_said(CapabilityStrength? capability, bool said)
    {
        var one = new Situation(
            A.Child() with
            {
                SelfHarm = Severity.Severe,
            },
            [A.Place(id: "a").Meeting(Need.SelfHarmProtection, capability)],
            0
        );

        Assert.That(one.Ask().Notices.Any(notice => notice.Code == "first-ability-not-known"), Is.EqualTo(said));
    }

    private static List<string> AnswersThatChangeFirst(Situation situation, string field)
    {
        var fact = Facts.All.Single(fact => fact.Path == field);
        var first = First(situation.Rank());
        return
        [
            .. TestReferenceData
                .Criteria.MeaningOf(field)
                .Answers.Where(answer => answer.Value.Share > 0)
                .Select(answer => answer.Key)
                .Where(answer => First((situation with { Child = fact.With(situation.Child, answer) }).Rank()) != first),
        ];
    }

    private static int First(CaseRanking ranking) => ranking.Places.Length == 0 ? -1 : ranking.Places[0].Placement;
}
