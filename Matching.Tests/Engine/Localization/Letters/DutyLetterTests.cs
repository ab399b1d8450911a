using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>What the duty team reads aloud: one screen, whom to call first, no points.</summary>
public sealed class DutyLetterTests
{
    private const int MostCharacters = 2_000;
    private static readonly ChildProfile Tonight = A.ChildOn(Ground.CompulsoryPlacement, Decider.CommitteeChair) with
    {
        Urgency = Urgency.Acute,
        FamilyContact = FamilyContact.Harmful,
        NetworkCarer = NetworkCarer.None,
        Home = new HomeSituation { Violence = Concern.Established },
    };

    [Test]
    public void Who_can_receive_the_child_is_called_first([Values] Language language)
    {
        var letter = Written
            .Of(Tonight, new Dictionary<string, Availability> { ["youth-residence-general"] = new(1, TestReferenceData.Day) })
            .To(Audience.Duty, language);

        Assert.That(
            letter.Sections.SelectMany(section => section.Items).First(item => item.StartsWith("1.")),
            Does.Contain("Alment ungehjem")
        );
    }

    [Test]
    public void It_fits_one_screen_and_tells_no_points([Values] Language language)
    {
        foreach (var written in Written.Shipped().Concat(Written.Generated(100)))
        {
            var text = Written.TextOf(written.To(Audience.Duty, language));

            Assert.That(text, Has.Length.LessThan(MostCharacters), written.Name);
            Assert.That(text, Does.Not.Contain("{").And.Not.Contain(" point").And.Not.Contain("duty."), written.Name);
        }
    }

    [Test]
    public void What_is_dangerous_is_said_before_anything_else() =>
        Assert.That(
            Written.Of(Tonight with { WithdrawalRisk = true }).To(Audience.Duty).Sections[0].Items[0],
            Does.Contain("1813").And.Contain("112")
        );

    [Test]
    public void That_the_parents_must_not_be_told_is_said() =>
        Assert.That(
            Written.TextOf(Written.Of(Tonight).To(Audience.Duty)),
            Does.Contain("Forældrene må ikke få at vide, hvor barnet skal bo.")
        );
}
