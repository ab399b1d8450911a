using Matching.Engine.Learning;

namespace Matching.Tests.Support;

/// <summary>What drawn stays are trained and judged with: the shipped prior and settings.</summary>
public static class SimulatedStays
{
    public static readonly HazardPrior Prior = HazardPriorLoader.Load(TestKnowledge.Document("priors.json"));
    public static readonly LearningSettings Settings = LearningSettingsLoader.Load(TestKnowledge.Document("learning.json"));

    /// <summary>A truth: what the prior expects, unless something is changed.</summary>
    public static OutcomeModel Truth { get; } = AdditiveTrainer.Fit(Set([]), Prior, Settings.Use, 0).Tables;

    /// <summary>A training set of stays, with one protected attribute that has to do with nothing.</summary>
    public static TrainingSet Set(IReadOnlyList<ObservedStay> stays) => new(
        "test", stays, stays.Select((stay, index) => (stay.Child, index)).DistinctBy(pair => pair.Child).ToDictionary(
            pair => pair.Child, pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["ethnicOrigin"] = pair.index % 3 == 0 ? "other" : "danish" }, StringComparer.Ordinal));
}
