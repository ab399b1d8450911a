using Matching.Engine.Learning;
using Matching.Engine.Parsing;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

public sealed class HazardFitTests
{
    private static readonly IReadOnlyList<ObservedStay> Stays = DrawnStays.Of(300, SimulatedStays.Truth, 1);

    [Test]
    public void With_no_stays_the_prior_predicts_about_one_third_within_a_year()
    {
        var untrained = Fit([]);

        Assert.That(untrained.Tables.Bins, Is.EqualTo(untrained.Prior.Bins));
        Assert.That(untrained.Estimated(new byte[OutcomeFeature.All.Count], "any").Probability, Is.EqualTo(1 / 3.0).Within(0.02));
        Assert.That(
            (untrained.Origin.Trainer, untrained.Origin.Data, untrained.Origin.Stays),
            Is.EqualTo((AdditiveTrainer.PriorName, (string?)null, (int?)null))
        );
    }

    [Test]
    public void The_same_data_give_the_same_bytes() => Assert.That(Bytes(Stays), Is.EqualTo(Bytes([.. Stays])));

    [Test]
    public void The_peak_is_a_peak_of_likelihood_and_prior_in_every_direction()
    {
        // Worked out here from the tables alone: cell by cell, up and down.
        var model = Fit(Stays);
        var best = Posterior(model.Tables, model);
        foreach (var cause in Enumerable.Range(0, 3))
        {
            foreach (var change in new[] { -0.2, 0.2 })
                Assert.That(
                    Posterior(model.Tables with { Baselines = Changed(model.Tables.Baselines, cause, change) }, model),
                    Is.LessThan(best)
                );
        }
    }

    [Test]
    public void A_bin_of_fewer_than_five_children_keeps_its_prior_and_tells_no_number()
    {
        var feature = OutcomeFeature.All.ToList().FindIndex(one => one.Code == "fire-setting");
        var four = Stays.Select((stay, index) => With(stay, feature, (byte)(index < 4 ? 2 : 1))).ToList();

        var model = Fit(four);

        Assert.That(model.Support.Bins[feature][2], Is.EqualTo(ModelSupport.Suppressed));
        for (var cause = 0; cause < 3; cause++)
            Assert.That(model.Tables.Bins[cause][feature][2], Is.EqualTo(model.Prior.Bins[cause][feature][2]));
    }

    [Test]
    public void A_place_of_fewer_than_five_children_has_no_effect_of_its_own_and_is_not_named()
    {
        var few = Stays.Select((stay, index) => index < 4 ? stay with { PlacementId = "rare" } : stay).ToList();

        Assert.That(System.Text.Encoding.UTF8.GetString(Bytes(few)), Does.Not.Contain("rare"));
    }

    [Test]
    public void What_is_not_known_weighs_nothing()
    {
        var model = Fit(Stays);

        foreach (var cause in Terms<EndingCause>.All)
            Assert.That(model.Tables.Bins[(int)cause].Select(bins => bins[0]), Is.All.Zero);
    }

    [Test]
    public void The_terms_add_up_to_the_logit_exactly()
    {
        var model = Fit(Stays);
        foreach (var stay in Stays)
        {
            foreach (var cause in Terms<EndingCause>.All)
            {
                for (var interval = 0; interval < 14; interval++)
                {
                    Assert.That(
                        model.Tables.Terms(cause, interval, stay.Bins, stay.PlacementId).Aggregate(0.0, (sum, term) => sum + term.Logit),
                        Is.EqualTo(model.Tables.LogitOf(cause, interval, stay.Bins, stay.PlacementId)).Within(1e-12)
                    );
                }
            }
        }
    }

    [Test]
    public void A_truth_that_is_far_from_the_prior_is_found_with_many_stays()
    {
        var feature = OutcomeFeature.All.ToList().FindIndex(one => one.Code == "trauma");
        var truth = SimulatedStays.Truth with
        {
            Bins =
            [
                .. SimulatedStays.Truth.Bins.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)[.. cause.Select((bins, number) => number == feature ? [0.0, -0.8, 0.8] : bins)]
                ),
            ],
        };

        var model = Fit(DrawnStays.Of(4_000, truth, 3));

        for (var cause = 0; cause < 2; cause++)
            Assert.That(model.Tables.Bins[cause][feature][2] - model.Tables.Bins[cause][feature][1], Is.EqualTo(1.6).Within(0.25));
    }

    [Test]
    public void A_stay_in_which_both_gave_up_counts_for_either()
    {
        var both = Stays.Select(stay => stay.BrokeDown ? stay with { Ending = StayEnding.BreakdownBoth } : stay).ToList();

        var model = Fit(both);

        Assert.That(model.Tables.Baselines[0], Is.EqualTo(model.Tables.Baselines[1]).Within(0.3));
        Assert.That(
            both.Average(stay => model.Tables.BreakdownWithinYear(stay.Bins, stay.PlacementId)),
            Is.EqualTo(Stays.Average(stay => SimulatedStays.Truth.BreakdownWithinYear(stay.Bins, stay.PlacementId))).Within(0.06)
        );
    }

    [Test]
    public void Stays_that_are_no_longer_watched_within_an_interval_do_not_make_endings_look_more_frequent()
    {
        const double hazard = 0.1;
        var draws = new Pcg32(3);
        var stays = Enumerable
            .Range(0, 20_000)
            .Select(_ =>
            {
                var (watched, ends) = (draws.Below(3 * TimeGrid.IntervalDays), 0);
                while (draws.Share() >= hazard)
                    ends += TimeGrid.IntervalDays;
                ends += draws.Below(TimeGrid.IntervalDays);
                return Stays[0] with
                {
                    Days = Math.Min(watched, ends),
                    Ending = ends <= watched ? StayEnding.BreakdownPlace : null,
                    MovedTo = null,
                };
            })
            .ToList();

        Assert.That(
            1 / (1 + Math.Exp(-HazardFit.BaseRate(stays).Baselines[(int)EndingCause.PlaceGaveUp])),
            Is.EqualTo(hazard).Within(0.006)
        );
    }

    [Test]
    public void No_hazard_falls_along_an_order_whatever_the_data_say([Values(30, 90, 270, 3_000)] int count, [Values(1, 2, 3)] int seed)
    {
        // A truth in which more of everything is better.
        var turned = SimulatedStays.Prior.Orders.ToDictionary(order => order.Feature, order => order.Bins.Reverse().ToList());
        var truth = SimulatedStays.Truth with
        {
            Bins =
            [
                .. SimulatedStays.Truth.Bins.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)
                        [
                            .. cause.Select(
                                (bins, number) =>
                                    !turned.TryGetValue(number, out var order)
                                        ? bins
                                        : (IReadOnlyList<double>)
                                            [.. bins.Select((_, bin) => order.IndexOf(bin) is var place and >= 0 ? 0.3 * place : 0.0)]
                            ),
                        ]
                ),
            ],
        };
        var tables = Fit(DrawnStays.Of(count, truth, seed)).Tables;

        Assert.That(SimulatedStays.Prior.Orders, Is.Not.Empty);
        foreach (var order in SimulatedStays.Prior.Orders)
        {
            foreach (var cause in tables.Bins)
                Assert.That(order.Bins.Select(bin => cause[order.Feature][bin]), Is.Ordered, OutcomeFeature.All[order.Feature].Code);
        }
    }

    [Test]
    public void A_bin_that_keeps_its_prior_lies_between_its_neighbours_and_moves_none_of_them()
    {
        // Those who never ran away break down far more often than believed; of those who did once or twice there are too few to learn from.
        var (feature, few) = (OutcomeFeature.All.ToList().FindIndex(one => one.Code == "absconding"), 2);
        var truth = SimulatedStays.Truth with
        {
            Bins =
            [
                .. SimulatedStays.Truth.Bins.Select(cause =>
                    (IReadOnlyList<IReadOnlyList<double>>)
                        [.. cause.Select((bins, number) => number == feature ? [0.0, 1.2, 1.2, 1.3, 1.4] : bins)]
                ),
            ],
        };
        var stays = DrawnStays.Of(4_000, truth, 9).Where(stay => stay.Bins[feature] != few).ToList();
        var (ordered, free) = (
            Fit(stays).Tables,
            AdditiveTrainer.Fit(SimulatedStays.Set(stays), SimulatedStays.Prior with { Orders = [] }, SimulatedStays.Settings.Use, 1).Tables
        );

        for (var cause = 0; cause < 2; cause++)
        {
            var bins = ordered.Bins[cause][feature];
            Assert.That(free.Bins[cause][feature][1], Is.GreaterThan(free.Bins[cause][feature][few]), "without the order it would fall");
            Assert.That(bins[1], Is.EqualTo(free.Bins[cause][feature][1]).Within(0.1));
            Assert.That(bins[few], Is.EqualTo(bins[1]));
        }
    }

    [Test]
    public void Of_fewer_than_five_children_nothing_is_learned()
    {
        var one = Enumerable
            .Range(0, 6)
            .Select(number => Stays[number] with { Child = "child", Days = 20, Ending = StayEnding.BreakdownChild, MovedTo = null })
            .ToList();
        var model = Fit(one);

        Assert.That(model.Tables.Baselines, Is.EqualTo(model.Prior.Baselines));
        Assert.That(model.Tables.Bins, Is.EqualTo(model.Prior.Bins));
        Assert.That((model.Origin.Stays, model.Origin.Children, model.Origin.Breakdowns), Is.EqualTo(((int?)null, (int?)null, (int?)null)));
    }

    [Test]
    public void Numbers_of_children_are_told_in_whole_fives() =>
        Assert.That(
            Fit(DrawnStays.Of(283, SimulatedStays.Truth, 4)).Support is var support
                ? support
                    .Bins.SelectMany(bins => bins)
                    .Concat(support.Places.Values)
                    .Concat(support.Similar.Values.SelectMany(ages => ages))
                : [],
            Is.Not.Empty.And.All.Matches<int>(count => count % 5 == 0)
        );

    private static FittedModel Fit(IReadOnlyList<ObservedStay> stays) =>
        AdditiveTrainer.Fit(SimulatedStays.Set(stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

    private static byte[] Bytes(IReadOnlyList<ObservedStay> stays) =>
        AdditiveTrainer.Train(SimulatedStays.Set(stays), SimulatedStays.Prior, SimulatedStays.Settings.Use, 1);

    private static ObservedStay With(ObservedStay stay, int feature, byte bin)
    {
        var bins = (byte[])stay.Bins.Clone();
        bins[feature] = bin;
        return stay with { Bins = bins };
    }

    private static double[] Changed(IReadOnlyList<double> values, int position, double change) =>
        [.. values.Select((value, index) => index == position ? value + change : value)];

    private static double Posterior(OutcomeModel tables, FittedModel model) =>
        Stays.Sum(stay => StayLikelihood.Log(tables, stay))
        - Enumerable
            .Range(0, 3)
            .Sum(cause => Square((tables.Baselines[cause] - model.Prior.Baselines[cause]) / SimulatedStays.Prior.Baselines[cause].Width))
            / 2;

    private static double Square(double value) => value * value;
}
