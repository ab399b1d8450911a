using Matching.Api.Commands.Bench;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Engine.Inquiry;

/// <summary>
/// The dearest questions there are: each ends within its budget of steps, says so when it did not try everything, and gives the same
/// answer every time. How long they take stands in the bench.
/// </summary>
public sealed class WorstCaseTests
{
    private static readonly Lazy<ShippedData> Shipped = new(() => ShippedData.Load(RepositoryFiles.PathOf("data")));
    private static readonly Dictionary<string, Availability> NoneReported = [];

    [Test]
    public void A_whole_answer_ends_and_comes_out_the_same(
        [Values] WorstShape shape,
        [Values(25, 500)] int places,
        [Values(16, 100)] int services,
        [Values] bool strong
    )
    {
        var (referenceData, request) = Case(shape, places, services, strong);

        var answer = CaseInquiry.Ask(request.Profile, referenceData, NoneReported, request.AsOf);
        var again = CaseInquiry.Ask(request.Profile, referenceData, NoneReported, request.AsOf);

        Assert.That(Said(again), Is.EqualTo(Said(answer)));
        Assert.That(answer.Combinations.Offers, Has.Count.EqualTo(Math.Min(Combinations.MostListed, answer.Combinations.Found)));
        if (strong && services == 100)
        {
            Assert.That(answer.Combinations.Complete, Is.False);
            Assert.That(answer.Combinations.Found, Is.Positive, "a search at its bound still finds some");
        }
        if (!strong)
            Assert.That(answer.Combinations.Complete, Is.True, "where there is nothing to search for, everything was tried");
    }

    [Test]
    public void Counterfactuals_end_and_come_out_the_same([Values] WorstShape shape, [Values(25, 1_000)] int places)
    {
        var (referenceData, request) = Case(shape, places, 100, strong: true);
        var ranking = Matcher.Rank(request.Profile, referenceData, request.AsOf);
        var ids = referenceData.Catalogue.Placements.Select(placement => placement.Id).ToList();
        string[] asked = [.. ranking.Places.Skip(1).Take(2).Select(place => ids[place.Placement]), ids[0]];
        foreach (var id in asked)
        {
            var list = Counterfactuals.Of(request.Profile, referenceData, request.AsOf, id);
            var again = Counterfactuals.Of(request.Profile, referenceData, request.AsOf, id);

            Assert.That(
                (again.Found, again.Complete, again.Sets.Select(set => set.Score)),
                Is.EqualTo((list.Found, list.Complete, list.Sets.Select(set => set.Score)))
            );
        }
        Assert.That(
            asked.Select(id => Counterfactuals.Of(request.Profile, referenceData, request.AsOf, id).Complete),
            Does.Contain(false),
            "a hundred services are too many to try every set of four"
        );
    }

    [Test]
    public void Who_asked_and_went_away_ends_the_work()
    {
        var (referenceData, request) = Case(WorstShape.Mixed, 500, 100, strong: true);
        var ranking = Matcher.Rank(request.Profile, referenceData, request.AsOf);
        var id = referenceData.Catalogue.Placements[ranking.Places[1].Placement].Id;
        var gone = new CancellationToken(canceled: true);

        Assert.That(
            () => CaseInquiry.Ask(request.Profile, referenceData, NoneReported, request.AsOf, gone),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(
            () => Counterfactuals.Of(request.Profile, referenceData, request.AsOf, id, gone),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private static (ReferenceDataSet, Matching.Api.Rankings.RankingRequest) Case(WorstShape shape, int places, int services, bool strong)
    {
        var referenceData = WorstCases.Catalogue(Shipped.Value, shape, places, services, seed: 3);
        return (referenceData, WorstCases.Request(referenceData, strong));
    }

    private static object Said(Answer answer) =>
        (
            string.Join(
                '|',
                answer.Combinations.Offers.Select(offer => $"{offer.PlacementId} {string.Join('+', offer.Services)} {offer.Score}")
            ),
            answer.Combinations.Found,
            answer.Combinations.Complete,
            string.Join(
                '|',
                answer.LessIntrusive?.Alternatives.Select(level => $"{level.Level} {level.Enough} {level.PlacementId} {level.Score}") ?? []
            ),
            string.Join('|', answer.KnowledgeGaps.Select(gap => $"{gap.Field} {gap.Subject} {gap.ChangesFirst} {gap.ExpectedGain}"))
        );
}
