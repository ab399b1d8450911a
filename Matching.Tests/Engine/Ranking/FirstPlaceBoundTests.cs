using Matching.Engine;
using Matching.Engine.Learning;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

public sealed class FirstPlaceBoundTests
{
    private static IEnumerable<int> Seeds => Enumerable.Range(0, 60);

    [TestCaseSource(nameof(Seeds))]
    public void No_place_that_some_draw_puts_first_is_left_out(int seed)
    {
        var ranking = ManyPlaces(seed);

        Assert.That(ranking.Places, Has.Length.GreaterThan(Confidence.MostWithInterval));
        Assert.That(RankStability.Of(ranking).FirstCounts, Is.EqualTo(EveryPlaceDrawn.FirstCounts(ranking)));
    }

    [TestCaseSource(nameof(Seeds))]
    public void None_is_left_out_where_a_model_is_used(int seed)
    {
        var ranking = ManyPlaces(seed, TestModel.Trained);

        Assert.That(RankStability.Of(ranking).FirstCounts, Is.EqualTo(EveryPlaceDrawn.FirstCounts(ranking)));
    }

    [Test]
    public void It_leaves_out_places_that_lag_too_far_behind()
    {
        var able = ConfidenceTests
            .Many(60)
            .Select(
                (place, number) => place.Meeting(Need.SelfHarmProtection, number < 5 ? CapabilityStrength.Strong : CapabilityStrength.None)
            );
        var ranking = Matcher.Rank(A.Child() with { SelfHarm = Severity.Severe }, TestReferenceData.With([.. able]), TestReferenceData.Day);
        var bound = new FirstPlaceBound(ranking, [], PercentAt(ranking));

        Assert.That(Enumerable.Range(0, 60).Count(bound.CanBeFirst), Is.EqualTo(5));
    }

    [Test]
    public void It_keeps_places_that_only_the_residents_of_the_first_could_put_ahead()
    {
        // The wish alone can never be outweighed; only if the child turns out to harm itself do many who do so count more.
        var places = ConfidenceTests.Many(60);
        var child = A.Child() with { SelfHarm = null, Wishes = new Wishes([new Wish("place-000", Stance.Prefer)], [], []) };
        var groups = new Dictionary<string, PeerGroup> { ["place-000"] = A.PeerGroup() with { SevereSelfHarm = 6 } };
        var ranking = Matcher.Rank(child, TestReferenceData.With(places) with { PeerGroups = groups }, TestReferenceData.Day);
        var counts = RankStability.Of(ranking).FirstCounts;

        Assert.That(counts, Is.EqualTo(EveryPlaceDrawn.FirstCounts(ranking)));
        Assert.That(counts[1], Is.Positive);
    }

    /// <summary>Sixty places that admit every child, alike enough for close races; the child has more or fewer facts unknown.</summary>
    private static CaseRanking ManyPlaces(int seed, FittedModel? model = null)
    {
        var some = new Some(seed);
        var template = some.Place("template") with
        {
            Approved = true,
            Ages = new AgeRange(0, 17),
            MainAges = null,
            Sexes = [Sex.Female, Sex.Male, Sex.Other],
        };
        var places = Enumerable
            .Range(0, 60)
            .Select(number =>
            {
                var place = template with
                {
                    Id = $"place-{number}",
                    Institution = $"place-{number}",
                    Level = some.One(Level.Foster, Level.OpenResidential, Level.ProjectPlace),
                    Tracks = A.Place().Tracks,
                };
                for (var changes = some.Below(6); changes >= 0; changes--)
                    place = place.Meeting(some.Any<Need>(), some.Any<CapabilityStrength>());
                return place with
                {
                    NearFamily = some.One<bool?>(null, false, true),
                    SmallHome = some.One<bool?>(null, false, true),
                    PeerCrime = some.Any<CrimeExposure>(),
                };
            })
            .ToArray();
        return Matcher.Rank(
            some.Child([.. places.Take(3).Select(place => place.Id)]) with
            {
                Conflicts = [],
            },
            TestReferenceData.With(places) with
            {
                PeerGroups = some.PeerGroups(places),
                Model = model,
            },
            TestReferenceData.Day
        );
    }

    private static Func<int, int, int> PercentAt(CaseRanking ranking) =>
        (criterion, place) =>
            ranking.Scorer.Active.FirstOrDefault(active => active.Index == criterion) is { } active
                ? active.PercentByColumn[active.Column[ranking.Places[place].Placement]]
                : 0;
}
