using Matching.Engine.Localization;
using Matching.Engine.Localization.Letters;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Localization.Letters;

/// <summary>What is handed over to the place: all it needs, and nothing else.</summary>
public sealed class PlaceLetterTests
{
    const int Children = 400;
    const string Calms = "Kzqcalms ro",
        Triggers = "Kzqtriggers larm",
        Medicine = "Kzqmedicine 10 mg",
        Agreements = "Kzqagreements om telefon";
    static readonly Handover Texts = new(Calms, Triggers, Medicine, Agreements);
    static readonly string[] Own = [Calms, Triggers, Medicine, Agreements];

    /// <summary>A child with all that a handover can tell of.</summary>
    internal static readonly Written Everything = Written.Of(
        A.ChildOn(Ground.PartiallyClosed, Decider.Committee) with
        {
            AgeYears = 15,
            Diagnoses = [new Diagnosis("F60.3", DiagnosisStatus.Suspected), new Diagnosis("F32.1", DiagnosisStatus.Confirmed)],
            SuicideRisk = SuicideRisk.High,
            SelfHarm = Severity.Severe,
            PsychoticSymptoms = true,
            SubstanceUse = [new SubstanceUse(Substance.Cannabis, UsePattern.Daily, true), new SubstanceUse(Substance.Other, null, null)],
            WithdrawalRisk = true,
            EatingDisorderSeverity = Severity.Severe,
            Absconding = new Absconding(6, 3, true),
            ExternalisingBehaviour = Severity.Moderate,
            ViolenceAgainstOthers = Violence.Serious,
            SexuallyHarmfulBehaviour = SexualHarm.Established,
            FireSetting = true,
            Crime = new Crime(CrimeInvolvement.Convicted, true, true),
            Exploitation = [Exploitation.Sexual, Exploitation.Criminal],
            SellingSex = Concern.Suspected,
            SchoolAttendance = SchoolAttendance.Irregular,
            SchoolType = SchoolType.Special,
            SomaticHealthNeeds = true,
            RegularMedication = true,
            AccessibilityNeeds = true,
            InterpreterNeeded = true,
            Languages = ["so", "da", "xx"],
            SignLanguage = true,
            Hearing = Sense.Reduced,
            Sight = Sense.Reduced,
            DueDate = TestReferenceData.Day.AddDays(90),
            LastHealthCheck = TestReferenceData.Day.AddDays(-400),
            PsychiatricDischarge = TestReferenceData.Day.AddDays(-2),
            ProtectiveFactors = Terms<ProtectiveFactor>.All,
            Leisure = true,
            FamilyContact = FamilyContact.Harmful,
            SiblingsTogether = true,
            Home = new HomeSituation
            {
                Violence = Concern.Established,
                ParentalSubstanceUse = true,
                ParentalMentalIllness = true,
                ParentalCrime = true,
                ParentImprisoned = true,
                Custody = Custody.One,
            },
            Safety = new SafetySituation
            {
                RiskToYoungerChildren = Concern.Established,
                HonourRelated = true,
                Threatened = true,
                Trafficking = Concern.Suspected,
            },
            Wishes = new Wishes([new Wish("skodsborg", Stance.Avoid), new Wish("nexus", Stance.Prefer)], [], Terms<Matter>.All),
            Conflicts = [new Conflict("skodsborg", ConflictReason.CoResidentConflict), new Conflict("nexus", ConflictReason.GangConflict)],
        }
    ) with
    {
        Handover = Texts,
    };

    [Test]
    public void It_is_marked_as_a_draft_in_title_and_text([Values] Language language)
    {
        var letter = Everything.To(Audience.Place, language, "skodsborg");
        var word = language == Language.Da ? "udkast" : "draft";
        Assert.That(letter.Title, Does.Contain(word).IgnoreCase.And.Contain("Skodsborg"));
        Assert.That(letter.Opening[0], Does.Contain(word));
        Assert.That(letter.Checks[0], Does.Contain(word));
    }

    [Test]
    public void It_tells_what_was_written_for_the_place([Values] Language language) =>
        Assert.That(
            Own.Where(text =>
                !Written.TextOf(Everything.To(Audience.Place, language, "skodsborg")).Contains(text, StringComparison.Ordinal)
            ),
            Is.Empty
        );

    [Test]
    public void What_was_written_for_the_place_is_read_by_no_one_else()
    {
        var leaks =
            from written in Written.Shipped().Concat(Written.Generated(Children)).Concat(Written.Thinkable())
            let told = written with
            {
                Handover = Texts,
            }
            from language in Written.Languages
            from audience in Terms<Audience>.All.Where(audience => audience != Audience.Place)
            let letter = told.To(audience, language)
            let text = $"{Written.TextOf(letter)} {string.Join(' ', letter.Checks)}"
            where text.Contains("Kzq", StringComparison.Ordinal)
            select (written.Name, audience, language);
        Assert.That(leaks.Take(5), Is.Empty);
    }

    [Test]
    public void It_names_no_other_place_no_points_and_no_rank()
    {
        var names = TestReferenceData.Shipped.Catalogue.Placements.ToDictionary(place => place.Id, place => place.Name);
        var wrong =
            from written in Written.Shipped().Concat(Written.Generated(Children)).Append(Everything)
            from language in Written.Languages
            let letter = written.To(Audience.Place, language)
            let rest = letter.PlacementId is { } id
                ? Written.TextOf(letter).Replace(names[id], "", StringComparison.Ordinal)
                : Written.TextOf(letter)
            from word in names.Values.Concat([" point", "rangord", "ranking", "nr. ", "No. "])
            where rest.Contains(word, StringComparison.Ordinal)
            select (written.Name, language, word);
        Assert.That(wrong.Take(5), Is.Empty);
    }

    [Test]
    public void What_the_parents_suffer_or_have_done_changes_no_word_of_it()
    {
        foreach (var written in Written.Generated(Children))
        {
            var calm = written with { Profile = written.Profile with { Home = new HomeSituation() } };
            var storm = written with
            {
                Profile = written.Profile with
                {
                    Home = new HomeSituation
                    {
                        Neglect = Concern.Established,
                        ViolenceWitnessed = Concern.Established,
                        ParentalSubstanceUse = true,
                        ParentalMentalIllness = true,
                        ParentalCrime = true,
                        ParentImprisoned = true,
                        Cooperation = Cooperation.None,
                        ParentsActive = false,
                    },
                },
            };
            Assert.That(Written.TextOf(storm.To(Audience.Place)), Is.EqualTo(Written.TextOf(calm.To(Audience.Place))), written.Name);
        }
    }

    [TestCase("nexus", false)]
    [TestCase("skodsborg", true)]
    public void A_conflict_is_told_to_the_place_it_is_at(string at, bool told)
    {
        var written = Written.Of(
            A.ChildOn(Ground.PartiallyClosed, Decider.Committee) with
            {
                Conflicts = [new Conflict(at, ConflictReason.CoResidentConflict)],
            }
        );
        Assert.That(
            Written.TextOf(written.To(Audience.Place, placementId: "skodsborg")).Contains("Barnet er i konflikt med en, der bor her."),
            Is.EqualTo(told)
        );
    }

    [Test]
    public void A_conflict_at_another_department_is_told_without_naming_it()
    {
        var written = Written.Of(
            A.ChildOn(Ground.PartiallyClosed, Decider.Committee) with
            {
                Conflicts = [new Conflict("nexus-open", ConflictReason.GangConflict)],
            }
        );
        Assert.That(
            Written.TextOf(written.To(Audience.Place, placementId: "nexus")),
            Does.Contain("på en anden afdeling af samme institution").And.Not.Contain("åben afdeling")
        );
    }

    [Test]
    public void Where_the_parents_must_not_know_the_place_is_told_first_and_contact_goes_through_the_city()
    {
        var letter = Everything.To(Audience.Place, placementId: "skodsborg");
        Assert.That(letter.Sections[0].Items[0], Does.StartWith("Forældrene må ikke få at vide, hvor barnet bor."));
        Assert.That(Written.TextOf(letter), Does.Contain("Al kontakt til forældrene går gennem kommunen."));
        Assert.That(Written.TextOf(Written.Of(A.Child()).To(Audience.Place)), Does.Not.Contain("må ikke få at vide"));
    }

    [Test]
    public void What_nobody_has_told_is_named_and_not_taken_for_none()
    {
        var unknown = A.Child() with { SuicideRisk = null, FireSetting = null, RegularMedication = null, ProtectiveFactors = null };
        var text = Written.TextOf(Written.Of(unknown).To(Audience.Place));
        Assert.That(
            text,
            Does.Contain("Det vides ikke, om der er risiko for, at barnet tager sit eget liv.")
                .And.Contain("Det vides ikke, om barnet har sat ild til noget.")
                .And.Contain("Det vides ikke, om barnet får fast medicin.")
                .And.Contain("Det er ikke oplyst, hvad der giver barnet ro.")
                .And.Contain("Allergier er ikke oplyst")
        );
        Assert.That(
            Written.TextOf(Written.Of(unknown with { SuicideRisk = SuicideRisk.None, FireSetting = false }).To(Audience.Place)),
            Does.Not.Contain("eget liv").And.Not.Contain("sat ild")
        );
    }

    /// <summary>Each word that the place must act on has its sentence, in both languages.</summary>
    [Test]
    public void Every_word_of_risk_and_strength_has_a_sentence([Values] Language language)
    {
        var keys = Keys("suicide-risk", Terms<SuicideRisk>.AllTexts)
            .Concat(Keys("self-harm", Terms<Severity>.AllTexts))
            .Concat(Keys("eating-disorder", Terms<Severity>.AllTexts))
            .Concat(Keys("externalising", Terms<Severity>.AllTexts))
            .Concat(Keys("violence", Terms<Violence>.AllTexts))
            .Concat(Keys("sexual-harm", Terms<SexualHarm>.AllTexts))
            .Concat(Keys("younger", Terms<Concern>.AllTexts))
            .Concat(Keys("trafficking", Terms<Concern>.AllTexts))
            .Concat(Keys("selling-sex", Terms<Concern>.AllTexts))
            .Concat(Keys("exploitation", Terms<Exploitation>.AllTexts))
            .Concat(Keys("conflict", Terms<ConflictReason>.AllTexts))
            .Concat(Keys("strength", Terms<ProtectiveFactor>.AllTexts))
            .Concat(Keys("matter", Terms<Matter>.AllTexts))
            .Concat(Keys("contact", Terms<FamilyContact>.AllTexts))
            .Concat(Keys("custody", Terms<Custody>.AllTexts))
            .Concat(Keys("substance", Terms<Substance>.AllTexts))
            .Concat(Keys("pattern", Terms<UsePattern>.AllTexts))
            .Concat(Keys("wish", Terms<Stance>.AllTexts));
        var texts = TestReferenceData.Texts.In(language);
        Assert.That(keys.Where(key => texts.Fragment("letters", key) is null), Is.Empty);
    }

    [Test]
    public void Where_no_place_is_possible_there_is_nothing_to_hand_over()
    {
        var written = Written.Of(A.Child()) with { Handover = Texts };
        var none = written with
        {
            Answer = written.Answer with { Placements = [.. written.Answer.Placements.Select(place => place with { Rank = null })] },
        };
        var letter = none.To(Audience.Place);
        Assert.That((letter.PlacementId, letter.Sections.Count), Is.EqualTo(((string?)null, 0)));
        Assert.That(Written.TextOf(letter), Does.Not.Contain("Kzq"));
    }

    static IEnumerable<string> Keys(string subject, IEnumerable<string> words) =>
        words.Where(word => word != "none").Select(word => $"place.{subject}.{word}");
}
