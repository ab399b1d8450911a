using System.Text.Json;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Vignettes;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Vignettes;

/// <summary>
/// Each kind of expectation against one answer that everything is known about: three open homes of which the ids say the order, a family,
/// support at home, and a locked place without a ground.
/// </summary>
public sealed class ExpectationTests
{
    static readonly ReferenceDataSet Known = TestReferenceData.With(
        A.Catalogue(
            [
                A.Place(id: "a-best").Meeting(Need.SelfHarmProtection, CapabilityStrength.Good).Meeting(Need.School, null),
                A.Place(id: "b-next").Meeting(Need.SelfHarmProtection, CapabilityStrength.Good) with
                {
                    HealthStaff = false,
                    Accessible = false,
                },
                A.Place(id: "c-last").Meeting(Need.SelfHarmProtection, CapabilityStrength.None),
                A.Place(Level.Foster, "d-family")
                    .Meeting(Need.SelfHarmProtection, CapabilityStrength.Good)
                    .Meeting(Need.School, CapabilityStrength.None) with
                {
                    Sexes = [Sex.Female],
                },
                A.Place(Level.HomeSupport, "e-home").Meeting(Need.SelfHarmProtection, CapabilityStrength.None),
                A.Place(Level.Secure, "locked"),
            ],
            [Service.For(Need.SelfHarmProtection, id: "calm") with { Levels = [Level.OpenResidential] }]
        )
    );

    static readonly ExpectationWords Words = new(
        Known.Catalogue,
        TestReferenceData.Texts.In(Language.En).ConditionCodes.ToHashSet(),
        TestReferenceData.Texts.In(Language.En).NoticeCodes.ToHashSet(),
        TestReferenceData.Texts.In(Language.En).ReminderCodes.ToHashSet()
    );

    static readonly Dictionary<string, Availability> Beds = new()
    {
        ["a-best"] = new(0, TestReferenceData.Day),
        ["b-next"] = new(1, TestReferenceData.Day),
    };

    static readonly ChildProfile Child = A.Child() with
    {
        SelfHarm = Severity.Severe,
        SchoolAttendance = SchoolAttendance.Irregular,
        AccessibilityNeeds = true,
        RegularMedication = null,
        NetworkCarer = NetworkCarer.None,
        // The family comes so near to the first place that it may be enough.
        Wishes = new Wishes(
            [new Wish("c-last", Stance.Prefer), new Wish("d-family", Stance.Prefer)],
            [new Wish("b-next", Stance.Avoid), new Wish("d-family", Stance.Avoid)],
            []
        ),
    };

    [TestCase("""{ "first": "a-best" }""")]
    [TestCase("""{ "amongFirst": 3, "place": "b-next" }""")]
    [TestCase("""{ "above": [ "a-best", "c-last" ] }""")]
    [TestCase("""{ "above": [ "a-best", "b-next", "c-last" ] }""")]
    [TestCase("""{ "possible": "c-last" }""")]
    [TestCase("""{ "excluded": "locked" }""")]
    [TestCase("""{ "excluded": "locked", "because": "no-ground-for-level" }""")]
    [TestCase("""{ "bestAvailable": "b-next" }""")]
    [TestCase("""{ "condition": "accessibility-needed", "at": "b-next" }""")]
    [TestCase("""{ "condition": "capability-not-known", "at": "a-best" }""")]
    [TestCase("""{ "noCondition": "accessibility-needed", "at": "a-best" }""")]
    [TestCase("""{ "level": "open-residential" }""")]
    [TestCase("""{ "levelAtMost": "open-residential" }""")]
    [TestCase("""{ "levelAtMost": "project-place" }""")]
    [TestCase("""{ "levelAtLeast": "foster" }""")]
    [TestCase("""{ "levelAtLeast": "open-residential" }""")]
    [TestCase("""{ "need": "self-harm-protection", "strength": "strong" }""")]
    [TestCase("""{ "need": "opioid-treatment", "strength": "none" }""")]
    [TestCase("""{ "met": "self-harm-protection", "at": "b-next" }""")]
    [TestCase("""{ "unmet": "self-harm-protection", "at": "c-last" }""")]
    [TestCase("""{ "speaksFor": "child-wish", "at": "c-last" }""")]
    [TestCase("""{ "speaksAgainst": "parents-wish", "at": "b-next" }""")]
    [TestCase("""{ "enough": "foster" }""")]
    [TestCase("""{ "notEnough": "home-support" }""")]
    [TestCase("""{ "combination": [ "calm" ], "at": "c-last" }""")]
    [TestCase("""{ "decidedBy": "administration", "at": "a-best" }""")]
    [TestCase("""{ "decidedBy": "committee", "at": "locked" }""")]
    [TestCase("""{ "reminder": "purpose-and-duration", "at": "a-best" }""")]
    [TestCase("""{ "noReminder": "chair-notice", "at": "a-best" }""")]
    [TestCase("""{ "notice": "people-decide" }""")]
    [TestCase("""{ "noNotice": "acute-health-risk" }""")]
    [TestCase("""{ "gap": "child.regularMedication" }""")]
    [TestCase("""{ "noGap": "child.selfHarm" }""")]
    public void It_holds(string expectation) => Assert.That(Try(expectation).Seen, Is.Null);

    [TestCase("""{ "first": "b-next" }""", "seen-first")]
    [TestCase("""{ "first": "locked" }""", "seen-excluded")]
    [TestCase("""{ "amongFirst": 2, "place": "c-last" }""", "seen-ranked")]
    [TestCase("""{ "amongFirst": 4, "place": "locked" }""", "seen-excluded")]
    [TestCase("""{ "above": [ "b-next", "a-best" ] }""", "seen-order")]
    [TestCase("""{ "above": [ "a-best", "locked" ] }""", "seen-excluded")]
    [TestCase("""{ "possible": "locked" }""", "seen-excluded")]
    [TestCase("""{ "excluded": "a-best" }""", "seen-ranked")]
    [TestCase("""{ "excluded": "locked", "because": "not-approved" }""", "seen-excluded")]
    [TestCase("""{ "bestAvailable": "a-best" }""", "seen-best-available")]
    [TestCase("""{ "condition": "accessibility-needed", "at": "a-best" }""", "seen-conditions")]
    [TestCase("""{ "condition": "accessibility-needed", "at": "c-last" }""", "seen-no-conditions")]
    [TestCase("""{ "condition": "no-ground-for-level", "at": "locked" }""", "seen-excluded")]
    [TestCase("""{ "noCondition": "accessibility-needed", "at": "b-next" }""", "seen-conditions")]
    [TestCase("""{ "noCondition": "no-ground-for-level", "at": "locked" }""", "seen-excluded")]
    [TestCase("""{ "level": "project-place" }""", "seen-level")]
    [TestCase("""{ "levelAtMost": "foster" }""", "seen-level")]
    [TestCase("""{ "levelAtLeast": "project-place" }""", "seen-level")]
    [TestCase("""{ "need": "self-harm-protection", "strength": "clear" }""", "seen-need")]
    [TestCase("""{ "need": "opioid-treatment", "strength": "slight" }""", "seen-need")]
    [TestCase("""{ "met": "self-harm-protection", "at": "c-last" }""", "seen-unmet")]
    [TestCase("""{ "met": "opioid-treatment", "at": "a-best" }""", "seen-need")]
    [TestCase("""{ "met": "school", "at": "a-best" }""", "seen-capability-not-known")]
    [TestCase("""{ "unmet": "self-harm-protection", "at": "b-next" }""", "seen-all-met")]
    [TestCase("""{ "unmet": "opioid-treatment", "at": "c-last" }""", "seen-need")]
    [TestCase("""{ "speaksFor": "child-wish", "at": "a-best" }""", "seen-no-points")]
    [TestCase("""{ "speaksFor": "parents-wish", "at": "b-next" }""", "seen-speaks-against")]
    [TestCase("""{ "speaksFor": "child-wish", "at": "locked" }""", "seen-excluded")]
    [TestCase("""{ "speaksAgainst": "child-wish", "at": "c-last" }""", "seen-speaks-for")]
    [TestCase("""{ "enough": "home-support" }""", "seen-not-enough")]
    [TestCase("""{ "enough": "project-place" }""", "seen-no-verdict")]
    [TestCase("""{ "notEnough": "foster" }""", "seen-enough")]
    [TestCase("""{ "combination": [ "calm" ], "at": "a-best" }""", "seen-no-combination")]
    [TestCase("""{ "decidedBy": "court", "at": "locked" }""", "seen-decider")]
    [TestCase("""{ "missingStep": "child-heard", "at": "a-best" }""", "seen-no-missing-steps")]
    [TestCase("""{ "laterStep": "child-heard", "at": "a-best" }""", "seen-no-later-steps")]
    [TestCase("""{ "reminder": "chair-notice", "at": "a-best" }""", "seen-reminders")]
    [TestCase("""{ "noReminder": "purpose-and-duration", "at": "a-best" }""", "seen-reminders")]
    [TestCase("""{ "notice": "acute-health-risk" }""", "seen-notices")]
    [TestCase("""{ "noNotice": "people-decide" }""", "seen-notices")]
    [TestCase("""{ "gap": "child.selfHarm" }""", "seen-no-gap")]
    [TestCase("""{ "noGap": "child.regularMedication" }""", "seen-gap")]
    public void It_does_not_hold_and_says_what_was_seen(string expectation, string seen)
    {
        var finding = Try(expectation);

        Assert.That((finding.Holds, finding.Seen?.Code), Is.EqualTo((false, seen)));
        foreach (var language in Terms<Language>.All)
        {
            var texts = TestReferenceData.Texts.In(language);
            Assert.That(
                (string[])[texts.Of(finding.Expectation.Expected), texts.Of(finding.Seen!)],
                Is.All.EndsWith(".")
                    .And.All.Not.Match(
                        @"\{|(^| )(seen|expect)-|\b(condition|notice|reminder|criterion|need|level|need-strength|fact)\.[a-z]"
                    )
            );
        }
    }

    [Test]
    public void Where_nothing_is_possible_the_first_place_and_its_level_are_not_as_expected()
    {
        var nowhere = TestReferenceData.With(A.Place(Level.Secure, "locked"));
        var words = Words with { Catalogue = nowhere.Catalogue };
        var vignette = new Vignette(
            A.Child(),
            TestReferenceData.Day,
            Beds,
            [
                Read("""{ "first": "locked" }""", words),
                Read("""{ "levelAtMost": "secure" }""", words),
                Read("""{ "bestAvailable": "locked" }""", words),
            ]
        );

        Assert.That(
            vignette.Try(nowhere).Select(finding => finding.Seen?.Code),
            Is.EqualTo(["seen-none-possible", "seen-none-possible", "seen-none-available"])
        );
    }

    [Test]
    public void Every_kind_is_tried_here()
    {
        var tried = typeof(ExpectationTests)
            .GetMethod(nameof(It_does_not_hold_and_says_what_was_seen))!
            .GetCustomAttributes(typeof(TestCaseAttribute), false)
            .Cast<TestCaseAttribute>()
            .Select(attribute => JsonDocument.Parse((string)attribute.Arguments[0]!).RootElement.EnumerateObject().First().Name);

        Assert.That(tried.Distinct(), Is.EquivalentTo(Expectation.Fields));
    }

    [TestCase("""{ }""", "x: must hold one of: first, amongFirst, above")]
    [TestCase("""{ "frist": "a-best" }""", "x.frist: is not a known field")]
    [TestCase("""{ "first": "a-best", "level": "secure" }""", "x.level: stands beside another expectation; give each its own object")]
    [TestCase("""{ "first": "a-best", "because": "no-ground-for-level" }""", "x.because: is not a known field")]
    [TestCase("""{ "first": "nowhere" }""", "x.first: is not the id of a placement in the catalogue")]
    [TestCase("""{ "first": 1 }""", "x.first: must be a text")]
    [TestCase("""{ "above": [ "a-best" ] }""", "x.above: must name at least two placements")]
    [TestCase("""{ "above": [ "a-best", "a-best" ] }""", "x.above: names a placement twice")]
    [TestCase("""{ "above": [ "a-best", "nowhere" ] }""", "x.above[1]: is not the id of a placement in the catalogue")]
    [TestCase("""{ "above": [ "a-best", 2 ] }""", "x.above[1]: must be a text of 1 to 100 characters")]
    [TestCase("""{ "above": "a-best" }""", "x.above: must be a list")]
    [TestCase("""{ "amongFirst": 1, "place": "a-best" }""", "x.amongFirst: must be a whole number from 2 to 50")]
    [TestCase("""{ "amongFirst": 2 }""", "x.place: is required")]
    [TestCase("""{ "excluded": "locked", "because": "no-reason" }""", "x.because: is not the code of a condition")]
    [TestCase("""{ "condition": "no-reason", "at": "a-best" }""", "x.condition: is not the code of a condition")]
    [TestCase("""{ "condition": "child-heard" }""", "x.at: is required")]
    [TestCase("""{ "level": "SECURE" }""", "x.level: must be one of: home-support, family-placement")]
    [TestCase("""{ "combination": [], "at": "c-last" }""", "x.combination: must name at least one service")]
    [TestCase("""{ "combination": [ "hope" ], "at": "c-last" }""", "x.combination[0]: is not the id of a service in the catalogue")]
    [TestCase("""{ "combination": [ "calm", "calm" ], "at": "c-last" }""", "x.combination: names a service twice")]
    [TestCase("""{ "decidedBy": "fate", "at": "c-last" }""", "x.decidedBy: must be one of: administration")]
    [TestCase("""{ "need": "love", "strength": "strong" }""", "x.need: must be one of: psychiatric-treatment")]
    [TestCase("""{ "need": "school" }""", "x.strength: is required")]
    [TestCase("""{ "speaksFor": "price", "at": "a-best" }""", "x.speaksFor: is not the code of a criterion")]
    [TestCase("""{ "reminder": "hurry", "at": "a-best" }""", "x.reminder: is not the code of something the law asks")]
    [TestCase("""{ "noReminder": "chair-notice" }""", "x.at: is required")]
    [TestCase("""{ "laterStep": "luck", "at": "a-best" }""", "x.laterStep: must be one of: child-examination")]
    [TestCase("""{ "notice": "hurry" }""", "x.notice: is not the code of a notice")]
    [TestCase("""{ "gap": "child.origin" }""", "x.gap: is not the path of a fact, such as child.selfHarm")]
    public void A_fault_is_named(string expectation, string problem)
    {
        var problems = new Problems();
        var reader = ObjectReader.Open(JsonDocument.Parse(expectation).RootElement, "x", problems)!;
        Expectation.Read(reader, Words);
        reader.Close();

        Assert.That(problems.Lines(), Has.Some.StartsWith(problem));
    }

    static Finding Try(string expectation) =>
        new Vignette(Child, TestReferenceData.Day, Beds, [Read(expectation, Words)]).Try(Known).Single();

    static Expectation Read(string expectation, ExpectationWords words)
    {
        var problems = new Problems();
        var read = Expectation.Read(ObjectReader.Open(JsonDocument.Parse(expectation).RootElement, "", problems)!, words);
        Assert.That(problems.Lines(), Is.Empty);
        return read!;
    }
}
