using Matching.Engine;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

public sealed class ConfidenceTests
{
    [Holds]
    public void In_every_draw_one_place_comes_first(Situation situation)
    {
        var ranking = situation.Rank();

        Assert.That(RankStability.Of(ranking).FirstCounts.Sum(), Is.EqualTo(ranking.Places.Length == 0 ? 0 : WeightDraws.Count));
    }

    [Holds]
    public void The_probabilities_of_being_first_sum_to_one(Situation situation)
    {
        var ranking = situation.Rank();
        if (ranking.Places.Length == 0)
            return;
        var confidence = RankStability.Of(ranking);

        // Each is rounded to a ten-thousandth, so the sum may miss by half of one for each place.
        Assert.That(
            Enumerable.Range(0, ranking.Places.Length).Sum(confidence.ProbabilityFirst),
            Is.EqualTo(10_000).Within((ranking.Places.Length + 1) / 2)
        );
    }

    [Holds(90)]
    public void It_is_what_drawing_every_place_one_by_one_gives(Situation situation) => HoldsFor(situation);

    [Holds(90)]
    public void It_is_the_same_where_a_model_is_used(Situation situation) => HoldsFor(situation with { Model = TestModel.Trained });

    private static void HoldsFor(Situation situation)
    {
        var ranking = situation.Rank();
        if (ranking.Places.Length == 0)
            return;

        Assert.That(RankStability.Of(ranking).FirstCounts, Is.EqualTo(EveryPlaceDrawn.FirstCounts(ranking)));
    }

    [Holds(90)]
    public void A_rank_interval_holds_nine_tenths_of_the_draws_with_no_more_than_a_twentieth_on_either_side(Situation situation)
    {
        var ranking = situation.Rank();
        if (ranking.Places.Length == 0)
            return;
        var intervals = RankStability.Of(ranking).RankIntervals!;
        var ranks = EveryPlaceDrawn.Ranks(ranking);

        for (var place = 0; place < intervals.Length; place++)
        {
            var (low, high) = intervals[place];
            Assert.That(
                (low, high - low),
                Is.EqualTo((Math.Clamp(low, 1, ranking.Places.Length), Math.Clamp(high - low, 0, ranking.Places.Length - low)))
            );
            Assert.That(ranks.Count(draw => draw[place] < low), Is.AtMost(WeightDraws.Count / 20), "below");
            Assert.That(ranks.Count(draw => draw[place] > high), Is.AtMost(WeightDraws.Count / 20), "above");
            Assert.That(ranks.Count(draw => draw[place] >= low && draw[place] <= high), Is.AtLeast(WeightDraws.Count * 9 / 10), "within");
        }
    }

    [Test]
    public void Everything_known_and_far_ahead_is_certain()
    {
        var ranking = new Situation(
            A.Child() with
            {
                SelfHarm = Severity.Severe,
            },
            [
                A.Place(id: "able").Meeting(Need.SelfHarmProtection, CapabilityStrength.Strong),
                A.Place(id: "unable").Meeting(Need.SelfHarmProtection, CapabilityStrength.None),
            ],
            0
        ).Rank();
        var confidence = RankStability.Of(ranking);

        Assert.That(confidence.FirstCounts, Is.EqualTo([256, 0]));
        Assert.That(confidence.RankIntervals, Is.EqualTo([(1, 1), (2, 2)]));
        Assert.That(confidence.ProbabilityFirst(0), Is.EqualTo(10_000));
    }

    [Test]
    public void A_fact_that_is_not_known_makes_the_lead_less_certain()
    {
        Place[] places =
        [
            A.Place(id: "calm"),
            A.Place(id: "safe").Meeting(Need.SelfHarmProtection, CapabilityStrength.Strong) with
            {
                NearFamily = false,
            },
        ];
        var known = RankStability.Of(new Situation(A.Child(), places, 0).Rank());
        var unknown = RankStability.Of(new Situation(A.Child() with { SelfHarm = null, SuicideRisk = null }, places, 0).Rank());

        Assert.That(known.FirstCounts[0], Is.EqualTo(256));
        Assert.That(unknown.FirstCounts[0], Is.GreaterThan(100).And.LessThan(256));
    }

    [Test]
    public void A_single_place_is_first_in_every_draw() =>
        Assert.That(RankStability.Of(new Situation(A.Child(), [A.Place()], 0).Rank()).FirstCounts, Is.EqualTo([256]));

    [Test]
    public void With_no_place_there_is_nothing_to_be_sure_of() =>
        Assert.That(RankStability.Of(new Situation(A.Child(), [A.Place(Level.Secure)], 0).Rank()).FirstCounts, Is.Empty);

    [TestCase(50, true)]
    [TestCase(51, false)]
    public void Up_to_fifty_ranked_places_get_a_rank_interval(int places, bool given) =>
        Assert.That(
            RankStability.Of(Matcher.Rank(A.Child(), TestReferenceData.With(Many(places)), TestReferenceData.Day)).RankIntervals
                is not null,
            Is.EqualTo(given)
        );

    [Test]
    public void The_draws_belong_to_the_criteria_and_to_nothing_else()
    {
        var same = CriteriaLoader.Load(TestReferenceData.Document("criteria.json"));
        var other = TestReferenceData.ChangedCriteria(file => file["about"] = "Another version.");

        Assert.That(same.Draws.Weights, Is.EqualTo(TestReferenceData.Criteria.Draws.Weights));
        Assert.That(other.Draws.Weights, Is.Not.EqualTo(TestReferenceData.Criteria.Draws.Weights));
    }

    [Test]
    public void Every_drawn_weight_lies_in_its_range_and_reaches_both_ends()
    {
        for (var criterion = 0; criterion < TestReferenceData.Criteria.Criteria.Length; criterion++)
        {
            var (weights, range) = (
                TestReferenceData.Criteria.Draws.Weights.AsSpan(criterion * WeightDraws.Count, WeightDraws.Count).ToArray(),
                TestReferenceData.Criteria.Criteria[criterion]
            );
            var tenth = (range.High - range.Low) / 10;

            Assert.That(weights, Is.All.InRange(range.Low, range.High));
            Assert.That(
                (weights.Min(), weights.Max()),
                Is.EqualTo((range.Low, range.High))
                    .Using<(int Low, int High)>(
                        (one, two) => Math.Abs(one.Low - two.Low) <= tenth && Math.Abs(one.High - two.High) <= tenth
                    )
            );
        }
    }

    internal static Place[] Many(int count) => [.. Enumerable.Range(0, count).Select(number => A.Place(id: $"place-{number:000}"))];
}
