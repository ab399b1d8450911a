using Matching.Engine.Eligibility.Gates;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility.Gates;

/// <summary>The gates that came with version 1.1, on both sides of each boundary.</summary>
public sealed class CareGateTests
{
    private static readonly DateOnly Day = TestReferenceData.Day;

    [TestCase(Urgency.Acute, false, "no-acute-intake")]
    [TestCase(Urgency.Acute, null, "acute-intake-not-known")]
    [TestCase(Urgency.Acute, true)]
    [TestCase(Urgency.Weeks, false)]
    [TestCase(Urgency.Planned, null)]
    [TestCase(null, false)]
    public void Only_at_once_does_it_matter_whether_a_place_receives_acutely(Urgency? urgency, bool? intake, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new AcuteIntakeGate(), A.Child() with { Urgency = urgency }, A.Place() with { AcuteIntake = intake }),
            Is.EqualTo(findings)
        );

    [Test]
    public void Where_the_child_lives_already_it_need_not_be_received() =>
        Assert.That(
            GateFindings.Of(
                new AcuteIntakeGate(),
                A.Child() with
                {
                    Urgency = Urgency.Acute,
                    CurrentPlacementId = "open-residential",
                },
                A.Place() with
                {
                    AcuteIntake = false,
                }
            ),
            Is.Empty
        );

    [TestCase(30, "psychiatry-cover-needed")]
    [TestCase(31)]
    [TestCase(-30, "psychiatry-cover-needed")]
    [TestCase(-31)]
    public void A_discharge_is_recent_for_thirty_days_and_a_planned_one_as_near(int daysAgo, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new HealthCoverGate(),
                A.Child() with
                {
                    PsychiatricDischarge = Day.AddDays(-daysAgo),
                },
                A.Place() with
                {
                    Psychiatry = PsychiatryCover.None,
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(PsychiatryCover.None, "psychiatry-cover-needed")]
    [TestCase(PsychiatryCover.OnCall)]
    [TestCase(null, "psychiatry-cover-not-known")]
    public void After_a_discharge_some_psychiatry_is_enough(PsychiatryCover? cover, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new HealthCoverGate(), A.Child() with { PsychiatricDischarge = Day }, A.Place() with { Psychiatry = cover }),
            Is.EqualTo(findings)
        );

    [TestCase(true, false, "health-cover-needed")]
    [TestCase(true, null, "health-cover-not-known")]
    [TestCase(true, true)]
    [TestCase(false, false)]
    [TestCase(null, false)]
    public void Withdrawal_needs_health_staff(bool? risk, bool? staff, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new HealthCoverGate(),
                A.Child() with
                {
                    WithdrawalRisk = risk,
                    SubstanceUse = [new SubstanceUse(Substance.Alcohol, UsePattern.Daily, true)],
                },
                A.Place() with
                {
                    HealthStaff = staff,
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(Severity.Severe, null, "health-cover-needed")]
    [TestCase(Severity.Moderate, 10, "health-cover-needed")]
    [TestCase(Severity.Moderate, null)]
    [TestCase(Severity.Mild, 10)]
    public void A_dangerous_eating_disorder_needs_health_staff(Severity severity, int? dischargedAgo, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new HealthCoverGate(),
                A.Child() with
                {
                    EatingDisorderSeverity = severity,
                    PsychiatricDischarge = dischargedAgo is { } days ? Day.AddDays(-days) : null,
                },
                A.Place() with
                {
                    HealthStaff = false,
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(12, 15, "peer-younger-children")]
    [TestCase(13, 15)]
    public void Three_years_make_another_child_much_younger(int youngest, int age, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new OtherChildrenGate(),
                A.Child() with
                {
                    AgeYears = age,
                    FireSetting = true,
                },
                A.Place() with
                {
                    AgesNow = new AgeRange(youngest, 17),
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(SexualHarm.Established, "peer-younger-not-known")]
    [TestCase(SexualHarm.Suspected)]
    [TestCase(SexualHarm.None)]
    [TestCase(null)]
    public void Who_lives_at_a_place_for_younger_children_too_is_asked(SexualHarm? harm, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new OtherChildrenGate(),
                A.Child() with
                {
                    SexuallyHarmfulBehaviour = harm,
                },
                A.Place() with
                {
                    CognitiveLevels = [CognitiveLevel.Typical],
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(CapabilityStrength.Strong, SexualHarm.Established, "peer-vulnerable-children")]
    [TestCase(CapabilityStrength.Good, SexualHarm.Established)]
    [TestCase(CapabilityStrength.Strong, SexualHarm.Suspected)]
    public void Those_who_were_harmed_are_kept_safe_from_those_who_harm(
        CapabilityStrength strength,
        SexualHarm harm,
        params string[] findings
    ) =>
        Assert.That(
            GateFindings.Of(
                new OtherChildrenGate(),
                A.Child() with
                {
                    SexuallyHarmfulBehaviour = harm,
                },
                A.Place().Meeting(Need.SexualSafety, strength) with
                {
                    Ages = new AgeRange(14, 17),
                    CognitiveLevels = [CognitiveLevel.Typical],
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(true, false, "sign-language-needed")]
    [TestCase(true, null, "sign-language-not-known")]
    [TestCase(true, true)]
    [TestCase(false, false)]
    [TestCase(null, false)]
    public void A_child_who_speaks_by_signs_must_be_understood(bool? signs, bool? place, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new SignLanguageGate(), A.Child() with { SignLanguage = signs }, A.Place() with { SignLanguage = place }),
            Is.EqualTo(findings)
        );

    [TestCase(100, false, "mother-and-child-needed")]
    [TestCase(100, null, "mother-and-child-not-known")]
    [TestCase(100, true)]
    [TestCase(-21, false, "mother-and-child-needed")]
    [TestCase(-22, false)]
    public void Who_is_with_child_needs_a_place_for_both(int due, bool? place, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new MotherAndChildGate(),
                A.Child() with
                {
                    DueDate = Day.AddDays(due),
                },
                A.Place() with
                {
                    MotherAndChild = place,
                }
            ),
            Is.EqualTo(findings)
        );

    [TestCase(Concern.Established, Level.HomeSupport, "harm-at-home")]
    [TestCase(Concern.Established, Level.FamilyPlacement, "harm-at-home")]
    [TestCase(Concern.Established, Level.Network)]
    [TestCase(Concern.Suspected, Level.HomeSupport)]
    public void Harm_at_home_is_held_against_a_home_alone(Concern harm, Level level, params string[] findings) =>
        Assert.That(
            GateFindings.Of(new HomeGate(), A.Child() with { Home = new HomeSituation { Neglect = harm } }, A.Place(level)),
            Is.EqualTo(findings)
        );

    [TestCase(true, Level.HomeSupport, "!undisclosed-placement")]
    [TestCase(true, Level.Foster)]
    [TestCase(false, Level.HomeSupport)]
    public void Who_must_not_be_found_cannot_live_at_home(bool undisclosed, Level level, params string[] findings) =>
        Assert.That(
            GateFindings.Of(
                new HomeGate(),
                A.Child() with
                {
                    Safety = new SafetySituation { UndisclosedPlacement = undisclosed },
                },
                A.Place(level)
            ),
            Is.EqualTo(findings)
        );
}
