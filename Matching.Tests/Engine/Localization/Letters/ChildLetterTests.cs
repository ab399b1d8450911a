using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

public sealed class ChildLetterTests
{
    static readonly ChildProfile OnPartiallyClosed = A.ChildOn(Ground.PartiallyClosed, Decider.Committee);

    [Test]
    public void The_child_is_told_what_was_looked_at_how_its_wish_counted_what_is_proposed_what_happens_who_decides_and_what_it_may_do() =>
        Assert.That(
            Written.OfExample("01-severe-self-harm").To(Audience.Child).Sections.Select(section => section.Heading),
            Is.EqualTo(
                new[]
                {
                    "Det har vi set på",
                    "Sådan talte dit ønske",
                    "Det foreslår vi",
                    "Det sker der nu",
                    "Hvem bestemmer?",
                    "Hvis du er uenig",
                    "Det har du ret til",
                    "Hvem kan du spørge?",
                }
            )
        );

    [TestCase("skodsborg", Stance.Prefer, "Det er også det, vi foreslår.")]
    [TestCase("skodsborg", Stance.Avoid, "men det er det sted, vi foreslår.")]
    [TestCase("nexus", Stance.Prefer, "Men vi tror, at et andet sted passer bedre")]
    [TestCase("nexus", Stance.Avoid, "Det er ikke det, vi foreslår.")]
    [TestCase("soenderbro", Stance.Prefer, "Det kan ikke lade sig gøre lige nu.")]
    public void A_wish_is_answered_by_what_became_of_it(string place, Stance stance, string sentence)
    {
        var written = Written.Of(
            OnPartiallyClosed with
            {
                SelfHarm = Severity.Severe,
                SuicideRisk = SuicideRisk.High,
                Wishes = new Wishes([new Wish(place, stance)], null, null),
            }
        );
        Assert.That(TextOf(written.To(Audience.Child, placementId: "skodsborg")), Does.Contain(sentence));
    }

    [Test]
    public void Who_was_not_asked_is_asked_and_who_wished_for_nothing_is_told_that_it_is_fine()
    {
        Assert.That(
            TextOf(Written.Of(A.Child() with { Wishes = Wishes.Unasked }).To(Audience.Child)),
            Does.Contain("Vi har ikke hørt dit ønske endnu.")
        );
        Assert.That(
            TextOf(Written.Of(A.Child() with { Wishes = new Wishes([], null, null) }).To(Audience.Child)),
            Does.Contain("Det er helt i orden.")
        );
    }

    [Test]
    public void Many_wishes_are_counted_and_not_all_named()
    {
        var ids = TestReferenceData.Shipped.Catalogue.Placements.Select(place => place.Id).ToList();
        var letter = Written
            .Of(A.Child() with { Wishes = new Wishes([.. ids.Select(id => new Wish(id, Stance.Avoid))], null, null) })
            .To(Audience.Child);
        Assert.That(TextOf(letter), Does.Contain($"Der er {ids.Count - 4} af dem."));
    }

    [TestCase(10, true)]
    [TestCase(9, false)]
    public void Only_a_child_that_can_appeal_is_told_how(int age, bool can)
    {
        var text = TextOf(Written.Of(A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee) with { AgeYears = age }).To(Audience.Child));
        Assert.That(
            (text.Contains("inden 4 uger"), text.Contains("Ankestyrelsen"), text.Contains("hjælpe dig")),
            Is.EqualTo((can, can, true))
        );
    }

    [TestCase(10, Decider.Committee, true)]
    [TestCase(9, Decider.Committee, false)]
    [TestCase(12, Decider.YouthCrimeBoard, true)]
    [TestCase(11, Decider.YouthCrimeBoard, false)]
    [TestCase(17, Decider.Administration, false)]
    public void A_free_lawyer_is_told_of_to_whom_the_rules_give_one(int age, Decider decider, bool has)
    {
        var child = decider == Decider.Administration ? A.Child() : A.ChildOn(Ground.CompulsoryPlacement, decider);
        var text = TextOf(Written.Of(child with { AgeYears = age, Legal = child.Legal with { StepsTaken = [] } }).To(Audience.Child));
        Assert.That(
            (text.Contains("Du har ret til en advokat."), text.Contains("Du skal have tilbudt en advokat.")),
            Is.EqualTo((has, has && decider is Decider.Committee or Decider.YouthCrimeBoard))
        );
    }

    [Test]
    public void Every_child_is_told_of_its_right_to_be_heard_to_company_and_of_the_helpline([Values(4, 11, 14, 17)] int age)
    {
        var text = TextOf(Written.Of(A.Child() with { AgeYears = age }).To(Audience.Child));
        Assert.That(
            text,
            Does.Contain("116 111")
                .And.Contain("Du må tage en")
                .And.Match("Du må sige, hvad du tænker|Du har ret til at sige, hvad du mener")
        );
    }

    [Test]
    public void Whose_ground_for_a_locked_place_is_not_assessed_is_told_that_nothing_is_sure_yet()
    {
        var notAssessed = Written.OfExample("11-between-offers").To(Audience.Child);
        Assert.That(
            TextOf(notAssessed),
            Does.Contain("Vi ved ikke endnu, om det gælder for dig.").And.Not.Contain("Nu kan det blive bestemt")
        );
        Assert.That(
            TextOf(Written.OfExample("01-severe-self-harm").To(Audience.Child)),
            Does.Not.Contain("Vi ved ikke endnu, om det gælder for dig.").And.Contain("Nu kan det blive bestemt")
        );
    }

    [TestCase("01-severe-self-harm", true)]
    [TestCase("03-remand", false)]
    public void A_locked_place_is_called_no_punishment_unless_a_court_decides(string name, bool said) =>
        Assert.That(TextOf(Written.OfExample(name).To(Audience.Child)).Contains("Det er ikke en straf."), Is.EqualTo(said));

    [Test]
    public void Who_has_consented_is_told_that_minds_may_change() =>
        Assert.That(TextOf(Written.OfExample("07-opioid-dependence").To(Audience.Child)), Does.Contain("Du må gerne skifte mening."));

    [Test]
    public void A_child_that_lives_there_already_is_not_told_to_move()
    {
        var written = Written.Of(
            A.ChildOn(Ground.CompulsoryPlacement, Decider.Committee) with
            {
                CurrentPlacementId = "youth-residence-general",
            }
        );
        Assert.That(
            TextOf(written.To(Audience.Child, placementId: "youth-residence-general")),
            Does.Contain("at du bliver, hvor du bor nu").And.Not.Contain("flytter")
        );
    }

    [TestCase(Matter.NearFamily, "no", "Men her er der langt.")]
    [TestCase(Matter.NearFamily, "yes", "Det kan du her.")]
    [TestCase(Matter.NearFamily, "unknown", "Det spørger vi om.")]
    [TestCase(Matter.KeepAdult, "own-network", "Det er lettere her.")]
    [TestCase(Matter.KeepAdult, "elsewhere", "Det spørger vi om.")]
    public void What_matters_is_answered_by_the_proposed_place(Matter matter, string feature, string sentence)
    {
        var written = Written.Of(A.Child() with { Wishes = new Wishes([], null, [matter]) });
        Assert.That(
            TextOf(
                WithParts(written, new AnsweredContribution($"matters-{Terms<Matter>.Text(matter)}", "yes", feature, 1, []))
                    .To(Audience.Child)
            ),
            Does.Contain(sentence)
        );
    }

    [Test]
    public void A_full_place_means_that_one_may_have_to_wait()
    {
        var written = Written.Of(A.Child());
        var full = written with
        {
            Answer = written.Answer with
            {
                Placements =
                [
                    .. written.Answer.Placements.Select(place => place with { Availability = new Availability(0, TestReferenceData.Day) }),
                ],
            },
        };
        Assert.That(TextOf(full.To(Audience.Child)), Does.Contain("Derfor kan du komme til at vente."));
        Assert.That(TextOf(written.To(Audience.Child)), Does.Not.Contain("vente"));
    }

    [Test]
    public void Where_no_place_is_possible_the_child_is_told_that_we_keep_looking()
    {
        var written = Written.Of(A.Child());
        var none = written with
        {
            Answer = written.Answer with
            {
                Placements =
                [
                    .. written.Answer.Placements.Select(place =>
                        place with
                        {
                            Rank = null,
                            EligibilityStatus = EligibilityStatus.Excluded,
                        }
                    ),
                ],
            },
        };
        var letter = none.To(Audience.Child);
        Assert.That(
            (letter.PlacementId, TextOf(letter).Contains("Vi leder videre."), TextOf(letter).Contains("Det foreslår vi")),
            Is.EqualTo(((string?)null, true, true))
        );
    }

    /// <summary>Which needs are named to the child, and which stand behind the neutral sentence. A letter lies on tables.</summary>
    [Test]
    public void Needs_that_could_shame_or_betray_stand_behind_a_neutral_sentence([Values] Need need, [Values(4, 11, 14, 17)] int age)
    {
        Need[] named =
        [
            Need.School,
            Need.FamilyNetwork,
            Need.SomaticHealth,
            Need.DevelopmentalSupport,
            Need.PsychiatricTreatment,
            Need.TraumaTreatment,
            Need.Observation,
        ];
        var written = WithParts(
            Written.Of(A.Child() with { AgeYears = age }),
            new AnsweredContribution(Terms<Need>.Text(need), "clear", "good", 1, [])
        );
        var neutral = TextOf(written.To(Audience.Child)).Contains("med at have det godt");
        Assert.That(neutral, Is.EqualTo(!named.Contains(need)));
    }

    [TestCase("none", false)]
    [TestCase("unknown", false)]
    [TestCase("good", true)]
    public void Only_help_that_the_place_is_known_to_give_is_told_of(string feature, bool told)
    {
        var written = WithParts(Written.Of(A.Child()), new AnsweredContribution("school", "clear", feature, 1, []));
        Assert.That(TextOf(written.To(Audience.Child)).Contains("Du kan få hjælp med skolen."), Is.EqualTo(told));
    }

    internal static Written WithParts(Written written, params AnsweredContribution[] parts) =>
        written with
        {
            Answer = written.Answer with
            {
                Placements =
                [
                    .. written.Answer.Placements.Select(place =>
                        place.Rank == 1 ? place with { Contributions = parts, UnmetNeeds = [] } : place
                    ),
                ],
            },
        };

    static string TextOf(Letter letter) => Written.TextOf(letter);
}
