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
                    "Det betød dit ønske",
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
    [TestCase("soenderbro", Stance.Prefer, "Du kan ikke bo der lige nu.")]
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
            (text.Contains("Du har ret til en advokat."), text.Contains("Vi skal tilbyde dig en advokat.")),
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

    [TestCase(7)]
    [TestCase(14)]
    public void Who_wished_to_live_at_home_and_cannot_is_told_so_and_not_of_a_place(int age)
    {
        var written = Away(
            Written.Of(A.Child() with { AgeYears = age, Wishes = new Wishes([new Wish("home-support-family", Stance.Prefer)], null, null) })
        );
        Assert.That(TextOf(written.To(Audience.Child)), Does.Contain("Du kan ikke bo hjemme lige nu.").And.Not.Contain("bo der lige nu"));
    }

    [TestCase(9, true)]
    [TestCase(10, false)]
    public void A_small_child_is_told_that_it_is_not_its_fault_and_of_no_computer_that_does_not_decide(int age, bool small)
    {
        var text = TextOf(Written.Of(A.Child() with { AgeYears = age }).To(Audience.Child));
        Assert.That((text.Contains("Det er ikke din skyld."), text.Contains("En computer bestemmer ikke.")), Is.EqualTo((small, !small)));
    }

    [TestCase("yes", null, false, "Det kan I her.")]
    [TestCase("no", null, false, "Du og dine søskende kan ikke bo sammen her.")]
    [TestCase("unknown", null, false, "Vi ved ikke endnu, om det kan lade sig gøre her.")]
    [TestCase("yes", Matter.Siblings, false, null)]
    [TestCase("yes", null, true, "Du og dine søskende skal bo hver for sig lige nu.")]
    public void Whether_brothers_and_sisters_come_along_is_told_once_where_it_is_known(
        string feature,
        Matter? matters,
        bool apart,
        string? sentence
    )
    {
        var child = A.Child() with
        {
            AgeYears = 7,
            SiblingsTogether = true,
            Safety = new SafetySituation { SiblingsApart = apart },
            Wishes = new Wishes([], [], matters is { } one ? [one] : []),
        };
        var text = TextOf(
            WithParts(Away(Written.Of(child)), new AnsweredContribution("siblings-together", "yes", feature, 1, [])).To(Audience.Child)
        );
        if (sentence is null)
            Assert.That(text, Does.Not.Contain("Vi vil gerne, at du og dine søskende bor sammen."));
        else
            Assert.That(text, Does.Contain(sentence));
        Assert.That(
            TextOf(Away(Written.Of(child with { SiblingsTogether = null, Safety = null })).To(Audience.Child)),
            Does.Not.Contain("dine søskende").Or.Contain("Det er vigtigt for dig")
        );
    }

    [TestCase(7, FamilyContact.Mixed, null, "Vi finder ud af, hvornår du kan se dine forældre.")]
    [TestCase(7, FamilyContact.Forbidden, null, "Lige nu kan du ikke se dine forældre.")]
    [TestCase(11, FamilyContact.Mixed, null, "Vi taler med dig om, hvornår du kan se dine forældre.")]
    [TestCase(7, FamilyContact.Mixed, Custody.Representative, null)]
    [TestCase(14, FamilyContact.Mixed, null, null)]
    public void A_small_child_is_told_when_it_learns_when_it_sees_its_parents(
        int age,
        FamilyContact contact,
        Custody? custody,
        string? sentence
    )
    {
        var child = A.Child() with
        {
            AgeYears = age,
            FamilyContact = contact,
            Home = new HomeSituation { Custody = custody },
        };
        var text = TextOf(Away(Written.Of(child)).To(Audience.Child));
        Assert.That(
            text,
            sentence is null ? Does.Not.Contain("dine forældre. ").And.Not.Contain("se dine forældre") : Does.Contain(sentence)
        );
    }

    [TestCase(16, true)]
    [TestCase(15, false)]
    public void At_sixteen_it_is_told_what_we_are_afraid_of_and_no_need_is_named(int age, bool told)
    {
        var written = Written.Of(OnPartiallyClosed with { AgeYears = age, SelfHarm = Severity.Severe, SuicideRisk = SuicideRisk.High });
        var text = TextOf(written.To(Audience.Child, placementId: "skodsborg"));
        Assert.That(text.Contains("Vi er bange for, at du kommer alvorligt til skade."), Is.EqualTo(told));
        Assert.That(text, Does.Contain("fordi vi er bekymrede for dig").And.Not.Contain("selvskade"));
    }

    [Test]
    public void Before_a_court_its_lawyer_is_called_its_defence_lawyer() =>
        Assert.That(
            TextOf(Written.OfExample("03-remand").To(Audience.Child)),
            Does.Contain("Din forsvarer").And.Not.Contain("Vi skal tilbyde dig en advokat.")
        );

    /// <summary>At every level, before every decider, at every age.</summary>
    [Test]
    public void No_child_reads_what_a_child_cannot_bear()
    {
        string[] never = ["I vores papirer", "hvordan det går", "Det kan du ikke få", "lukke dig inde", "talte med", "skal bo bag låste"];
        var wrong =
            from written in Written.Shipped().Concat(Written.Thinkable())
            let letter = written.To(Audience.Child)
            from phrase in letter.Band!.Code == "under-10" ? [.. never, "computer bestemmer"] : never
            where TextOf(letter).Contains(phrase, StringComparison.Ordinal)
            select (written.Name, phrase);
        Assert.That(wrong.Take(5), Is.Empty);
    }

    [Test]
    public void At_a_secure_place_the_doors_are_locked_at_every_age()
    {
        var letters = Written
            .Thinkable()
            .Where(written => written.Name.StartsWith("secure by committee at", StringComparison.Ordinal))
            .Select(written => TextOf(written.To(Audience.Child)))
            .ToList();
        Assert.That(letters, Is.Not.Empty.And.All.Contains("ørene er låst"));
        Assert.That(letters, Has.None.Contains("kan være låst"));
    }

    /// <summary>With a place away from home as the first.</summary>
    static Written Away(Written written) =>
        written with
        {
            Answer = written.Answer with
            {
                Placements =
                [
                    .. written
                        .Answer.Placements.Where(place => place.PlacementId == "foster-general")
                        .Select(place => place with { Rank = 1, EligibilityStatus = EligibilityStatus.Conditional }),
                ],
            },
        };

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
