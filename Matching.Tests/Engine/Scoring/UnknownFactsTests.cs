using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Scoring;

/// <summary>Not known is a value of its own: it scores nothing, is named, and is never the same as none.</summary>
public sealed class UnknownFactsTests
{
    private const int Children = 75;

    /// <summary>The profile without one fact.</summary>
    private static readonly Dictionary<string, Func<ChildProfile, ChildProfile>> Forget = new()
    {
        ["child.sex"] = child => child with { Sex = null },
        ["child.diagnoses"] = child => child with { Diagnoses = null },
        ["child.diagnoses.status"] = child =>
            child with
            {
                Diagnoses = [new Diagnosis("F84", null), .. (child.Diagnoses ?? []).Select(diagnosis => diagnosis with { Status = null })],
            },
        ["child.psychoticSymptoms"] = child => child with { PsychoticSymptoms = null },
        ["child.suicideRisk"] = child => child with { SuicideRisk = null },
        ["child.selfHarm"] = child => child with { SelfHarm = null },
        ["child.substanceUse"] = child => child with { SubstanceUse = null },
        ["child.substanceUse.pattern"] = child => child with { SubstanceUse = [new SubstanceUse(Substance.Alcohol, null, true)] },
        ["child.substanceUse.dependent"] = child =>
            child with
            {
                SubstanceUse = [new SubstanceUse(Substance.Alcohol, UsePattern.Daily, null)],
            },
        ["child.absconding.episodesLast12Months"] = child =>
            child with
            {
                Absconding = new Absconding(null, child.Absconding?.LongestAbsenceDays, child.Absconding?.HarmDuringAbsence),
            },
        ["child.absconding.longestAbsenceDays"] = child =>
            child with
            {
                Absconding = new Absconding(3, null, child.Absconding?.HarmDuringAbsence),
            },
        ["child.absconding.harmDuringAbsence"] = child =>
            child with
            {
                Absconding = new Absconding(3, child.Absconding?.LongestAbsenceDays, null),
            },
        ["child.externalisingBehaviour"] = child => child with { ExternalisingBehaviour = null },
        ["child.violenceAgainstOthers"] = child => child with { ViolenceAgainstOthers = null },
        ["child.sexuallyHarmfulBehaviour"] = child => child with { SexuallyHarmfulBehaviour = null },
        ["child.fireSetting"] = child => child with { FireSetting = null },
        ["child.crime.involvement"] = child => child with { Crime = new Crime(null, child.Crime?.Violent, child.Crime?.GangTies) },
        ["child.crime.violent"] = child => child with { Crime = new Crime(CrimeInvolvement.Charged, null, child.Crime?.GangTies) },
        ["child.crime.gangTies"] = child => child with { Crime = new Crime(CrimeInvolvement.Charged, child.Crime?.Violent, null) },
        ["child.cognitiveLevel"] = child => child with { CognitiveLevel = null },
        ["child.traumaExposure"] = child => child with { TraumaExposure = null },
        ["child.exploitation"] = child => child with { Exploitation = null },
        ["child.schoolAttendance"] = child => child with { SchoolAttendance = null },
        ["child.somaticHealthNeeds"] = child => child with { SomaticHealthNeeds = null },
        ["child.regularMedication"] = child => child with { RegularMedication = null },
        ["child.accessibilityNeeds"] = child => child with { AccessibilityNeeds = null },
        ["child.interpreterNeeded"] = child => child with { InterpreterNeeded = null },
        ["child.familyContact"] = child => child with { FamilyContact = null },
        ["child.networkCarer"] = child => child with { NetworkCarer = null },
        ["child.siblingsTogether"] = child => child with { SiblingsTogether = null },
        ["child.protectiveFactors"] = child => child with { ProtectiveFactors = null },
        ["child.placements"] = child => child with { Placements = null },
        ["child.earlierMeasures"] = child => child with { EarlierMeasures = null },
        ["wishes.child"] = child => child with { Wishes = child.Wishes with { Child = null } },
        ["wishes.parents"] = child => child with { Wishes = child.Wishes with { Parents = null } },
        ["wishes.matters"] = child => child with { Wishes = child.Wishes with { Matters = null } },
        ["conflicts"] = child => child with { Conflicts = null },
        ["legal.grounds"] = child => child with { Legal = child.Legal with { Grounds = null } },
        ["legal.decidedBy"] = child => child with { Legal = child.Legal with { DecidedBy = null } },
        ["legal.stepsTaken"] = child => child with { Legal = child.Legal with { StepsTaken = null } },
        ["home.neglect"] = child => child with { Home = child.Home is null ? null : child.Home with { Neglect = null } },
        ["home.violence"] = child => child with { Home = child.Home is null ? null : child.Home with { Violence = null } },
        ["home.sexualAbuse"] = child => child with { Home = child.Home is null ? null : child.Home with { SexualAbuse = null } },
        ["home.parentalSubstanceUse"] = child =>
            child with
            {
                Home = child.Home is null ? null : child.Home with { ParentalSubstanceUse = null },
            },
        ["home.parentalMentalIllness"] = child =>
            child with
            {
                Home = child.Home is null ? null : child.Home with { ParentalMentalIllness = null },
            },
        ["home.parentalCrime"] = child => child with { Home = child.Home is null ? null : child.Home with { ParentalCrime = null } },
        ["home.parentImprisoned"] = child => child with { Home = child.Home is null ? null : child.Home with { ParentImprisoned = null } },
        ["home.violenceWitnessed"] = child =>
            child with
            {
                Home = child.Home is null ? null : child.Home with { ViolenceWitnessed = null },
            },
        ["home.cooperation"] = child => child with { Home = child.Home is null ? null : child.Home with { Cooperation = null } },
        ["home.parentsActive"] = child => child with { Home = child.Home is null ? null : child.Home with { ParentsActive = null } },
        ["home.custody"] = child => child with { Home = child.Home is null ? null : child.Home with { Custody = null } },
        ["safety.addressProtected"] = child =>
            child with
            {
                Safety = child.Safety is null ? null : child.Safety with { AddressProtected = null },
            },
        ["safety.undisclosedPlacement"] = child =>
            child with
            {
                Safety = child.Safety is null ? null : child.Safety with { UndisclosedPlacement = null },
            },
        ["safety.honourRelated"] = child =>
            child with
            {
                Safety = child.Safety is null ? null : child.Safety with { HonourRelated = null },
            },
        ["safety.riskToYoungerChildren"] = child =>
            child with
            {
                Safety = child.Safety is null ? null : child.Safety with { RiskToYoungerChildren = null },
            },
        ["safety.siblingsApart"] = child =>
            child with
            {
                Safety = child.Safety is null ? null : child.Safety with { SiblingsApart = null },
            },
        ["safety.threatened"] = child => child with { Safety = child.Safety is null ? null : child.Safety with { Threatened = null } },
        ["safety.trafficking"] = child => child with { Safety = child.Safety is null ? null : child.Safety with { Trafficking = null } },
        ["child.eatingDisorderSeverity"] = child => child with { EatingDisorderSeverity = null },
        ["child.withdrawalRisk"] = child => child with { WithdrawalRisk = null },
        ["child.hearing"] = child => child with { Hearing = null },
        ["child.sight"] = child => child with { Sight = null },
        ["child.signLanguage"] = child => child with { SignLanguage = null },
        ["child.schoolType"] = child => child with { SchoolType = null },
        ["child.leisure"] = child => child with { Leisure = null },
        ["child.sellingSex"] = child => child with { SellingSex = null },
        ["child.thriving"] = child => child with { Thriving = null },
    };

    private static IEnumerable<string> Paths => Facts.All.Select(fact => fact.Path);

    [Test]
    public void Every_fact_is_tried_here() => Assert.That(Forget.Keys, Is.EquivalentTo(Paths));

    [Test]
    public void About_the_plain_child_everything_is_known() => Assert.That(Gaps(A.Child()), Is.Empty);

    [TestCaseSource(nameof(Paths))]
    public void A_fact_not_known_is_a_knowledge_gap(string path) => Assert.That(Gaps(Forget[path](A.Child())), Has.Some.EqualTo(path));

    [TestCaseSource(nameof(Paths))]
    public void A_fact_not_known_gives_no_points(string path)
    {
        for (var seed = 0; seed < Children; seed++)
        {
            var situation = new Some(seed).Situation();
            var answer = (situation with { Child = Forget[path](situation.Child) }).Ask();

            Assert.That(
                answer.Placements.SelectMany(place => place.Contributions).SelectMany(contribution => contribution.Basis),
                Has.None.EqualTo(path),
                $"{situation}"
            );
        }
    }

    [TestCaseSource(nameof(Paths))]
    public void A_fact_not_known_points_to_no_need(string path)
    {
        for (var seed = 0; seed < Children; seed++)
        {
            var needs = NeedsAssessment.Of(Forget[path](new Some(seed).Child()), TestReferenceData.Criteria);

            Assert.That(Terms<Need>.All.SelectMany(needs.BasisOf), Has.None.EqualTo(path));
        }
    }

    [Test]
    public void Not_known_and_none_differ_in_what_is_missing_and_not_in_the_score()
    {
        var none = new Situation(A.Child(), A.Ladder(), 0);
        var unknown = none with { Child = A.Child() with { SelfHarm = null, SubstanceUse = null, Exploitation = null, Diagnoses = null } };

        Assert.That(unknown.Scores(), Is.EqualTo(none.Scores()));
        Assert.That(
            unknown.Ask().KnowledgeGaps.Select(gap => gap.Field),
            Is.EquivalentTo(["child.selfHarm", "child.substanceUse", "child.exploitation", "child.diagnoses"])
        );
    }

    [Test]
    public void Once_the_child_never_ran_away_the_rest_of_absconding_is_known() =>
        Assert.That(Gaps(A.Child() with { Absconding = new Absconding(0, null, null) }), Is.Empty);

    [Test]
    public void What_is_known_of_earlier_absences_counts_though_the_last_year_was_quiet() =>
        Assert.That(
            NeedsAssessment.Of(A.Child() with { Absconding = new Absconding(0, 20, true) }, TestReferenceData.Criteria).Strengths[
                (int)Need.AbscondingContainment
            ],
            Is.EqualTo(NeedStrength.Strong)
        );

    [Test]
    public void Without_crime_nothing_was_violent_crime() =>
        Assert.That(Gaps(A.Child() with { Crime = new Crime(CrimeInvolvement.None, null, false) }), Is.Empty);

    [Holds(300)]
    public void What_a_fact_would_bring_is_what_the_changed_profile_brings(Situation situation)
    {
        var criteria = TestReferenceData.Criteria;
        var needs = NeedsAssessment.Of(situation.Child, criteria);
        foreach (var fact in needs.Unknown.Where(fact => fact.StandsAlone))
        {
            foreach (var (answer, meaning) in criteria.MeaningOf(fact.Path).Answers)
            {
                var (changed, expected) = (
                    needs.IfAnswered(fact, meaning, criteria),
                    NeedsAssessment.Of(fact.With(situation.Child, answer), criteria)
                );
                Assert.That(Of(changed), Is.EqualTo(Of(expected)), $"{fact.Path} {answer}");
            }
        }

        static string Of(NeedsAssessment needs) =>
            string.Join(' ', needs.Strengths)
            + $" {string.Join(' ', Terms<Need>.All.Select(need => (needs.IsKnownAbsent(need), needs.IsKeptOpenByOneFact(need))))}"
            + $" {string.Join(' ', needs.Unknown.Select(fact => fact.Path))}";
    }

    [Holds(300)]
    public void A_need_is_known_to_be_absent_while_no_fact_that_is_not_known_could_point_to_it(Situation situation)
    {
        var criteria = TestReferenceData.Criteria;
        var needs = NeedsAssessment.Of(situation.Child, criteria);
        foreach (var need in Terms<Need>.All)
        {
            var none = needs.Strengths[(int)need] == NeedStrength.None;
            var open = needs.Unknown.Count(fact => !fact.IsRefinement && criteria.CanPointTo(fact.Path, need));
            Assert.That(
                (needs.IsKnownAbsent(need), needs.IsKeptOpenByOneFact(need)),
                Is.EqualTo((none && open == 0, none && open == 1)),
                $"{need}"
            );
        }
    }

    private static IEnumerable<string> Gaps(ChildProfile child) =>
        new Situation(child, A.Ladder(), 0).Ask().KnowledgeGaps.Select(gap => gap.Field);
}
