using System.Text.Json.Nodes;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class CityPlanLoaderTests
{
    [Test]
    public void The_shipped_plan_has_about_eighteen_locked_social_placements_a_year() =>
        Assert.That(
            SimulatedCity.Plan.Groups.Where(group => group.Group != ChildGroup.Open).Sum(group => group.ArrivalsPerYear.Value),
            Is.EqualTo(18)
        );

    [Test]
    public void Every_published_share_has_a_source_and_only_what_is_ours_is_unverified()
    {
        var facts = SimulatedCity.Plan.Groups.SelectMany(group => group.Traits).ToList();

        Assert.That(facts.Where(fact => fact.Source.Length == 0), Is.Empty);
        Assert.That(facts.Where(fact => fact.Verified == fact.Source.StartsWith("Faglig vurdering", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_problem_is_listed_with_its_path()
    {
        var refused = Refused(file =>
        {
            file["schema"] = 2;
            file["groups"]![0]!["traits"]!["male"]!["value"] = 101;
            file["groups"]![0]!["traits"]!.AsObject().Remove("crime");
            file["groups"]![1]!["ages"]!["value"]!["12"] = -1;
            file["groups"]![2]!["diagnoses"]!["value"]![0]!["code"] = "fever";
            file["beds"]!["openPercentByPlace"]!["nowhere"] = file["beds"]!["openPercent"]!.DeepClone();
            file["unknown"]!["facts"]!["legal.grounds"] = file["beds"]!["openPercent"]!.DeepClone();
            file["practice"]!.AsObject().Remove("otherLevelPercent");
            file["weather"] = "rain";
        });

        Assert.That(
            refused.Select(line => line.Split(':')[0]),
            Is.EqualTo([
                "simulation.json.beds.openPercentByPlace.nowhere",
                "simulation.json.groups[0].traits.crime",
                "simulation.json.groups[0].traits.male.value",
                "simulation.json.groups[1].ages.value.12",
                "simulation.json.groups[2].diagnoses.value[0].code",
                "simulation.json.practice.otherLevelPercent",
                "simulation.json.schema",
                "simulation.json.unknown.facts.legal.grounds",
                "simulation.json.weather",
            ])
        );
    }

    [TestCase("neither-crime-nor-substance-use", 50)]
    [TestCase("self-harm-alone", 10)]
    [TestCase("youth-crime-board", 90)]
    [TestCase("diagnosis-suspected", 70)]
    [TestCase("behaviour-problems", 50)]
    public void Shares_that_no_children_can_have_together_are_refused(string trait, int percent)
    {
        var refused = Refused(file => file["groups"]![0]!["traits"]![trait]!["value"] = percent);

        Assert.That(refused.Select(line => line.Split(':')[0]), Has.Some.EqualTo($"simulation.json.groups[0].traits.{trait}"));
    }

    [Test]
    public void A_group_that_is_missing_or_there_twice_is_refused()
    {
        var refused = Refused(file => file["groups"]![1]!["group"] = "secure");

        Assert.That(
            refused,
            Is.EqualTo(["simulation.json.groups: must hold secure once", "simulation.json.groups: must hold partially-closed once"])
        );
    }

    private static string[] Refused(Action<JsonObject> change) =>
        Refusal.Of(() =>
            CityPlanLoader.Load(
                TestReferenceData.Changed("simulation.json", "simulation.json", change),
                TestReferenceData.Shipped.Catalogue
            )
        );
}
