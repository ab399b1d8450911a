using System.Text.RegularExpressions;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>What no letter may give away, over many children.</summary>
public sealed partial class LetterPrivacyTests
{
    const int Children = 1_500;

    /// <summary>What a child may have reported in confidence, what a place is said against, and words that no reader uses.</summary>
    static readonly Dictionary<Language, string[]> NotForFamilies = new()
    {
        [Language.Da] =
        [
            "selvskad",
            "skader sig",
            "selvmord",
            "misbrug",
            "rusmid",
            "stoffer",
            "hash",
            "alkohol",
            "opioid",
            "kriminalitet",
            "sigte",
            "dømt",
            "bande",
            "vold",
            "seksuel",
            "krænk",
            "udnyt",
            "psykiatri",
            "psykose",
            "autis",
            "adhd",
            "udviklingshæm",
            "traume",
            "stikke af",
            "stukket af",
            "ild til",
            "konflikt",
            "trussel",
            "æresrelater",
            "point",
            "rangorden",
            "kritik",
            "magtanvendelse",
            "andre børn",
            "visitation",
            "indstilling",
            "kontribution",
            "matrix",
            "§",
        ],
        [Language.En] =
        [
            "self-harm",
            "hurt yourself",
            "suicid",
            "drug",
            "substance",
            "cannabis",
            "alcohol",
            "opioid",
            "crime",
            "charged",
            "convict",
            "gang",
            "violen",
            "sexual",
            "abuse",
            "exploit",
            "psychiat",
            "psychos",
            "autis",
            "adhd",
            "disabilit",
            "trauma",
            "run away",
            "ran away",
            "fire",
            "conflict",
            "threat",
            "honour",
            "points",
            "ranking",
            "critic",
            "use of force",
            "other residents",
            "visitation",
            "recommendation",
            "contribution",
            "matrix",
            "§",
        ],
    };

    static readonly string[] NotForChildren = ["foranstaltning", "anbring", "afgørelse", "samtykke", "placement", "consent"];

    static readonly string[] NamesOfDiagnoses = ["adhd", "autis", "udviklingshæmning", "intellectual disab"];

    static readonly string[] Deciders = ["Ungdomskriminalitetsnævnet", "youth crime board"];

    [GeneratedRegex(@"\b[A-Z][0-9]{2}(\.[0-9])?\b")]
    private static partial Regex DiagnosisCode();

    [Test]
    public void A_letter_to_the_family_tells_no_confidence_no_conflict_no_points_and_no_jargon()
    {
        var wrong =
            from written in Written.Shipped().Concat(Written.Generated(Children)).Concat(Written.Thinkable())
            from language in Written.Languages
            from audience in new[] { Audience.Child, Audience.Parent }
            let text = Deciders.Aggregate(
                Written.TextWithoutNames(written.To(audience, language)),
                (rest, name) => rest.Replace(name, "", StringComparison.OrdinalIgnoreCase)
            )
            from word in NotForFamilies[language].Concat(audience == Audience.Child ? NotForChildren : [])
            where text.Contains(word, StringComparison.OrdinalIgnoreCase)
            select (written.Name, audience, language, word);
        Assert.That(wrong.Take(20), Is.Empty);
    }

    [Test]
    public void No_letter_names_a_diagnosis_unless_it_is_to()
    {
        var named =
            from written in Written.Shipped().Concat(Written.Generated(Children))
            from language in Written.Languages
            from audience in Terms<Audience>.All
            let text = WithoutWhatIsSaidOfPlaces(
                Written.TextWithoutNames(written.To(audience, language)),
                TestReferenceData.Texts.In(language)
            )
            where DiagnosisCode().IsMatch(text) || NamesOfDiagnoses.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase))
            select (written.Name, audience, language);
        Assert.That(named.Take(5), Is.Empty);
    }

    [Test]
    public void Diagnoses_are_named_to_those_who_decide_and_to_parents_when_they_are_to_be(
        [Values(Audience.Committee, Audience.Parent)] Audience audience,
        [Values] Language language
    )
    {
        var text = Written.TextOf(Written.OfExample("01-severe-self-harm").To(audience, language, diagnoses: true));
        Assert.That(text, Does.Contain("F60.3").And.Contain("F32.1"));
    }

    [Test]
    public void A_child_is_never_told_a_diagnosis() =>
        Assert.That(
            DiagnosisCode().IsMatch(Written.TextOf(Written.OfExample("01-severe-self-harm").To(Audience.Child, diagnoses: true))),
            Is.False
        );

    [Test]
    public void The_family_reads_of_no_place_but_the_proposed_and_those_it_wished_for_or_against_itself()
    {
        var names = TestReferenceData.Shipped.Catalogue.Placements.ToDictionary(place => place.Id, place => place.Name);
        var wrong =
            from written in Written.Generated(Children)
            from audience in new[] { Audience.Child, Audience.Parent }
            let letter = written.To(audience)
            let own = (audience == Audience.Child ? written.Profile.Wishes.Child : written.Profile.Wishes.Parents) ?? []
            let allowed = own.Select(wish => wish.PlacementId)
                .Append(letter.PlacementId)
                .OfType<string>()
                .Where(names.ContainsKey)
                .Select(id => names[id])
                .OrderByDescending(name => name.Length)
            let rest = allowed.Aggregate(Written.TextOf(letter), (text, name) => text.Replace(name, "", StringComparison.Ordinal))
            where names.Values.Any(name => rest.Contains(name, StringComparison.Ordinal))
            select (written.Name, audience);
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void What_the_child_wishes_and_suffers_changes_no_word_of_the_parents_letter_and_what_parents_wish_none_of_the_childs()
    {
        foreach (var written in Written.Generated(Children / 5))
        {
            var wishes = written.Profile.Wishes;
            IReadOnlyList<Wish> others = [new("nexus", Stance.Avoid), new("soenderbro", Stance.Prefer)];
            var otherChild = written with
            {
                Profile = new Some(1).Child("nexus") with
                {
                    AgeYears = written.Profile.AgeYears,
                    BirthDate = written.Profile.BirthDate,
                    FamilyContact = written.Profile.FamilyContact,
                    Conflicts = written.Profile.Conflicts,
                    Home = written.Profile.Home,
                    Safety = written.Profile.Safety,
                    Wishes = new Wishes(others, wishes.Parents, [Matter.SmallHome]),
                },
            };
            Assert.That(
                Written.TextOf(otherChild.To(Audience.Parent)),
                Is.EqualTo(Written.TextOf(written.To(Audience.Parent))),
                written.Name
            );

            var otherParents = written with { Profile = written.Profile with { Wishes = wishes with { Parents = others } } };
            Assert.That(
                Written.TextOf(otherParents.To(Audience.Child)),
                Is.EqualTo(Written.TextOf(written.To(Audience.Child))),
                written.Name
            );
        }
    }

    [Test]
    public void A_conflict_at_the_proposed_place_changes_no_word_of_the_familys_letters(
        [Values(Audience.Child, Audience.Parent)] Audience audience
    )
    {
        var calm = Written.Of(A.Child());
        var id = calm.To(audience).PlacementId!;
        var tense = Written.Of(A.Child() with { Conflicts = [new Conflict(id, ConflictReason.CoResidentConflict)] });
        Assert.That(
            tense.Answer.Placements.Single(place => place.PlacementId == id).Conditions.Select(condition => condition.Code),
            Does.Contain("conflict-co-resident-conflict")
        );
        Assert.That(Written.TextOf(tense.To(audience, placementId: id)), Is.EqualTo(Written.TextOf(calm.To(audience, placementId: id))));
    }

    [Test]
    public void Those_who_decide_read_of_conflicts_and_other_children_only_as_a_matter_of_safety([Values] ConflictReason reason)
    {
        string[] words = ["konflikt", "bande", "æresrelater", "trussel", "straffesag", "andre børn fylder", "blandt de andre børn"];
        var written = Written.Of(A.Child() with { Conflicts = [new Conflict("foster-reinforced", reason)] });
        var place = written.Answer.Placements.Single(place => place.PlacementId == "foster-reinforced");
        var text = Written.TextOf(written.To(Audience.Committee, placementId: place.Rank is null ? null : place.PlacementId));
        Assert.That(words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)), Is.Empty);
        Assert.That(text, Does.Contain("Af hensyn til tryghed"));
    }

    [TestCase(FamilyContact.Forbidden, null)]
    [TestCase(FamilyContact.Supportive, ConflictReason.HonourRelated)]
    public void The_parents_letter_leaves_out_the_name_of_the_place_where_it_could_be_dangerous(
        FamilyContact contact,
        ConflictReason? reason
    )
    {
        var child = A.Child() with
        {
            FamilyContact = contact,
            Conflicts = reason is { } known ? [new Conflict("soenderbro", known)] : [],
            Wishes = new Wishes([], [new Wish("foster-general", Stance.Prefer)], []),
        };
        var written = Written.Of(child);
        var letter = written.To(Audience.Parent);
        var name = TestReferenceData.Shipped.Catalogue.Placements.Single(place => place.Id == written.To(Audience.Child).PlacementId).Name;
        Assert.That(letter.PlacementId, Is.Null);
        Assert.That(Written.TextOf(letter), Does.Not.Contain(name).And.Not.Contain("Det er også det, vi foreslår"));
        Assert.That(letter.Checks, Has.Some.Contains("udeladt af hensyn til sikkerheden"));
        Assert.That(Written.TextOf(written.To(Audience.Child)), Does.Contain(name), "the child's own letter names it");
    }

    static readonly ChildProfile[] Protected =
    [
        A.Child() with
        {
            Home = new HomeSituation { Violence = Concern.Established },
        },
        A.Child() with
        {
            Home = new HomeSituation { SexualAbuse = Concern.Established },
        },
        A.Child() with
        {
            Safety = new SafetySituation { AddressProtected = true },
        },
        A.Child() with
        {
            Safety = new SafetySituation { UndisclosedPlacement = true },
        },
        A.Child() with
        {
            Safety = new SafetySituation { HonourRelated = true },
        },
    ];

    [TestCaseSource(nameof(Protected))]
    public void A_place_is_not_named_to_parents_from_whom_the_child_is_protected(ChildProfile child)
    {
        var written = Written.Of(child with { NetworkCarer = NetworkCarer.None, FamilyContact = FamilyContact.Harmful });
        var name = TestReferenceData.Shipped.Catalogue.Placements.Single(place => place.Id == written.To(Audience.Child).PlacementId).Name;

        Assert.That(written.To(Audience.Parent).PlacementId, Is.Null);
        Assert.That(Written.TextOf(written.To(Audience.Parent)), Does.Not.Contain(name));
        Assert.That(written.Answer.Notices.Select(notice => notice.Code), Does.Contain("place-not-to-be-named"));
    }

    [Test]
    public void Neglect_and_a_suspicion_alone_hide_no_place()
    {
        foreach (
            var home in new[]
            {
                new HomeSituation { Neglect = Concern.Established },
                new HomeSituation { Violence = Concern.Suspected },
                new HomeSituation { ViolenceWitnessed = Concern.Established },
            }
        )
            Assert.That(Confidentiality.HidesPlace(A.Child() with { Home = home }), Is.False);
    }

    /// <summary>A place may be built around a diagnosis that the child is known not to have.</summary>
    static string WithoutWhatIsSaidOfPlaces(string text, TextSet texts) =>
        text.Replace(
                texts.Of(new AnsweredContribution("specialised-developmental-support", "not-needed", "strong", 1, [])),
                "",
                StringComparison.Ordinal
            )
            .Replace(texts.Word("criterion.specialised-developmental-support"), "", StringComparison.Ordinal);
}
