using System.Diagnostics;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

public sealed class HazardFitTests
{
    private static readonly HazardPrior Prior = HazardPriorLoader.Load(TestKnowledge.Document("priors.json"));

    [Test]
    public void With_no_stays_the_prior_predicts()
    {
        var estimate = HazardFit.Of(HazardRows.Of([]), Prior);

        Assert.That(estimate.Terms, Is.EqualTo(estimate.PriorMeans).Within(1e-9));
        var model = OutcomeModel.Of(estimate.Layout, estimate.Terms, []);
        Assert.That(model.BreakdownWithin(TimeGrid.YearIntervals, new byte[OutcomeFeature.All.Count], "any"), Is.EqualTo(0.33).Within(0.03));
    }

    [TestCase(20_000)]
    [TestCase(500)]
    public void Timing(int count)
    {
        var truth = OutcomeModel.Of(new HazardLayout(0), HazardFit.Of(HazardRows.Of([]), Prior).Terms, []);
        var stays = Simulated(count, truth, 1);
        var watch = Stopwatch.StartNew();
        var estimate = HazardFit.Of(HazardRows.Of(stays), Prior);
        TestContext.Out.WriteLine($"{count} stays, {stays.Count(stay => stay.BrokeDown)} breakdowns, {watch.Elapsed.TotalSeconds:F2} s, widths {estimate.CauseWidth} {estimate.PlaceWidth}, rows {HazardRows.Of(stays).Rows.Count}");
    }

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
