using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Engine;
using Matching.Engine.Inquiry;
using Matching.Engine.Ranking;

namespace Matching.Api.Commands.Bench;

/// <summary>Measures the engine alone, on one thread.</summary>
internal static class EngineBench
{
    private const int MostServices = 100,
        PlacesAsked = 2,
        Seed = 3;

    /// <summary>Measures every size of catalogue.</summary>
    /// <exception cref="InvalidOperationException">Too few places are possible for the child, so the figures would flatter.</exception>
    public static IReadOnlyList<EngineFigures> Run(ShippedData shipped, BenchPlan plan) =>
        [.. plan.CatalogueSizes.Select(size => Measure(shipped, size, plan))];

    /// <summary>Measures whole answers, everything on, at the sizes that targets speak of.</summary>
    public static IReadOnlyList<WholeAnswerFigures> WholeAnswers(ShippedData shipped, BenchPlan plan) =>
        [
            .. plan
                .CatalogueSizes.Where(size => size is BenchPlan.SmallCatalogue or BenchPlan.LargeCatalogue)
                .Select(size => WholeAnswers(shipped, size, plan)),
        ];

    /// <summary>Measures the dearest questions, at the sizes that a bound is promised for.</summary>
    public static IReadOnlyList<WorstCaseFigures> WorstCases(ShippedData shipped) =>
        [
            .. from size in new[] { 25, BenchPlan.LargeCatalogue }
            from shape in Enum.GetValues<WorstShape>()
            select WorstCase(shipped, shape, size, MostServices),
        ];

    private static WorstCaseFigures WorstCase(ShippedData shipped, WorstShape shape, int size, int services)
    {
        var referenceData = Bench.WorstCases.Catalogue(shipped, shape, size, services, Seed);
        var availability = new Dictionary<string, Availability>();
        RankingRequest[] requests =
        [
            Bench.WorstCases.Request(referenceData, strong: true),
            Bench.WorstCases.Request(referenceData, strong: false),
        ];
        var answer = requests.Max(request => SecondTime(() => CaseInquiry.Ask(request.Profile, referenceData, availability, request.AsOf)));
        var ranking = Matcher.Rank(requests[0].Profile, referenceData, requests[0].AsOf);
        var asked = ranking.Places.Skip(1).Take(PlacesAsked).Append(ranking.Places[^1]).Select(place => place.Placement).Append(0);
        var counterfactuals = asked.Max(place =>
            SecondTime(() =>
                Counterfactuals.Of(requests[0].Profile, referenceData, requests[0].AsOf, referenceData.Catalogue.Placements[place].Id)
            )
        );
        return new WorstCaseFigures(shape, size, services, answer, counterfactuals);
    }

    private static double SecondTime(Action action)
    {
        action();
        return Sample.Nanoseconds(action, TimeSpan.Zero) / 1_000_000;
    }

    private static WholeAnswerFigures WholeAnswers(ShippedData shipped, int size, BenchPlan plan)
    {
        var (full, sparse) = (
            BenchRequest.Read(BenchRequest.Full, shipped.ReferenceDataSet),
            BenchRequest.Read(BenchRequest.Sparse, shipped.ReferenceDataSet)
        );
        var referenceData = GeneratedCatalogue.Make(shipped, Matcher.Rank(full.Profile, shipped.ReferenceDataSet, full.AsOf), size);
        var availability = new Dictionary<string, Availability>();
        var nanoseconds = Interleaved(
            plan,
            () => CaseInquiry.Ask(full.Profile, referenceData, availability, full.AsOf),
            () => CaseInquiry.Ask(sparse.Profile, referenceData, availability, sparse.AsOf)
        );
        return new WholeAnswerFigures(size, nanoseconds[0] / 1000, nanoseconds[1] / 1000);
    }

    private static EngineFigures Measure(ShippedData shipped, int size, BenchPlan plan)
    {
        var request = BenchRequest.Read(BenchRequest.Full, shipped.ReferenceDataSet);
        var (profile, asOf) = (request.Profile, request.AsOf);
        var referenceData = GeneratedCatalogue.Make(shipped, Matcher.Rank(profile, shipped.ReferenceDataSet, asOf), size);
        var ranking = Matcher.Rank(profile, referenceData, asOf);
        var possible = (double)ranking.Places.Length / size;
        if (possible < GeneratedCatalogue.LeastPossible)
            throw new InvalidOperationException($"Only {possible:P0} of the generated places are possible for the measured child.");
        var sums = new int[size];
        var nanoseconds = Interleaved(
            plan,
            () => Matcher.Rank(profile, referenceData, asOf),
            () => Sum(ranking, sums),
            () => RankStability.Of(Matcher.Rank(profile, referenceData, asOf)),
            () => RankStability.Of(ranking)
        );
        return new EngineFigures(
            size,
            possible,
            nanoseconds[0] / size,
            nanoseconds[1] / size,
            nanoseconds[2] / size,
            nanoseconds[3] / 1000,
            Allocated(() => Matcher.Rank(profile, referenceData, asOf))
        );
    }

    /// <summary>The score of every place and nothing else: no gates, no contributions, no order.</summary>
    private static void Sum(CaseRanking ranking, int[] sums)
    {
        Array.Clear(sums);
        foreach (var criterion in ranking.ActiveCriteria)
        {
            var points = criterion.PointsByColumn;
            var column = criterion.Column.AsSpan();
            for (var place = 0; place < sums.Length; place++)
                sums[place] += points[column[place]];
        }
    }

    /// <summary>The median time of each action; they take turns, so that what disturbs the machine disturbs all.</summary>
    private static double[] Interleaved(BenchPlan plan, params Action[] actions)
    {
        // As long as the servers are: until then the code is not yet compiled in its final form.
        foreach (var action in actions)
            Sample.Nanoseconds(action, plan.WarmUpLength / actions.Length);
        var samples = actions.Select(_ => new List<double>(plan.EngineSamples)).ToArray();
        for (var round = 0; round < plan.EngineSamples; round++)
        {
            for (var i = 0; i < actions.Length; i++)
                samples[i].Add(Sample.Nanoseconds(actions[i], plan.SampleLength));
        }
        return [.. samples.Select(Sample.Median)];
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
