using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning;

public sealed class OutcomeScoringTests
{
    private static readonly FittedModel Model = TestModel.Trained;

    private static readonly object[] CourtCases =
    [
        new object[] { new LegalPosition([], Decider.Court, []) },
        new object[] { new LegalPosition([Ground.RemandSurrogate], null, []) },
        new object[] { new LegalPosition([Ground.Sentence], null, []) },
        new object[] { new LegalPosition([Ground.YouthSanction], null, []) },
    ];

    /// <summary>Two places where the child could be, alike but in what they can do about its one strong need.</summary>
    private static Situation Two =>
        new(
            A.Child() with
            {
                SelfHarm = Severity.Severe,
            },
            [
                A.Place(id: "place-0").Meeting(Need.SelfHarmProtection, CapabilityStrength.Strong),
                A.Place(id: "place-1").Meeting(Need.SelfHarmProtection, CapabilityStrength.None),
            ],
            0
        )
        {
            Model = Model,
        };

    [Holds]
    public void The_score_is_the_sum_of_the_contributions(Situation situation)
    {
        var ranking = (situation with { Model = Model }).Rank();

        Assert.That(
            ranking.Places.Select(place => ranking.ContributionsOf(place).ToArray().Sum(part => part.Points)),
            Is.EqualTo(ranking.Places.Select(place => place.Score))
        );
    }

    [Holds]
    public void What_the_model_adds_is_all_that_differs_from_rules_alone(Situation situation)
    {
        var (byRules, withModel) = (situation.Rank(), (situation with { Model = Model }).Rank());
        var scores = Situation.ScoresOf(withModel);

        Assert.That(byRules.Outcomes, Is.Null);
        Assert.That(scores.Keys, Is.EquivalentTo(Situation.ScoresOf(byRules).Keys));
        foreach (var place in withModel.Places)
            Assert.That(OutcomePoints(withModel, place), Is.EqualTo(withModel.Outcomes!.PointsAt(place.Placement)));
        Assert.That(
            withModel.Places.ToDictionary(
                place => situation.Catalogue.Placements[place.Placement].Id,
                place => place.Score - withModel.Outcomes!.PointsAt(place.Placement)
            ),
            Is.EquivalentTo(Situation.ScoresOf(byRules))
        );
    }

    [Holds]
    public void The_effect_of_a_level_is_never_points(Situation situation)
    {
        var otherLevels = Model.WithBins("level", (bin, logit) => logit + (bin * 7 % 5) - 2);

        Assert.That((situation with { Model = otherLevels }).Scores(), Is.EquivalentTo((situation with { Model = Model }).Scores()));
    }

    [Holds]
    public void Moving_all_places_of_a_level_alike_changes_no_score(Situation situation)
    {
        var level = situation.Places[situation.Seed % situation.Places.Count].Level;
        var ids = situation.Places.Where(place => place.Level == level).Select(place => place.Id).ToHashSet();
        var (before, after) = (
            (situation with { Model = Model }).Scores(),
            (situation with { Model = Model.WithPlaces((id, effect) => ids.Contains(id) ? effect + 0.7 : effect) }).Scores()
        );

        // Each effect is rounded to a millionth of a logit, which may turn the rounding of a hundredth.
        foreach (var (id, score) in before)
            Assert.That(after[id], Is.EqualTo(score).Within(1));
    }

    [Holds]
    public void A_better_effect_of_a_place_never_lowers_it_and_never_raises_the_others_of_its_level(Situation situation)
    {
        var better = situation.Places[situation.Seed % situation.Places.Count];
        var (before, after) = (
            (situation with { Model = Model }).Scores(),
            (situation with { Model = Model.WithPlaces((id, effect) => id == better.Id ? effect - 0.5 : effect) }).Scores()
        );

        foreach (var place in situation.Places.Where(place => before.ContainsKey(place.Id)))
        {
            if (place.Id == better.Id)
                Assert.That(after[place.Id], Is.AtLeast(before[place.Id]));
            else if (place.Level == better.Level)
                Assert.That(after[place.Id], Is.AtMost(before[place.Id]));
            else
                Assert.That(after[place.Id], Is.EqualTo(before[place.Id]));
        }
    }

    [Holds]
    public void A_place_that_is_excluded_changes_no_other(Situation situation)
    {
        var excluded = situation.Places[situation.Seed % situation.Places.Count] with
        {
            Id = "place-x",
            Institution = "place-x",
            Approved = false,
        };
        // Acutely a place that is not approved may be used for some weeks.
        var before = situation with
        {
            Model = Model,
            Child = situation.Child with { Urgency = Urgency.Weeks },
        };

        Assert.That((before with { Places = [.. situation.Places, excluded] }).Scores(), Is.EquivalentTo(before.Scores()));
    }

    [Holds]
    public void The_order_of_the_places_does_not_matter(Situation situation)
    {
        var before = situation with { Model = Model };

        Assert.That((before with { Places = [.. situation.Places.Reverse()] }).Scores(), Is.EquivalentTo(before.Scores()));
    }

    [Holds]
    public void Only_three_features_look_at_the_place(Situation situation)
    {
        var referenceData = situation.ReferenceDataSet;
        var needs = NeedsAssessment.Of(situation.Child, referenceData.Criteria);
        var child = A.Case(situation.Child, referenceData.Catalogue);
        var bins = referenceData
            .Catalogue.Placements.Select(place => OutcomeFeature.Of(new FeatureSource(child, needs, place, referenceData.Criteria)))
            .ToList();
        var differing = Enumerable
            .Range(0, OutcomeFeature.All.Count)
            .Where(feature => bins.Select(one => one[feature]).Distinct().Count() > 1)
            .Select(feature => OutcomeFeature.All[feature].Code);

        Assert.That(differing, Is.SubsetOf(new[] { "unmet-needs", "child-wish", "level" }));
    }

    [Test]
    public void A_place_that_leaves_less_unmet_than_the_others_of_its_level_gets_points_and_they_lose_as_many()
    {
        var plain = Two with { Model = Model.WithPlaces((_, _) => 0).WithBins("unmet-needs", (bin, _) => 0.25 * bin) };
        var ranking = plain.Rank();
        var points = ranking.Places.ToDictionary(place => plain.Catalogue.Placements[place.Placement].Id, place => Parts(ranking, place));

        Assert.That(points["place-0"].Select(part => part.Code), Is.EqualTo(["outcome:unmet-needs"]));
        Assert.That(points["place-0"][0].Points, Is.Positive.And.EqualTo(-points["place-1"][0].Points));
        Assert.That(
            (points["place-0"][0].State, points["place-0"][0].Feature, points["place-1"][0].State, points["place-1"][0].Feature),
            Is.EqualTo(("less-risk", "none", "more-risk", "one"))
        );
    }

    [Test]
    public void The_child_s_wish_and_the_place_itself_give_points_too()
    {
        var wishing = Two with { Child = Two.Child with { Wishes = new Wishes([new Wish("place-1", Stance.Avoid)], [], []) } };
        var ranking = wishing.Rank();

        Assert.That(
            Parts(ranking, ranking.Places[0]).Select(part => part.Code),
            Is.EqualTo(["outcome:unmet-needs", "outcome:child-wish", "outcome:place"])
        );
    }

    [Test]
    public void The_only_place_of_a_level_gets_no_points_though_its_risk_is_told()
    {
        var ranking = (Two with { Places = [Two.Places[0], Two.Places[1] with { Level = Level.Foster }] }).Rank();

        Assert.That(ranking.Places.Select(place => Parts(ranking, place)), Is.All.Empty);
        Assert.That(Reasons(ranking), Is.All.Null);
    }

    [Test]
    public void Too_few_similar_cases_silence_it()
    {
        var ranking = (Two with { Model = Model with { Use = Model.Use with { LeastSimilarCases = 10_000 } } }).Rank();

        Assert.That(ranking.Places.Select(place => Parts(ranking, place)), Is.All.Empty);
        Assert.That(Reasons(ranking), Is.All.EqualTo(AbstentionReason.TooFewSimilarCases));
    }

    [Test]
    public void Too_few_similar_cases_at_one_level_silence_it_there()
    {
        var similar = Model.Support.Similar.ToDictionary(
            level => level.Key,
            level => level.Key == Level.Foster ? new int[level.Value.Count] : level.Value
        );
        var places = Two.Places.Concat(Two.Places.Select(place => place with { Id = $"{place.Id}-foster", Level = Level.Foster })).ToList();
        var four = Two with { Places = places, Model = Model with { Support = Model.Support with { Similar = similar } } };
        var ranking = four.Rank();

        Assert.That(ranking.Places, Has.Length.EqualTo(4));
        foreach (var place in ranking.Places)
        {
            var isFoster = four.Catalogue.Placements[place.Placement].Level == Level.Foster;
            Assert.That((Reasons(ranking, [place])[0] is null, Parts(ranking, place).Count == 0), Is.EqualTo((!isFoster, isFoster)));
        }
    }

    [Test]
    public void Too_many_facts_that_were_hardly_seen_silence_it()
    {
        var unseen = Model.Support with { Bins = [.. Model.Support.Bins.Select(bins => (IReadOnlyList<int>)new int[bins.Count])] };
        var ranking = (Two with { Model = Model with { Support = unseen } }).Rank();

        Assert.That(ranking.Places.Select(place => Parts(ranking, place)), Is.All.Empty);
        Assert.That(Reasons(ranking), Is.All.EqualTo(AbstentionReason.OutsideTrainingData));
    }

    [TestCaseSource(nameof(CourtCases))]
    public void It_says_nothing_of_what_courts_decide(LegalPosition legal)
    {
        var ranking = (
            Two with
            {
                Child = Two.Child with { Legal = legal },
                Places = [.. Two.Places, A.Place(Level.Secure, "place-2"), A.Place(Level.Secure, "place-3")],
            }
        ).Rank();

        Assert.That(ranking.Places, Is.Not.Empty);
        Assert.That(ranking.Places.Select(place => Parts(ranking, place)), Is.All.Empty);
        Assert.That(Reasons(ranking), Is.All.EqualTo(AbstentionReason.CourtTrack));
    }

    [Holds]
    public void The_risk_is_what_the_model_itself_says(Situation situation)
    {
        var ranking = (situation with { Model = Model }).Rank();
        var catalogue = ranking.EligibilityAssessment.Catalogue;
        if (ranking.Places.Length == 0 || Reasons(ranking)[0] == AbstentionReason.CourtTrack)
            return;

        Assert.That(
            Risks(ranking, ranking.Places),
            Is.EqualTo(
                ranking
                    .Places.Select(place => catalogue.Placements[place.Placement])
                    .Select(place =>
                        Model.Risk(
                            OutcomeFeature.Of(
                                new FeatureSource(ranking.EligibilityAssessment.Context, ranking.Needs, place, ranking.Criteria)
                            ),
                            place.Id,
                            place.Level
                        )
                    )
            )
        );
    }

    [Test]
    public void What_is_not_sure_of_places_makes_the_first_less_certain()
    {
        // Alike in everything, and the model has seen neither: the id decides, unless what is not known of them counts.
        Place[] places = [A.Place(id: "unseen-a"), A.Place(id: "unseen-b")];
        int FirstOf(double width) =>
            RankStability.Of(new Situation(A.Child(), places, 0) { Model = Model with { UnseenPlaceWidth = width } }.Rank()).FirstCounts[0];

        Assert.That(FirstOf(0), Is.EqualTo(256));
        Assert.That(FirstOf(0.5), Is.InRange(96, 160));
    }

    [Test]
    public void What_is_not_sure_of_a_level_as_a_whole_does_not_count()
    {
        // The only place of each level is never held against another, so nothing of the model's doubt reaches the order.
        Place[] places = [A.Place(Level.Foster, "unseen-a"), A.Place(Level.OpenResidential, "unseen-b")];
        int[] FirstOf(FittedModel? model) => RankStability.Of(new Situation(A.Child(), places, 0) { Model = model }.Rank()).FirstCounts;

        Assert.That(FirstOf(Model with { UnseenPlaceWidth = 5 }), Is.EqualTo(FirstOf(null)));
    }

    [Holds]
    public void The_confidence_comes_out_the_same_every_time_and_whoever_read_the_model(Situation situation)
    {
        var first = RankStability.Of((situation with { Model = Model }).Rank());
        var again = RankStability.Of((situation with { Model = TestModel.Read(TestModel.TrainedBytes) }).Rank());

        Assert.That(again.FirstCounts, Is.EqualTo(first.FirstCounts));
    }

    private static AbstentionReason?[] Reasons(CaseRanking ranking) => Reasons(ranking, ranking.Places);

    private static AbstentionReason?[] Reasons(CaseRanking ranking, RankedPlacement[] places) =>
        Array.ConvertAll(Risks(ranking, places), risk => risk.Reason);

    private static OutcomeRisk[] Risks(CaseRanking ranking, RankedPlacement[] places) =>
        ranking.Outcomes!.RisksAt(Array.ConvertAll(places, place => place.Placement));

    private static int OutcomePoints(CaseRanking ranking, RankedPlacement place) => Parts(ranking, place).Sum(part => part.Points);

    private static List<(string Code, string State, string Feature, int Points)> Parts(CaseRanking ranking, RankedPlacement place) =>
        [
            .. ranking
                .ContributionsOf(place)
                .ToArray()
                .Select(part => (Shape: OutcomeCriterion.ShapeAt(part.Criterion), part))
                .Where(pair => pair.Shape.Code.StartsWith(OutcomeCriterion.Prefix, StringComparison.Ordinal))
                .Select(pair =>
                    (pair.Shape.Code, pair.Shape.States[pair.part.State], pair.Shape.Features[pair.part.Feature], pair.part.Points)
                ),
        ];
}
