namespace Matching.Api.Commands.Bench;

/// <summary>Measures cold starts, and the memory of a service in a process of its own.</summary>
internal static class StartBench
{
    /// <summary>The names in the report.</summary>
    public const string Empty = "empty minimal API",
        First = "service, first start",
        Again = "service, started again";

    private const string Ready = "/health/ready";

    /// <summary>Starts each in turn.</summary>
    public static IReadOnlyList<StartFigures> Run(BenchPlan plan, string folder)
    {
        var milliseconds = new Dictionary<string, List<double>>
        {
            [Empty] = [],
            [First] = [],
            [Again] = [],
        };
        var used = Path.Combine(folder, "used");
        Service(used).Dispose();
        for (var i = 0; i < plan.Starts; i++)
        {
            using (
                var empty = ChildServer.Start(
                    port => [EmptyApi.Verb, $"--urls=http://127.0.0.1:{port}", "--Logging:LogLevel:Default=Warning"],
                    "/"
                )
            )
                milliseconds[Empty].Add(empty.StartUp.TotalMilliseconds);
            using (var first = Service(Path.Combine(folder, $"new-{i}")))
                milliseconds[First].Add(first.StartUp.TotalMilliseconds);
            using (var again = Service(used))
                milliseconds[Again].Add(again.StartUp.TotalMilliseconds);
        }
        return [.. milliseconds.Select(pair => new StartFigures(pair.Key, Sample.Median(pair.Value)))];
    }

    /// <summary>The working set of a service when nobody has asked yet, and after a load.</summary>
    public static async Task<(double Idle, double AfterLoad)> WorkingSetAsync(BenchPlan plan, string folder)
    {
        using var service = Service(Path.Combine(folder, "memory"));
        await Task.Delay(plan.RoundLength);
        var idle = service.WorkingSetMebibytes;
        await new Load(service.Address, "/v1/rankings?top=5", BenchServers.ApiKey, BenchRequest.Full, plan.Connections).RunAsync(
            plan.Rounds * plan.RoundLength
        );
        return (idle, service.WorkingSetMebibytes);
    }

    private static ChildServer Service(string dataDirectory) =>
        ChildServer.Start(port => BenchServers.ServiceArguments(dataDirectory, port), Ready);
}
