using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;

namespace Matching.Tests.Support;

/// <summary>What drawn stays are trained and judged with: the shipped prior and settings.</summary>
public static class SimulatedStays
{
    public static readonly HazardPrior Prior = HazardPriorLoader.Load(TestReferenceData.Document("priors.json"));
    public static readonly LearningSettings Settings = LearningSettingsLoader.Load(TestReferenceData.Document("learning.json"));

    /// <summary>A truth: what the prior expects, unless something is changed.</summary>
    public static OutcomeModel Truth { get; } = AdditiveTrainer.Fit(Set([]), Prior, Settings.Use, 0).Tables;

    /// <summary>A truth that is as the prior believes truths to be, and not what it expects most.</summary>
    public static OutcomeModel Believable { get; } = PriorExpectation.Drawn(Prior, DrawnStays.Of(50, Truth, 5), new Pcg32(7));

    /// <summary>
    /// Stays enough, by chance ordinary in everything that gates look at: that a right model passes is likely and not certain.
    /// </summary>
    public static IReadOnlyList<ObservedStay> Enough { get; } = DrawnStays.Of(800, Believable, 11);

    /// <summary>A training set of stays, with one protected attribute that has to do with nothing.</summary>
    public static TrainingSet Set(IReadOnlyList<ObservedStay> stays) =>
        new(
            "test",
            stays,
            stays
                .Select((stay, index) => (stay.Child, index))
                .DistinctBy(pair => pair.Child)
                .ToDictionary(
                    pair => pair.Child,
                    pair =>
                        (IReadOnlyDictionary<string, string>)
                            new Dictionary<string, string> { ["ethnicOrigin"] = pair.index % 3 == 0 ? "other" : "danish" },
                    StringComparer.Ordinal
                )
        );
}
