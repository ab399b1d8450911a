using Matching.Engine.Learning;
using Matching.Engine.Simulation;
using Matching.Tests.Support;

namespace Matching.Tests.Engine.Simulation;

/// <summary>The shipped city, for tests to live in.</summary>
internal static class SimulatedCity
{
    private static readonly Lazy<CityPlan> LoadedPlan = new(() =>
        CityPlanLoader.Load(TestReferenceData.Document("simulation.json"), TestReferenceData.Shipped.Catalogue)
    );
    private static readonly Lazy<HazardPrior> LoadedPrior = new(() => HazardPriorLoader.Load(TestReferenceData.Document("priors.json")));

    public static CityPlan Plan => LoadedPlan.Value;

    public static HazardPrior Prior => LoadedPrior.Value;

    public static City Of(TruthKind truth = TruthKind.Prior, int scale = 1, int seed = 1, int replication = 0) =>
        new(Plan, TestReferenceData.Shipped, Prior, truth, scale, seed, replication);

    public static ModelUse Use => LearningSettingsLoader.Load(TestReferenceData.Document("learning.json")).Use;

    /// <summary>The stays of some years under a policy, on beds that are all free at first.</summary>
    public static IReadOnlyList<SimulatedStay> Grow(City city, int years, Policy policy) =>
        city.Place(city.Arrivals(TestReferenceData.Rules.FirstDay, years, 0), policy, city.Empty);

    public static Policy Practice => Policies.PastPractice(Plan.Practice);
}
