using System.Diagnostics;
using System.Text.Json.Nodes;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Placements;

public sealed class CatalogueLoaderTests
{
    [Test]
    public void The_shipped_catalogue_loads() => Assert.That(TestReferenceData.Shipped.Catalogue.Placements, Is.Not.Empty);

    [Test]
    public void The_shipped_catalogue_has_a_place_at_every_level() =>
        Assert.That(
            TestReferenceData.Shipped.Catalogue.Placements.Select(placement => placement.Level).Distinct(),
            // The levels of version 1.1 wait for a municipality's own places.
            Is.EquivalentTo(Terms<Level>.All.Where(level => !level.IsLater()))
        );

    [TestCase("soenderbro", Level.Secure)]
    [TestCase("nexus", Level.PartiallyClosed)]
    [TestCase("skodsborg", Level.PartiallyClosed)]
    [TestCase("nexus-open", Level.OpenResidential)]
    [TestCase("skodsborg-open", Level.OpenResidential)]
    public void The_citys_own_departments_stand_at_their_level(string id, Level level)
    {
        Assert.That(TestReferenceData.Shipped.Catalogue.TryFind(id, out var index), Is.True);
        Assert.That(
            TestReferenceData.Shipped.Catalogue.Placements[index],
            Has.Property(nameof(Placement.Level)).EqualTo(level).And.Property(nameof(Placement.Operator)).EqualTo(Operator.City)
        );
    }

    [Test]
    public void What_is_written_is_what_is_read()
    {
        var place = A.Place(Level.Secure, "one") with
        {
            Ages = new AgeRange(12, 17),
            MainAges = new AgeRange(14, 16),
            Tracks = [Track.Remand],
            Sexes = [Sex.Male],
            CognitiveLevels = [],
            Accessible = null,
            PeerCrime = CrimeExposure.High,
            HealthStaff = false,
        };
        var read = A.Catalogue(place.Meeting(Need.School, null).Meeting(Need.Observation, CapabilityStrength.Strong)).Placements.Single();

        Assert.Multiple(() =>
        {
            Assert.That(read.TargetGroup.Ages.Value, Is.EqualTo(new AgeRange(12, 17)));
            Assert.That(read.TargetGroup.MainAges.Value, Is.EqualTo(new AgeRange(14, 16)));
            Assert.That(read.TargetGroup.Tracks.Value, Is.EqualTo([Track.Remand]));
            Assert.That(read.TargetGroup.Sexes.Value, Is.EqualTo([Sex.Male]));
            Assert.That(read.TargetGroup.CognitiveLevels.Value, Is.Empty);
            Assert.That(read.Setting.Accessible.Value, Is.Null);
            Assert.That(read.PeerCrimeExposure.Value, Is.EqualTo(CrimeExposure.High));
            Assert.That(read.Health.HealthStaff.Value, Is.False);
            Assert.That(read.Capability(Need.School).Value, Is.Null);
            Assert.That(read.Capability(Need.Observation).Value, Is.EqualTo(CapabilityStrength.Strong));
            Assert.That(read.Capability(Need.TraumaTreatment).Value, Is.EqualTo(CapabilityStrength.Some));
        });
    }

    [Test]
    public void Placements_stand_by_id_whatever_their_order_in_the_files() =>
        Assert.That(
            A.Catalogue(A.Place(id: "b"), A.Place(id: "c"), A.Place(id: "a")).Placements.Select(placement => placement.Id),
            Is.EqualTo(["a", "b", "c"])
        );

    private static readonly object[] Faults =
    [
        Fault(place => place.Remove("level"), "level: is required"),
        Fault(place => place["colour"] = "red", "colour: is not a known field"),
        Fault(place => place["level"] = "Secure", "level: must be one of: home-support, family-placement"),
        Fault(place => place["level"] = 6, "level: must be one of: home-support, family-placement"),
        Fault(place => place["id"] = "Nexus Open", "id: must be 1 to 64 of a-z, 0-9 and dash"),
        Fault(place => place["id"] = "nexus\n", "id: must be 1 to 64 of a-z, 0-9 and dash"),
        Fault(place => place["approval"]!["ages"]!["value"]!["min"] = 18, "approval.ages.value.min: must be a whole number from 0 to 17"),
        Fault(
            place => place["approval"]!["ages"]!["value"] = new JsonObject { ["min"] = 16, ["max"] = 15 },
            "approval.ages.value.min: must not lie above max"
        ),
        Fault(
            place => place["approval"]!["mainAges"]!["value"] = new JsonObject { ["min"] = 0, ["max"] = 17 },
            "approval.mainAges: must lie within ages"
        ),
        Fault(place => place["approval"]!["tracks"]!["value"] = null, "approval.tracks.value: is required"),
        Fault(
            place => place["approval"]!["sexes"]!["value"] = new JsonArray("female", "female"),
            "approval.sexes.value[1]: is there twice"
        ),
        Fault(place => place["capabilities"]!.AsObject().Remove("school"), "capabilities.school: is required"),
        Fault(place => place["capabilities"]!["cooking"] = null, "capabilities.cooking: is not a known field"),
        Fault(
            place => place["capabilities"]!["school"]!["value"] = "best",
            "capabilities.school.value: must be one of: none, some, good, strong"
        ),
        Fault(place => place["capabilities"]!["school"]!.AsObject().Remove("source"), "capabilities.school.source: is required"),
        Fault(place => place["capacity"]!.AsObject().Remove("verified"), "capacity.verified: is required"),
        Fault(place => place["capacity"]!["value"] = 1.5, "capacity.value: must be a whole number from 0 to 1000"),
        Fault(place => place["health"]!["healthStaff"]!["value"] = "yes", "health.healthStaff.value: must be true or false"),
        Fault(
            place =>
                place["supervision"] = new JsonArray(
                    new JsonObject
                    {
                        ["date"] = "in May",
                        ["remark"] = "kind",
                        ["source"] = "x",
                        ["verified"] = true,
                    }
                ),
            "supervision[0].date: must be yyyy, yyyy-mm or yyyy-mm-dd"
        ),
        Fault(place => place["name"] = "", "name: must hold 1 to 200 characters"),
        Fault(place => place["setting"] = new JsonArray(), "setting: must be an object"),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_named_by_file_and_path(Action<JsonObject> fault, string problem)
    {
        var document = TestReferenceData.Changed("catalogue", "city.json", file => fault(file["placements"]![1]!.AsObject()));

        Assert.That(Refusal.Of(() => CatalogueLoader.Load(document)), Has.Some.StartsWith($"city.json.placements[1].{problem}"));
    }

    [Test]
    public void Every_fault_is_listed_at_once()
    {
        var faults = Faults.Cast<object[]>().Skip(6).Take(5).ToArray();
        var document = TestReferenceData.Changed(
            "catalogue",
            "city.json",
            file =>
            {
                for (var i = 0; i < faults.Length; i++)
                    ((Action<JsonObject>)faults[i][0])(file["placements"]![i]!.AsObject());
            }
        );

        var problems = Refusal.Of(() => CatalogueLoader.Load(document));

        for (var i = 0; i < faults.Length; i++)
            Assert.That(problems, Has.Some.StartsWith($"city.json.placements[{i}].{faults[i][1]}"));
    }

    [Test]
    public void An_id_used_twice_is_refused_even_across_files()
    {
        var document = TestReferenceData.Changed("catalogue", "open-homes.json", file => file["placements"]![0]!["id"] = "nexus");

        Assert.That(Refusal.Of(() => CatalogueLoader.Load(document)), Is.EqualTo(["nexus: is the id of more than one entry"]));
    }

    [Test]
    public void A_catalogue_without_places_is_refused() =>
        Assert.That(Refusal.Of(() => A.Catalogue()), Is.EqualTo(["placements: there is none"]));

    [Test]
    public void A_file_of_a_later_schema_is_refused()
    {
        var document = TestReferenceData.Changed("catalogue", "city.json", file => file["schema"] = 4);

        Assert.That(Refusal.Of(() => CatalogueLoader.Load(document)), Is.EqualTo(["city.json.schema: must be a whole number from 1 to 3"]));
    }

    [Test]
    public void A_service_needs_words_in_both_languages()
    {
        var document = TestReferenceData.Changed(
            "catalogue",
            "services.json",
            file => file["services"]![0]!["name"]!.AsObject().Remove("da")
        );

        Assert.That(Refusal.Of(() => CatalogueLoader.Load(document)), Is.EqualTo(["services.json.services[0].name.da: is required"]));
    }

    [Test]
    public void Five_thousand_placements_load_and_rank()
    {
        var some = new Some(5);
        var clock = Stopwatch.StartNew();
        var referenceData = TestReferenceData.With([.. some.Places(5000)]);
        var ranking = Matcher.Rank(A.Child() with { AgeYears = 14 }, referenceData, TestReferenceData.Day);
        TestContext.Out.WriteLine($"{clock.ElapsedMilliseconds} ms, {ranking.Places.Length} ranked");

        var excluded = Enumerable
            .Range(0, 5000)
            .Count(placement => ranking.EligibilityAssessment.EligibilityStatusOf(placement) == EligibilityStatus.Excluded);
        Assert.That(ranking.Places.Length + excluded, Is.EqualTo(5000));
        Assert.That(ranking.Places, Has.Length.GreaterThan(500));
    }

    private static object[] Fault(Action<JsonObject> change, string problem) => [change, problem];
}
