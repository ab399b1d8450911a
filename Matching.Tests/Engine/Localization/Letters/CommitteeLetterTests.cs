using System.Globalization;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

public sealed class CommitteeLetterTests
{
    static readonly Written SelfHarm = Written.OfExample("01-severe-self-harm");

    [Test]
    public void The_draft_has_every_part_of_a_recommendation() =>
        Assert.That(
            SelfHarm.To(Audience.Committee).Sections.Select(section => section.Heading),
            Is.EqualTo(
                new[]
                {
                    "Sagen",
                    "Forslag",
                    "Det har barnet brug for",
                    "Begrundelse for forslaget",
                    "Betingelser og skridt, der mangler",
                    "Afgørelsen",
                    "Lovgrundlag",
                    "Formål og forventet varighed",
                    "Kontakt til familien og støtte til forældrene",
                    "Mindre indgribende muligheder",
                    "De næste tilbud",
                    "Udelukkede tilbud",
                    "Det er usikkert",
                    "Barnets syn",
                    "Forældrenes syn",
                    "Det er der ikke spurgt om, eller det vides ikke",
                    "Grundlag",
                }
            )
        );

    [Test]
    public void It_says_that_it_is_a_draft_and_that_people_decide()
    {
        var letter = SelfHarm.To(Audience.Committee);
        Assert.That((letter.Title, letter.Opening[0].Contains("det gør mennesker")), Is.EqualTo(("Udkast til indstilling", true)));
    }

    [Test]
    public void It_names_the_paragraph_and_leaves_purpose_duration_contact_and_support_to_be_written([Values] Language language)
    {
        var (legal, fill) =
            language == Language.Da ? ("barnets lov § 61, stk. 1", "[udfyldes]") : ("barnets lov § 61, stk. 1", "[to be filled in]");
        var letter = SelfHarm.To(Audience.Committee, language);
        var blanks = letter
            .Sections.SelectMany(section => section.Items)
            .Where(item => item.EndsWith(fill, StringComparison.Ordinal))
            .ToList();
        Assert.That(Written.TextOf(letter), Does.Contain(legal));
        Assert.That(blanks, Has.Count.EqualTo(5));
        Assert.That(letter.Opening[0], Does.Contain(fill));
    }

    [TestCase(FamilyContact.Harmful, Cooperation.None, "vurderet som skadelig", "Forældrene samarbejder ikke om hjælpen.")]
    [TestCase(null, null, "Det er ikke oplyst, hvordan kontakten", "Det er ikke oplyst, hvordan samarbejdet")]
    public void Contact_and_cooperation_are_told_as_they_are_known(
        FamilyContact? contact,
        Cooperation? cooperation,
        string first,
        string second
    ) =>
        Assert.That(
            Section(
                Written
                    .Of(
                        A.Child() with
                        {
                            FamilyContact = contact,
                            Home = new HomeSituation { Cooperation = cooperation },
                        }
                    )
                    .To(Audience.Committee),
                "Kontakt til familien og støtte til forældrene"
            ).Paragraphs,
            Has.Some.Contains(first).And.Some.Contains(second)
        );

    [Test]
    public void Every_reason_stands_with_its_points_and_they_add_up_to_the_score([Values] Language language)
    {
        var place = SelfHarm.Answer.Placements[0];
        var items = Section(
            SelfHarm.To(Audience.Committee, language),
            language == Language.Da ? "Begrundelse for forslaget" : "Reasons for the proposal"
        ).Items;
        var points = items
            .Select(item =>
                item[
                    (
                        item.LastIndexOf(
                            " (",
                            item.LastIndexOf(language == Language.Da ? " point." : " points.", StringComparison.Ordinal),
                            StringComparison.Ordinal
                        ) + 2
                    )..
                ]
                    .Split(' ')[0]
            )
            .Select(text =>
                decimal.Parse(
                    text.Replace(',', '.').Replace('−', '-'),
                    NumberStyles.Number | NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture
                )
            );
        Assert.That(items, Has.Count.EqualTo(place.Contributions.Count).And.All.Contains(language == Language.Da ? "Kilde:" : "Source:"));
        Assert.That(points.Sum(), Is.EqualTo(place.Score / 100m));
    }

    [Test]
    public void Another_place_than_the_first_can_be_proposed_and_must_be_given_reasons()
    {
        var letter = SelfHarm.To(Audience.Committee, placementId: "nexus");
        Assert.That(letter.PlacementId, Is.EqualTo("nexus"));
        Assert.That(Section(letter, "Forslag").Paragraphs, Has.Some.Contains("Skodsborg ligger først"));
    }

    [Test]
    public void A_less_intrusive_first_place_is_told_where_something_more_intrusive_is_proposed()
    {
        var written = Written.OfExample("11-between-offers");
        var secure = Section(written.To(Audience.Committee, placementId: "soenderbro"), "Mindre indgribende muligheder");
        var first = Section(written.To(Audience.Committee), "Mindre indgribende muligheder");
        Assert.That((secure.Paragraphs.Any(Told), first.Paragraphs.Any(Told)), Is.EqualTo((true, false)));

        static bool Told(string paragraph) => paragraph.Contains("Det skal begrundes, hvorfor det ikke er nok.", StringComparison.Ordinal);
    }

    [Test]
    public void Below_the_proposed_level_every_level_has_its_verdict_and_none_at_or_above_it()
    {
        var written = Written.OfExample("11-between-offers");
        var letter = written.To(Audience.Committee, placementId: "foster-reinforced");
        var levels = Section(letter, "Mindre indgribende muligheder").Items.Select(item => item.Split(':')[0]);
        Assert.That(levels, Is.EqualTo(new[] { "En familie i barnets eget netværk", "Støtte i hjemmet" }));
    }

    [Test]
    public void Every_excluded_place_is_named_once_with_its_reason()
    {
        var items = Section(SelfHarm.To(Audience.Committee), "Udelukkede tilbud").Items;
        var excluded = SelfHarm
            .Answer.Placements.Where(place => place.Rank is null)
            .Select(place =>
                new AnswerTexts(TestReferenceData.Texts.In(Language.Da), TestReferenceData.Shipped.Catalogue).PlacementName(
                    place.PlacementId
                )
            );
        Assert.That(excluded.All(name => items.Count(item => item.Contains(name, StringComparison.Ordinal)) == 1), Is.True);
        Assert.That(items, Has.All.Match(": .+\\."));
    }

    [Test]
    public void The_views_of_child_and_parents_stand_apart()
    {
        var written = Written.Of(
            A.Child() with
            {
                Wishes = new Wishes([new Wish("nexus-open", Stance.Prefer)], [new Wish("foster-general", Stance.Avoid)], [Matter.Siblings]),
            }
        );
        var letter = written.To(Audience.Committee);
        Assert.That(
            Section(letter, "Barnets syn").Items,
            Is.EqualTo(new[] { "Barnet ønsker Nexus, åben afdeling.", "Det er vigtigt for barnet at være sammen med sine søskende." })
        );
        Assert.That(
            Section(letter, "Forældrenes syn").Items,
            Is.EqualTo(new[] { "Forældrene vil helst undgå Almen plejefamilie (eksempel)." })
        );
    }

    [Test]
    public void An_acute_risk_stands_first() =>
        Assert.That(SelfHarm.To(Audience.Committee).Sections[0].Paragraphs, Has.Some.Contains("112"));

    [Test]
    public void The_residents_are_told_of_as_a_matter_of_safety_alone()
    {
        var peers = ChildLetterTests.WithParts(
            Written.Of(A.Child()),
            new AnsweredContribution("peer-self-harm", "clear", "many", -300, [])
        );
        var told = peers with
        {
            Answer = peers.Answer with
            {
                Notices =
                [
                    Notice.Of("peer-group-risk", ("first", "Nexus"), ("risks", "criterion.peer-self-harm")),
                    Notice.Of("first-hangs-on-weight", ("first", "Nexus"), ("criterion", "criterion.peer-crime")),
                ],
                Placements =
                [
                    .. peers.Answer.Placements.Select(place =>
                        place.Rank == 1 ? place with { Conditions = [Condition.Of("peer-gang-conflict", false, "kilde", true, [])] } : place
                    ),
                ],
            },
        };
        var letter = told.To(Audience.Committee);
        Assert.That(
            Section(letter, "Begrundelse for forslaget").Items.Single(),
            Does.StartWith("De andre børn på stedet er taget med af hensyn til tryghed. (−3,00 point.")
        );
        Assert.That(Section(letter, "Betingelser og skridt, der mangler").Items.Single(), Does.StartWith("Af hensyn til tryghed"));
        Assert.That(
            Section(letter, "Det er usikkert").Items,
            Has.Some.StartsWith("Af hensyn til tryghed")
                .And.Some.Contains("afhænger af, hvor meget vægt der lægges på de andre børn på stedet")
        );
    }

    [Test]
    public void A_suspected_diagnosis_is_asked_about_by_its_code_only_where_diagnoses_are_named()
    {
        var gap = new KnowledgeGap("child.diagnoses.status", "F60.3", true, 12, 100, "diagnostic-assessment", 90);
        var written = SelfHarm with { Answer = SelfHarm.Answer with { KnowledgeGaps = [gap, gap with { Subject = "F84" }] } };
        Assert.That(
            Section(written.To(Audience.Committee), "Det er usikkert")
                .Items.Count(item => item.Contains("om diagnoserne er stillet", StringComparison.Ordinal)),
            Is.EqualTo(1)
        );
        Assert.That(
            Section(written.To(Audience.Committee, diagnoses: true), "Det er usikkert").Items,
            Has.Some.Contains("F60.3").And.Some.Contains("F84")
        );
    }

    [Test]
    public void Versions_and_ranking_stand_at_the_end() =>
        Assert.That(
            SelfHarm.To(Audience.Committee).Sections[^1].Items,
            Is.EqualTo(new[] { "Rangordningen er ikke registreret.", "Regler: the version of the rules" })
        );

    static LetterSection Section(Letter letter, string heading) => letter.Sections.Single(section => section.Heading == heading);
}
