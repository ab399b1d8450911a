using Matching.Engine;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Matching.Engine.Ranking;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Ranking;

public sealed class CombinedOfferTests
{
    [Holds(360)]
    public void A_combined_offer_scores_and_ranks_as_a_place_that_could_do_it_all_itself(Situation situation)
    {
        var ranking = situation.Rank();
        if (ranking.Places.Length == 0 || situation.Services.Count == 0)
            return;
        var some = new Some(situation.Seed);
        var place = some.One(ranking.Places);
        var added = situation.Services.Where(_ => some.Below(2) == 0).ToList();
        var services = ranking
            .EligibilityAssessment.Catalogue.Services.Where(service => added.Exists(one => one.Id == service.Id))
            .ToList();
        var id = ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id;
        var itself = (
            situation with
            {
                Places = [.. situation.Places.Select(other => other.Id == id ? With(other, added) : other)],
            }
        ).Rank();

        // The specialised criteria say what a place is built around, which no service changes; so the property is reported without them.
        var without = itself
            .ContributionsOf(itself.Places.Single(other => Id(itself, other) == id))
            .ToArray()
            .Where(part => !Code(part.Criterion).StartsWith("specialised-", StringComparison.Ordinal))
            .Sum(part => part.Points);
        var specialised = ranking
            .ContributionsOf(place)
            .ToArray()
            .Where(part => Code(part.Criterion).StartsWith("specialised-", StringComparison.Ordinal))
            .Sum(part => part.Points);

        Assert.That(CombinedOffer.Score(ranking, place, [.. services]), Is.EqualTo(without + specialised));
        if (specialised == itself.Places.Single(other => Id(itself, other) == id).Score - without)
            Assert.That(
                CombinedOffer.Rank(ranking, place, [.. services]),
                Is.EqualTo(Array.FindIndex(itself.Places, other => Id(itself, other) == id) + 1)
            );
    }

    [Test]
    public void The_better_of_place_and_service_counts_and_never_their_sum()
    {
        var child = A.Child() with { SelfHarm = Severity.Severe };
        var home = A.Place(id: "home").Meeting(Need.SelfHarmProtection, CapabilityStrength.Some);
        var some = Service.For(Need.SelfHarmProtection, CapabilityStrength.Some);
        var ranking = Matcher.Rank(child, TestReferenceData.With(A.Catalogue([home], [some])), TestReferenceData.Day);

        Assert.That(
            CombinedOffer.Score(ranking, ranking.Places[0], [.. ranking.EligibilityAssessment.Catalogue.Services]),
            Is.EqualTo(ranking.Places[0].Score)
        );
    }

    [TestCase(CapabilityStrength.None, null)]
    [TestCase(CapabilityStrength.Good, CapabilityStrength.Good)]
    public void Where_it_is_not_known_what_the_place_can_do_the_service_counts_if_it_does_anything(
        CapabilityStrength service,
        CapabilityStrength? together
    ) =>
        Assert.That(
            CombinedOffer.Capability(PlacementIndex.UnknownCapability, service),
            Is.EqualTo(together is { } known ? (byte)known : PlacementIndex.UnknownCapability)
        );

    private static Place With(Place place, IEnumerable<Service> services) =>
        services
            .SelectMany(service => service.Provides)
            .Aggregate(
                place,
                (better, provided) =>
                    better.Capabilities[(int)provided.Need] >= provided.Strength ? better : better.Meeting(provided.Need, provided.Strength)
            );

    private static string Id(CaseRanking ranking, RankedPlacement place) =>
        ranking.EligibilityAssessment.Catalogue.Placements[place.Placement].Id;

    private static string Code(byte criterion) => Matching.Engine.Scoring.CriterionShape.All[criterion].Code;
}
