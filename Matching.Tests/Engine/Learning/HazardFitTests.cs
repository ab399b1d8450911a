using System.Diagnostics;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

public sealed class HazardFitTests
{
    private static readonly HazardPrior Prior = HazardPriorLoader.Load(TestKnowledge.Document("priors.json"));
    private static readonly ModelUse Use = new(10, 20, 2);
    private static readonly FittedModel Untrained = AdditiveTrainer.Fit(Set([]), Prior, Use, 1);

    [Test]
    public void With_no_stays_the_prior_predicts_about_one_third_within_a_year()
    {
        Assert.That(Untrained.Tables.Baselines, Is.EqualTo(Untrained.Prior.Baselines));
        Assert.That(Untrained.Estimated(new byte[OutcomeFeature.All.Count], "any").Probability, Is.EqualTo(1 / 3.0).Within(0.03));
    }

    [TestCase(0), TestCase(18), TestCase(90), TestCase(500)]
    [TestCase(20_000)]
    public void Timing(int count)
    {
        var stays = Simulated(count, Untrained.Tables, 1);
        var watch = Stopwatch.StartNew();
        var bytes = AdditiveTrainer.Train(Set(stays), Prior, Use, 1);
        var trained = watch.Elapsed.TotalSeconds;
        var model = AdditiveTrainer.Fit(Set(stays), Prior, Use, 1);
        var risk = model.Estimated(Simulated(1, Untrained.Tables, 7)[0].Bins, "place-01");
        TestContext.Out.WriteLine($"{count} stays, {stays.Count(stay => stay.BrokeDown)} breakdowns, {trained:F2} s, {bytes.Length} bytes, {risk}, {string.Join(' ', model.CauseWeights)} {model.UnseenPlaceWidth}");
    }

    internal static TrainingSet Set(IReadOnlyList<ObservedStay> stays) => new("test", stays, new Dictionary<string, IReadOnlyDictionary<string, string>>());

    internal static List<ObservedStay> Simulated(int count, OutcomeModel truth, int seed)
    {
        var random = new Random(seed);
        var stays = new List<ObservedStay>();
        for (var i = 0; i < count; i++)
        {
            var bins = OutcomeFeature.All.Select(feature => (byte)random.Next(0, feature.Bins.Count)).ToArray();
            var place = $"place-{random.Next(20):00}";
            var (days, ending) = (365, (StayEnding?)null);
            for (var interval = 0; interval < 12 && ending is null; interval++)
            {
                var child = random.NextDouble() < Probability(truth.LogitOf(EndingCause.ChildLeft, interval, bins, place));
                var gaveUp = random.NextDouble() < Probability(truth.LogitOf(EndingCause.PlaceGaveUp, interval, bins, place));
                if (child || gaveUp)
                    (days, ending) = (interval * 30 + 15, child && gaveUp ? StayEnding.BreakdownBoth : child ? StayEnding.BreakdownChild : StayEnding.BreakdownPlace);
            }
            stays.Add(new ObservedStay($"child-{i}", place, Level.OpenResidential, new DateOnly(2026, 1, 1), bins, days, ending, null));
        }
        return stays;
    }

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
