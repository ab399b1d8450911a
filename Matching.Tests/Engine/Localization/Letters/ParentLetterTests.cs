using Matching.Engine.Inquiry;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

public sealed class ParentLetterTests
{
    [Test]
    public void Parents_read_what_was_looked_at_what_is_proposed_their_wishes_what_is_not_known_and_their_rights() =>
        Assert.That(
            Written.OfExample("01-severe-self-harm").To(Audience.Parent).Sections.Select(section => section.Heading),
            Is.EqualTo(
                new[]
                {
                    "Det har vi set på",
                    "Det foreslår vi",
                    "Den hjælp, barnet kan få der",
                    "Jeres ønsker, og hvad de betød",
                    "Det ved vi ikke endnu",
                    "Det sker der nu",
                    "Jeres rettigheder",
                    "Hvem kan I spørge?",
                }
            )
        );

    /// <summary>
    /// Which needs are named to parents. What a child may have reported in confidence stands behind the neutral sentence.
    /// </summary>
    [Test]
    public void Only_needs_that_betray_no_confidence_are_named([Values] Need need)
    {
        Need[] named = [Need.School, Need.FamilyNetwork, Need.SomaticHealth, Need.DevelopmentalSupport, Need.Observation];
        var written = ChildLetterTests.WithParts(
            Written.Of(A.Child()),
            new AnsweredContribution(Terms<Need>.Text(need), "strong", "strong", 1, [])
        );
        Assert.That(
            TextOf(written).Contains("Barnet kan få støtte til at have det godt og være trygt."),
            Is.EqualTo(!named.Contains(need))
        );
    }

    [TestCase("substance-interview")]
    [TestCase("risk-assessment")]
    [TestCase("police-information")]
    [TestCase("a-step-to-come")]
    public void How_a_confidence_is_found_out_about_is_not_told(string step)
    {
        var written = Written.Of(A.Child());
        var gap = written with
        {
            Answer = written.Answer with { KnowledgeGaps = [new KnowledgeGap("child.substanceUse", null, false, 20, 100, step, null)] },
        };
        Assert.That(TextOf(gap), Does.Contain("Vi vil tale mere med dem, der kender barnet."));
    }

    [Test]
    public void A_gap_that_could_not_change_the_first_place_is_none_to_parents()
    {
        var written = Written.Of(A.Child());
        var gap = written with
        {
            Answer = written.Answer with
            {
                KnowledgeGaps = [new KnowledgeGap("child.somaticHealthNeeds", null, false, 0, 0, "health-check", null)],
            },
        };
        Assert.That(TextOf(gap), Does.Contain("Vi mener, at vi ved nok").And.Not.Contain("sundhedstjek"));
    }

    [Test]
    public void Missing_steps_are_told_in_plain_words_and_taken_ones_are_not()
    {
        var text = TextOf(
            Written.Of(
                A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee) with
                {
                    Legal = new LegalPosition([Ground.CompulsoryPlacement], Decider.Committee, [Step.ChildExamination]),
                }
            )
        );
        Assert.That(
            text,
            Does.Contain("Vi taler med barnet om, hvad det selv mener.")
                .And.Contain("Vi skal tilbyde jer en gratis advokat.")
                .And.Not.Contain("børnefaglig")
        );
    }

    [TestCase(Decider.Committee, "Børne- og ungeudvalget", true)]
    [TestCase(Decider.CommitteeChair, "Den skal godkendes inden 7 dage.", true)]
    [TestCase(Decider.YouthCrimeBoard, "Ungdomskriminalitetsnævnet", true)]
    [TestCase(Decider.Administration, "Et ja kan altid tages tilbage.", false)]
    public void Who_decides_and_whether_there_is_a_free_lawyer_follow_the_rules(Decider decider, string sentence, bool lawyer)
    {
        var text = TextOf(Written.Of(decider == Decider.Administration ? A.Child() : A.ChildOn(Ground.CompulsoryPlacement, decider)));
        Assert.That(text, Does.Contain(sentence));
        Assert.That(text.Contains("I har ret til en advokat"), Is.EqualTo(lawyer));
    }

    [Test]
    public void What_the_place_does_not_give_is_told_without_naming_it()
    {
        var written = Written.Of(A.Child());
        var unmet = written with
        {
            Answer = written.Answer with
            {
                Placements = [.. written.Answer.Placements.Select(place => place with { UnmetNeeds = [Need.SubstanceTreatment] })],
            },
        };
        Assert.That(TextOf(unmet), Does.Contain("Noget af den hjælp, barnet har brug for, kan ikke gives her."));
    }

    [Test]
    public void Law_that_nobody_checked_is_for_the_sender_and_not_for_the_parents()
    {
        var letter = Written.OfExample("01-severe-self-harm").To(Audience.Parent);
        Assert.That(
            letter.Checks,
            Has.Some.StartsWith("Ingen jurist har gennemgået reglerne for afgørelsen").And.None.StartsWith("Ikke efterprøvet")
        );
        Assert.That(Written.TextOf(letter), Does.Not.Contain("jurist"));
    }

    [Test]
    public void A_record_of_before_decisions_were_told_gives_a_letter_without_them_and_says_so_to_the_sender([Values] Audience audience)
    {
        var written = Written.OfExample("01-severe-self-harm");
        var old = written with
        {
            Answer = written.Answer with
            {
                Decisions = [],
                Combinations = CombinationList.None,
                LessIntrusive = new LessIntrusive(
                    written.Answer.LessIntrusive!.Level,
                    [LessIntrusiveAlternative.Unasked(Matching.Engine.Placements.Level.Foster)]
                ),
            },
        };
        var letter = old.To(audience);
        Assert.That(letter.Checks, Has.Some.Contains("Rangordningen er fra før"));
        Assert.That(written.To(audience).Checks, Has.None.Contains("Rangordningen er fra før"));
        Assert.That(Written.TextOf(letter), Does.Contain("Skodsborg").And.Not.Contain("Ankestyrelsen"));
    }

    static string TextOf(Written written) => Written.TextOf(written.To(Audience.Parent));
}
