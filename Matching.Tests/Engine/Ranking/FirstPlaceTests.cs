using Matching.Engine;
using Matching.Engine.Scoring;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

public sealed class FirstPlaceTests
{
    [Holds(600)]
    public void Asking_for_the_first_place_alone_gives_that_of_the_whole_ranking(Situation situation) => HoldsFor(situation);

    [Holds]
    public void Asking_for_it_gives_the_same_where_a_model_is_used(Situation situation) =>
        HoldsFor(situation with { Model = TestModel.Trained });

    private static void HoldsFor(Situation situation)
    {
        // Made again from JSON whenever it is asked for.
        var referenceData = situation.ReferenceDataSet;
        var ranking = Matcher.Rank(situation.Child, referenceData, TestReferenceData.Day);
        foreach (var fact in ranking.Needs.Unknown)
        {
            foreach (var answer in TestReferenceData.Criteria.MeaningOf(fact.Path).Answers.Keys)
            {
                var profile = fact.With(situation.Child, answer);
                var needs = NeedsAssessment.Of(profile, TestReferenceData.Criteria);
                var whole = Matcher.Rank(profile, referenceData, TestReferenceData.Day);
                var first = Matcher.FirstAgain(ranking, profile, needs, referenceData);

                Assert.That(
                    (first.Placement, first.Score),
                    Is.EqualTo(whole.Places is [var leader, ..] ? (leader.Placement, leader.Score) : (-1, 0)),
                    $"{fact.Path} {answer}"
                );
                if (ranking.Places is [var present, ..])
                    Assert.That(
                        first.ScoreOfOther,
                        Is.EqualTo(
                            whole
                                .Places.Where(place => place.Placement == present.Placement)
                                .Select(place => (int?)place.Score)
                                .SingleOrDefault()
                        )
                    );
            }
        }
    }

    [Test]
    public void A_place_behind_many_that_are_refused_is_found()
    {
        var refused = Enumerable.Range(0, 40).Select(number => A.Place(id: $"a{number}") with { Approved = false });
        var situation = new Situation(A.Child() with { SomaticHealthNeeds = null }, [.. refused, A.Place(id: "z")], 0);
        var ranking = situation.Rank();
        var needs = NeedsAssessment.Of(situation.Child, TestReferenceData.Criteria);

        Assert.That(
            situation.Catalogue.Placements[Matcher.FirstAgain(ranking, situation.Child, needs, situation.ReferenceDataSet).Placement].Id,
            Is.EqualTo("z")
        );
    }
}
