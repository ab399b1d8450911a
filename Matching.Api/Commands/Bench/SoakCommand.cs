using System.Globalization;
using Matching.Api.Commands.Verbs;

namespace Matching.Api.Commands.Bench;

/// <summary>What the service did in one stretch of a soak.</summary>
/// <param name="P99Milliseconds">Of rankings.</param>
/// <param name="WorkingSet">Of the service's process, mebibytes.</param>
internal sealed record SoakStretch(double RequestsPerSecond, double P50Milliseconds, double P99Milliseconds, double WorkingSet);

/// <summary>Loads the service for long in a process of its own.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan LongestStretch = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);
    private const int LeastStretches = 10;
    private const int BytesPerMebibyte = 1024 * 1024;

    /// <summary>Loads, says, and gives the exit code.</summary>
    public static async Task<int> RunAsync(
        TimeSpan length,
        int connections,
        string? postgres,
        TextWriter writer,
        CancellationToken cancellation
    )
    {
        var folder = Directory.CreateTempSubdirectory("matching-soak-");
        try
        {
            string[] store = postgres is null ? [] : [$"--ConnectionStrings:Postgres={postgres}"];
            using var service = ChildServer.Start(
                port => [.. BenchServers.ServiceArguments(folder.FullName, port), "--ApiKeys:bench:Roles=visitator,case-system", .. store],
                "/health/ready"
            );
            var stretch = length / LeastStretches < LongestStretch ? length / LeastStretches : LongestStretch;
            writer.WriteLine("   time     rate/s   p50 ms   p99 ms   memory MiB   log MiB");
            var stretches = new List<SoakStretch>();
            for (var elapsed = TimeSpan.Zero; elapsed < length; elapsed += stretch)
            {
                cancellation.ThrowIfCancellationRequested();
                var one = await LoadAsync(service, connections, stretch);
                stretches.Add(one);
                writer.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{elapsed + stretch, 7:hh\\:mm\\:ss} {one.RequestsPerSecond, 9:N0} {one.P50Milliseconds, 8:N2} "
                            + $"{one.P99Milliseconds, 8:N2} {one.WorkingSet, 12:N0} {(postgres is null ? $"{Size(folder):N1}" : "-"), 9}"
                    )
                );
                writer.Flush();
            }
            return Report(SoakVerdict.Of(stretches), writer);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Nearly all callers rank; one in sixteen reads the catalogue, and one reports free places.</summary>
    private static async Task<SoakStretch> LoadAsync(ChildServer service, int connections, TimeSpan length)
    {
        var readers = connections / 16;
        var reads =
            readers == 0 ? null : new Load(service.Address, "/v1/placements/nexus", BenchServers.ApiKey, [], readers) { Method = "GET" };
        var reports =
            connections < 2
                ? null
                : new Load(
                    service.Address,
                    "/v1/placements/nexus/availability",
                    BenchServers.ApiKey,
                    """{"freePlaces":1,"asOf":"2026-11-22"}"""u8.ToArray(),
                    1
                )
                {
                    Method = "PUT",
                };
        var rankings = new Load(
            service.Address,
            "/v1/rankings?top=5",
            BenchServers.ApiKey,
            BenchRequest.Full,
            Math.Max(1, connections - readers - 1)
        );
        var others = new[] { reads, reports }.OfType<Load>().Select(load => (load with { Pause = Rest }).RunAsync(length)).ToList();
        var result = await rankings.RunAsync(length);
        await Task.WhenAll(others);
        var milliseconds = result.Milliseconds.Order().ToList();
        return new SoakStretch(
            result.RequestsPerSecond,
            Sample.Percentile(milliseconds, 0.5),
            Sample.Percentile(milliseconds, 0.99),
            service.WorkingSetMebibytes
        );
    }

    private static int Report(SoakVerdict verdict, TextWriter writer)
    {
        foreach (var (name, value, limit, atLeast) in verdict.Figures)
            writer.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{name, -44} {value:0.00} ({(atLeast ? "at least" : "at most")} {limit:0.0})")
            );
        writer.WriteLine(verdict.IsFlat ? "Result   flat" : "Result   not flat");
        return verdict.IsFlat ? ExitCode.Done : ExitCode.NotAsRecorded;
    }

    private static double Size(DirectoryInfo folder) =>
        (double)folder.EnumerateFiles("matching.db*").Sum(file => file.Length) / BytesPerMebibyte;
}
