using System.Text.Json;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;

namespace Matching.Api.Commands.Bench;

/// <summary>Loads the ways of answering in turn and compares them.</summary>
internal static class HttpBench
{
    /// <summary>The names in the report.</summary>
    public const string Bare = "bare endpoint",
        Unrecorded = "ranked, not recorded",
        Durable = "durable",
        Alone = "durable, one caller",
        Naive = "durable, one commit each",
        Postgres = "durable on PostgreSQL",
        Sparse = "durable, only the age known";

    private const string TopFive = "?top=5",
        Rankings = "/v1/rankings";

    /// <summary>What was measured.</summary>
    /// <param name="DurableToBare">Medians of the rounds' ratios of requests a second.</param>
    internal sealed record Outcome(
        IReadOnlyList<HttpFigures> Figures,
        double DurableToBare,
        double DurableToUnrecorded,
        double DurableToNaive,
        double? PostgresToDurable,
        double? PostgresToBare,
        MemoryFigures Memory
    );

    /// <summary>Starts the servers, loads them, stops them.</summary>
    public static async Task<Outcome> RunAsync(BenchPlan plan, string folder)
    {
        await using var service = await BenchServers.ServiceAsync(Path.Combine(folder, "grouped"), commitPerEntry: false);
        await using var naive = await BenchServers.ServiceAsync(Path.Combine(folder, "naive"), commitPerEntry: true);
        var referenceStore = service.Services.GetRequiredService<ReferenceDataStore>();
        using var schema = plan.Postgres is null ? null : BenchSchema.Make(plan.Postgres);
        await using var shared = schema is null
            ? null
            : await BenchServers.ServiceAsync(Path.Combine(folder, "postgres"), commitPerEntry: false, schema.ConnectionString);
        await using var bare = BenchServers.BareEndpoint(referenceStore, Precomputed(service, referenceStore));
        WebApplication[] apps = shared is null ? [service, naive, bare] : [service, naive, bare, shared];
        foreach (var app in apps)
            await app.StartAsync();
        var heapIdle = Mebibytes(GC.GetTotalMemory(forceFullCollection: true));

        var loads = new Dictionary<string, Load>
        {
            [Bare] = At(bare, BenchServers.Bare, BenchRequest.Full, plan.Connections),
            [Unrecorded] = At(service, BenchServers.Unrecorded, BenchRequest.Full, plan.Connections),
            [Durable] = At(service, Rankings, BenchRequest.Full, plan.Connections),
            [Naive] = At(naive, Rankings, BenchRequest.Full, plan.Connections),
            [Alone] = At(service, Rankings, BenchRequest.Full, 1),
            [Sparse] = At(service, Rankings, BenchRequest.Sparse, plan.Connections),
        };
        if (shared is not null)
            loads[Postgres] = At(shared, Rankings, BenchRequest.Full, plan.Connections);
        foreach (var load in loads.Values)
            await load.RunAsync(plan.WarmUpLength);
        var results = loads.Keys.ToDictionary(name => name, _ => new List<LoadResult>());
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var (name, load) in loads)
                results[name].Add(await load.RunAsync(plan.RoundLength));
        }
        var memory = new MemoryFigures(
            null,
            null,
            heapIdle,
            Mebibytes(GC.GetTotalMemory(forceFullCollection: false)),
            Mebibytes(GC.GetTotalMemory(forceFullCollection: true))
        );
        foreach (var app in apps)
            await app.StopAsync();

        double Ratio(string other) => Between(Durable, other);
        double Between(string one, string other) =>
            Sample.Median(results[one].Zip(results[other], (a, b) => a.RequestsPerSecond / b.RequestsPerSecond));
        return new Outcome(
            [.. results.Select(pair => Figures(pair.Key, loads[pair.Key].Connections, pair.Value))],
            Ratio(Bare),
            Ratio(Unrecorded),
            Ratio(Naive),
            shared is null ? null : Between(Postgres, Durable),
            shared is null ? null : Between(Postgres, Bare),
            memory
        );
    }

    private static Load At(WebApplication app, string path, byte[] body, int connections) =>
        new(BenchServers.Address(app), path + TopFive, BenchServers.ApiKey, body, connections);

    /// <summary>A real answer to the measured request, with all its texts still to be written.</summary>
    private static RecordedRanking Precomputed(WebApplication service, ReferenceDataStore referenceStore)
    {
        var body = JsonDocument.Parse(BenchRequest.Full).RootElement;
        var record = service
            .Services.GetRequiredService<RankingHandler>()
            .Rank(BenchRequest.Read(BenchRequest.Full, referenceStore.Current.ReferenceDataSet), body);
        return new RecordedRanking(Guid.CreateVersion7().ToString("D"), Storage.Timestamp.Of(DateTimeOffset.UnixEpoch), record);
    }

    private static HttpFigures Figures(string name, int connections, List<LoadResult> rounds)
    {
        var milliseconds = rounds.SelectMany(round => round.Milliseconds).Order().ToList();
        return new HttpFigures(
            name,
            connections,
            Sample.Median(rounds.Select(round => round.RequestsPerSecond)),
            Sample.Percentile(milliseconds, 0.5),
            Sample.Percentile(milliseconds, 0.99),
            rounds[^1].ResponseBytes
        );
    }

    private static double Mebibytes(long bytes) => bytes / 1024.0 / 1024.0;
}
