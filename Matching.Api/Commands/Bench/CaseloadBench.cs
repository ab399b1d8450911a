using System.Globalization;
using System.Text.Json;
using Matching.Api.Profiles;
using Matching.Api.Searches;
using Matching.Api.Storage;

namespace Matching.Api.Commands.Bench;

/// <summary>
/// Measures what many open cases cost: how much longer a start takes, the memory, and a page of the list. Each has a profile, and a
/// place is looked for.
/// </summary>
internal static class CaseloadBench
{
    private const string Ready = "/health/ready",
        FirstPage = "/v1/cases?limit=50";
    private const int AtOnce = 256;

    /// <summary>Measures; null when the plan names no cases.</summary>
    public static async Task<CaseloadFigures?> RunAsync(BenchPlan plan, string folder)
    {
        if (plan.Cases == 0)
            return null;
        var (none, full) = (Path.Combine(folder, "no-cases"), Path.Combine(folder, "cases"));
        Service(none).Dispose();
        Service(full).Dispose();
        await FillAsync(full, plan.Cases);
        var (starts, memory) = (new List<double>(), new List<double>());
        for (var i = 0; i < Math.Max(1, plan.Starts / 2); i++)
        {
            using var empty = Service(none);
            using var filled = Service(full);
            starts.Add((filled.StartUp - empty.StartUp).TotalSeconds);
            memory.Add(filled.WorkingSetMebibytes - empty.WorkingSetMebibytes);
        }
        using var service = Service(full);
        var pages = new Load(service.Address, FirstPage, BenchServers.ApiKey, [], 1) { Method = "GET" };
        await pages.RunAsync(plan.WarmUpLength);
        var page = await pages.RunAsync(plan.RoundLength);
        return new CaseloadFigures(
            plan.Cases,
            Sample.Median(starts),
            Sample.Median(memory),
            Sample.Median(page.Milliseconds),
            page.ResponseBytes
        );
    }

    private static async Task FillAsync(string folder, int cases)
    {
        await using var store = MatchingStore.Open(folder, TimeProvider.System, new StorageOptions());
        using var profile = JsonDocument.Parse(BenchRequest.Full);
        var open = SearchJson.Write(new SearchRecord(SearchJson.Schema, "first-placement", null, null));
        var version = ProfileJson.Write(1, profile.RootElement, null);
        for (var first = 0; first < cases; first += AtOnce)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(first, Math.Min(AtOnce, cases - first))
                    .Select(async number =>
                    {
                        var key = store.Cases.GetOrCreate(string.Create(CultureInfo.InvariantCulture, $"BENCH-{number}"));
                        await AppendAsync(store, key, LogKinds.CaseProfile, version);
                        await AppendAsync(store, key, LogKinds.Search, open);
                    })
            );
        }
    }

    private static Task AppendAsync(MatchingStore store, CaseKey key, string kind, byte[] payload) =>
        store.Log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Caller = "bench",
                Case = key,
                Payload = payload,
            },
            CancellationToken.None
        );

    private static ChildServer Service(string dataDirectory) =>
        ChildServer.Start(port => BenchServers.ServiceArguments(dataDirectory, port), Ready);
}
