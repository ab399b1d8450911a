using System.Text.Json;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Eligibility;

/// <summary>What else the law asks: said once, with the levels where it holds.</summary>
public sealed class LegalRemindersTests
{
    private static readonly string[] Codes = [.. TestReferenceData.Rules.Reminders.Select(rule => rule.Code).Distinct()];

    [Test]
    public void Each_is_worded_in_both_languages([ValueSource(nameof(Codes))] string code, [Values] Language language)
    {
        var texts = TestReferenceData.Texts.In(language);

        Assert.That(texts.ReminderCodes, Does.Contain(code));
        Assert.That(texts.Word($"reminder.{code}"), Is.Not.EqualTo($"reminder.{code}"));
    }

    [Test]
    public void No_text_speaks_of_what_the_rules_do_not() =>
        Assert.That(TestReferenceData.Texts.In(Language.Da).ReminderCodes, Is.EquivalentTo(Codes));

    [TestCase("reminder")]
    [TestCase("noReminder")]
    public void The_evaluation_cases_try_each_from_inside_and_outside(string field)
    {
        var tried = Directory
            .EnumerateFiles(RepositoryFiles.PathOf("data", "cases"), "*.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("expect").EnumerateArray())
            .Where(expectation => expectation.TryGetProperty(field, out _))
            .Select(expectation => expectation.GetProperty(field).GetString()!);

        Assert.That(Codes.Except(tried), Is.Empty);
    }

    [Test]
    public void Each_is_said_once_with_its_levels_and_its_source()
    {
        var answer = Ask(A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee));
        var renewal = answer.Reminders.Single(reminder => reminder.Code == "renewed-after-a-year");

        Assert.That(
            renewal.Levels,
            Is.EqualTo([
                Level.Network,
                Level.Foster,
                Level.OpenResidential,
                Level.ProjectPlace,
                Level.PartiallyClosed,
                Level.Secure,
                Level.SpeciallySecured,
            ])
        );
        Assert.That((renewal.Source, renewal.Verified, renewal.Reviewed), Is.EqualTo(("barnets lov § 50, stk. 1-2", true, false)));
    }

    [Test]
    public void Levels_that_others_decide_on_have_reminders_of_their_own()
    {
        var answer = Ask(A.ChildOn(Ground.PartiallyClosed, Decider.Committee));
        var meeting = answer.Reminders.Single(reminder => reminder.Code == "committee-meeting");
        var consent = answer.Reminders.Single(reminder => reminder.Code == "consent-covers-purpose");

        Assert.That(meeting.Levels, Has.None.EqualTo(Level.Foster).And.Some.EqualTo(Level.PartiallyClosed));
        Assert.That(consent.Levels, Has.None.EqualTo(Level.PartiallyClosed).And.Some.EqualTo(Level.Foster));
    }

    [Test]
    public void Rules_of_before_there_were_any_give_none() =>
        Assert.That(
            CaseInquiry.Ask(
                A.Child(),
                TestReferenceData.Shipped with
                {
                    Rules = TestReferenceData.EarlierRules(3),
                },
                NoneKnown,
                TestReferenceData.Day
            )
                is { Reminders.Count: 0 } answer
                && answer.Notices.All(notice => notice.Code != "law-not-reviewed")
        );

    [Test]
    public void While_no_lawyer_has_checked_the_rules_every_answer_says_so() =>
        Assert.That(Ask(A.Child()).Notices.Select(notice => notice.Code), Has.One.EqualTo("law-not-reviewed"));

    private static readonly Dictionary<string, Availability> NoneKnown = [];

    private static Answer Ask(ChildProfile child) => CaseInquiry.Ask(child, TestReferenceData.Shipped, NoneKnown, TestReferenceData.Day);
}
