using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Simulation;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Simulation;

public sealed class HiddenTruthTests
{
    private static readonly byte[] NothingKnown = new byte[OutcomeFeature.All.Count];

    [Test]
    public void Stays_break_down_as_often_as_the_truth_says_and_no_cause_is_missing([Values(45, 90, 365)] int days)
    {
        const int stays = 20_000;
        var truth = Truth(TruthKind.Prior, 3);
        var lived = Enumerable
            .Range(0, stays)
            .Select(number => truth.Live(StayLuck.Draw(Streams.Of(5, number)), days, NothingKnown, 0, Level.OpenResidential))
            .ToList();
        var risk = truth.BreakdownWithin(days, NothingKnown, 0, Level.OpenResidential);
        var brokeDown = lived.Count(one =>
            one.Ending is StayEnding.BreakdownChild or StayEnding.BreakdownPlace or StayEnding.BreakdownBoth
        );

        Assert.That(brokeDown / (double)stays, Is.EqualTo(risk).Within(4 * Math.Sqrt(risk * (1 - risk) / stays)));
        Assert.That(lived.Select(one => one.Ending).Distinct().Count(), Is.EqualTo(5), "child, place, both, transfer, none");
        Assert.That(lived.Where(one => one.Days > days || (one.Ending is null) != (one.Days == days)), Is.Empty);
    }

    [Test]
    public void In_the_mean_over_truths_a_third_breaks_down_within_a_year_as_published_for_teenagers()
    {
        var risks = Enumerable
            .Range(0, 400)
            .Select(number => Truth(TruthKind.Prior, number).BreakdownWithin(360, NothingKnown, 0, Level.OpenResidential));

        Assert.That(risks.Average(), Is.InRange(0.28, 0.42));
    }

    [Test]
    public void Nobody_stays_longer_where_the_hazard_is_higher()
    {
        var truth = Truth(TruthKind.StrongPlace, 2);
        var places = Enumerable
            .Range(0, TestReferenceData.Shipped.Catalogue.Placements.Length)
            .OrderBy(place => truth.BreakdownWithin(365, NothingKnown, place, Level.Foster))
            .ToList();

        for (var child = 0; child < 200; child++)
        {
            var luck = StayLuck.Draw(Streams.Of(9, child));
            Assert.That(places.Select(place => truth.Live(luck, 365, NothingKnown, place, Level.Foster).Days), Is.Ordered.Descending);
        }
    }

    [Test]
    public void In_a_flat_truth_nothing_makes_a_difference()
    {
        var truth = Truth(TruthKind.Flat, 4);
        var risks = Children(50)
            .SelectMany(bins => Enumerable.Range(0, 5).Select(place => truth.BreakdownWithin(365, bins, place, Level.ProjectPlace)));

        Assert.That(risks.Distinct().ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Places_differ_more_in_a_truth_of_strong_places()
    {
        static double SpreadOf(TruthKind kind) =>
            Enumerable
                .Range(0, 40)
                .Average(number =>
                    Deviation([
                        .. Enumerable
                            .Range(0, 20)
                            .Select(place => Truth(kind, number).BreakdownWithin(365, NothingKnown, place, Level.Foster)),
                    ])
                );

        Assert.That(SpreadOf(TruthKind.StrongPlace), Is.GreaterThan(2 * SpreadOf(TruthKind.Prior)));
    }

    [Test]
    public void In_a_truth_of_interactions_unmet_needs_count_for_more_with_externalising_children_and_otherwise_not()
    {
        Assert.That(Difference(TruthKind.Interaction), Is.GreaterThan(0.5));
        Assert.That(Difference(TruthKind.Prior), Is.Zero.Within(1e-9));

        // How far the effect of unmet needs on the logit of an interval differs between the two kinds of children.
        static double Difference(TruthKind kind)
        {
            var truth = Truth(kind, 6);
            return Logit("severe", "several") - Logit("severe", "none") - Logit("none", "several") + Logit("none", "none");

            double Logit(string externalising, string unmet)
            {
                var bins = (byte[])NothingKnown.Clone();
                Set(bins, "externalising-behaviour", externalising);
                Set(bins, "unmet-needs", unmet);
                return truth.LogitOf(EndingCause.ChildLeft, 0, bins, 0);
            }
        }
    }

    [Test]
    public void From_the_most_locked_level_nobody_is_moved_to_a_more_locked_one()
    {
        var truth = Truth(TruthKind.Prior, 1);

        Assert.That(
            Enumerable
                .Range(0, 2000)
                .Select(number => truth.Live(StayLuck.Draw(Streams.Of(number)), 3650, NothingKnown, 0, Level.SpeciallySecured).Ending),
            Has.None.EqualTo(StayEnding.Transfer)
        );
    }

    private static void Set(byte[] bins, string code, string word)
    {
        var feature = OutcomeFeature.All.Select((one, index) => (one, index)).First(pair => pair.one.Code == code);
        bins[feature.index] = (byte)feature.one.Position(word);
    }

    private static IEnumerable<byte[]> Children(int count)
    {
        var draws = Streams.Of(77);
        for (var i = 0; i < count; i++)
            yield return [.. OutcomeFeature.All.Select(feature => (byte)draws.Below(feature.Bins.Count))];
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));

    private static HiddenTruth Truth(TruthKind kind, int number) =>
        HiddenTruth.Draw(kind, SimulatedCity.Prior, TestReferenceData.Shipped.Catalogue, Streams.Of(11, number));
}
