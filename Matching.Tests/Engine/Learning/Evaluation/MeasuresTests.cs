using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Placements;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Evaluation;

public sealed class MeasuresTests
{
    [Test]
    public void The_c_index_is_the_share_of_pairs_in_order()
    {
        // Broke down on day 10 and 20; watched to 15 and 400.
        var stays = new[] { Broke(10), Broke(20), Watched(15), Watched(400) };

        Assert.That(Share([0.9, 0.5, 0.4, 0.1], stays), Is.EqualTo(1));
        Assert.That(Share([0.1, 0.5, 0.4, 0.9], stays), Is.EqualTo(0));
        Assert.That(Share([0.5, 0.5, 0.5, 0.5], stays), Is.EqualTo(0.5));

        // Of the four pairs (10 with each other, 20 with 400) three are in order.
        Assert.That(Share([0.9, 0.2, 0.1, 0.3], stays), Is.EqualTo(0.75));
    }

    [Test]
    public void The_c_index_is_what_comparing_every_pair_gives()
    {
        var draws = new Pcg32(3);
        for (var round = 0; round < 50; round++)
        {
            var stays = Enumerable
                .Range(0, 40)
                .Select(_ => draws.Below(2) == 0 ? Broke(draws.Below(20)) : Watched(draws.Below(20)))
                .ToArray();
            var (risk, counts) = (stays.Select(_ => draws.Below(6) / 6.0).ToArray(), stays.Select(_ => (double)draws.Below(3)).ToArray());
            var (right, pairs) = (0.0, 0.0);
            for (var i = 0; i < stays.Length; i++)
            {
                for (var j = 0; j < stays.Length; j++)
                {
                    if (!stays[i].BrokeDown || stays[j].Days < stays[i].Days || stays[j].Days == stays[i].Days && stays[j].BrokeDown)
                        continue;
                    pairs += counts[i] * counts[j];
                    right +=
                        counts[i]
                        * counts[j]
                        * (
                            risk[i] > risk[j] ? 1
                            : risk[i] == risk[j] ? 0.5
                            : 0
                        );
                }
            }
            Assert.That(new Concordance(risk, stays).Share(counts), Is.EqualTo(right / pairs).Within(1e-12));
        }
    }

    [Test]
    public void A_stay_that_was_not_watched_for_a_year_counts_through_those_that_were()
    {
        // A third is lost to follow-up on day 100: the others stand for them.
        var horizon = Horizon.Of(Five(Broke(200), Watched(100), Watched(500)));

        Assert.That(horizon.Weight.Take(3), Is.EqualTo([1.5, 0, 1.5]).Within(1e-12));
        Assert.That(horizon.BrokeDown.Take(3), Is.EqualTo([1, 0, 0]));
    }

    [Test]
    public void Levels_where_stays_end_early_by_plan_do_not_stand_for_others_nor_for_themselves()
    {
        // Short stays at a secure place, one of four broken down; long ones at home.
        var secure = Five(Broke(60), Watched(90), Watched(90), Watched(90)).Select(stay => stay with { Level = Level.Secure });
        var open = Five(Broke(200), Watched(500));
        var horizon = Horizon.Of([.. open, .. secure]);

        Assert.That(horizon.Weight.Take(open.Length), Is.All.EqualTo(1));
        Assert.That(horizon.Weight.Skip(open.Length), Is.All.Zero);
    }

    [Test]
    public void A_child_that_was_moved_to_a_locked_place_broke_nothing_down()
    {
        var moved = Watched(100) with { Ending = StayEnding.Transfer, MovedTo = Level.Secure };
        var horizon = Horizon.Of(Five(moved, Watched(500)));

        Assert.That((horizon.Weight[0], horizon.BrokeDown[0]), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Seen_and_foretold_are_of_the_time_a_stay_was_watched()
    {
        // A right model of short and long stays: as many breakdowns as predicted, regardless of the level's usual length.
        var truth = SimulatedStays.Truth;
        var stays = DrawnStays
            .Of(6_000, truth, 8)
            .Select((stay, index) => index % 2 == 0 ? stay.WatchedUntil(stay.Start.AddDays(90)) with { Level = Level.Secure } : stay)
            .ToList();
        var forecasts = Forecasts.Of(truth, stays);
        foreach (var level in new[] { Level.Secure, Level.OpenResidential })
            Assert.That(
                Measures.Gap(stays, forecasts, [.. stays.Select(stay => stay.Level == level ? 1.0 : 0)]),
                Is.EqualTo(0).Within(0.025),
                $"{level}"
            );
    }

    [Test]
    public void A_breakdown_after_the_year_is_none_within_it() =>
        Assert.That(Horizon.Of(Five(Broke(400), Broke(365))).BrokeDown.Take(2), Is.EqualTo([0, 1]));

    [Test]
    public void The_slope_of_right_forecasts_is_one_and_of_doubled_logits_a_half()
    {
        var draws = new Pcg32(9);
        var risk = Enumerable.Range(0, 20_000).Select(_ => 0.05 + 0.9 * draws.Share()).ToArray();
        var stays = risk.Select((one, index) => (draws.Share() < one ? Broke(10) : Watched(400)) with { Child = $"child-{index}" })
            .ToArray();
        var (horizon, counts) = (Horizon.Of(stays), Enumerable.Repeat(1.0, stays.Length).ToArray());

        Assert.That(CalibrationOf.Slope(risk, horizon, counts), Is.EqualTo(1).Within(0.05));
        Assert.That(
            CalibrationOf.Slope([.. risk.Select(one => Logit.Probability(2 * Logit.Of(one)))], horizon, counts),
            Is.EqualTo(0.5).Within(0.03)
        );
        Assert.That(CalibrationOf.Slope([.. risk.Select(_ => 0.3)], horizon, counts), Is.Null);
    }

    [Test]
    public void Figures_of_a_forecast_worked_out_by_hand()
    {
        var stays = Five(Broke(10), Watched(400));
        var measures = Measures.Of(
            new Forecasts(Five(0.8, 0.4), Five(-0.5, -0.1), Five(0.7, 0.5)),
            stays,
            Resamples.Of(stays, 20, new Pcg32(1))
        );

        Assert.That(measures.LogLoss!.Value, Is.EqualTo(0.3).Within(1e-12));
        Assert.That(measures.Brier!.Value, Is.EqualTo((0.04 + 0.16) / 2).Within(1e-12));
        Assert.That(measures.ScaledBrier!.Value, Is.EqualTo(1 - 0.1 / 0.25).Within(1e-12));
        Assert.That(measures.CalibrationInTheLarge!.Value, Is.EqualTo(-0.1).Within(1e-12));
        // Up to 40 % both are alarmed, as an alarm for all would; at 50 % one is, rightly: 1 / 2, where an alarm for all brings nothing.
        Assert.That(measures.NetBenefit.Select(one => one.Benefit!.Value).ToArray(), Is.EqualTo(new[] { 0, 0, 0, 0.5 }).Within(1e-12));
    }

    [Test]
    public void Ranks_that_are_turned_round_correlate_with_minus_one()
    {
        Assert.That(Ranks.Correlation([1, 2, 3, 4], [10, 20, 30, 40]), Is.EqualTo(1));
        Assert.That(Ranks.Correlation([1, 2, 3, 4], [4, 3, 2, 1]), Is.EqualTo(-1));
        Assert.That(Ranks.Correlation([1, 2, 3, 4], [5, 5, 5, 5]), Is.Zero);
    }

    [Test]
    public void No_child_is_in_two_folds_and_every_stay_is_in_one()
    {
        var stays = Enumerable.Range(0, 60).Select(number => Watched(100) with { Child = $"child-{number % 17}" }).ToArray();
        var folds = Folds.Of(stays, 5, new Pcg32(1));

        Assert.That(Enumerable.Range(0, 5).SelectMany(folds.In), Is.EquivalentTo(Enumerable.Range(0, 60)));
        for (var fold = 0; fold < 5; fold++)
            Assert.That(
                folds.In(fold).Select(stay => stays[stay].Child).Intersect(folds.Without(fold, stays).Select(stay => stay.Child)),
                Is.Empty
            );
    }

    private static double? Share(double[] risk, ObservedStay[] stays) =>
        new Concordance(risk, stays).Share(Enumerable.Repeat(1.0, stays.Length).ToArray());

    /// <summary>The same five times over; stays of different children.</summary>
    private static T[] Five<T>(params T[] values) =>
        [
            .. Enumerable
                .Range(0, 5)
                .SelectMany(_ => values)
                .Select((value, index) => value is ObservedStay stay ? (T)(object)(stay with { Child = $"child-{index}" }) : value),
        ];

    private static ObservedStay Broke(int days) => Watched(days) with { Ending = StayEnding.BreakdownPlace };

    private static ObservedStay Watched(int days) =>
        new("child", "place", Level.OpenResidential, new DateOnly(2025, 1, 1), new byte[OutcomeFeature.All.Count], days, null, null);
}
