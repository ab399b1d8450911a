using System.Diagnostics;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Matching.Api.Commands.Bench;

/// <summary>Describes the machine, as far as it explains the figures.</summary>
internal static class Machine
{
    private const int Syncs = 50,
        SyncBytes = 4096;

    public static MachineFigures Describe(string folder) =>
        new(
            Processor(),
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            GCSettings.IsServerGC,
            IsOptimised,
            SyncMicroseconds(folder)
        );

    private static bool IsOptimised =>
        typeof(Machine).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false)
            is not [DebuggableAttribute { IsJITOptimizerDisabled: true }];

    private static string Processor()
    {
        const string info = "/proc/cpuinfo",
            model = "model name";
        var line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(line => line.StartsWith(model, StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static double SyncMicroseconds(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var content = new byte[SyncBytes];
        return Sample.Median(
            Enumerable
                .Range(0, Syncs)
                .Select(_ =>
                {
                    var start = Stopwatch.GetTimestamp();
                    file.Write(content);
                    file.Flush(flushToDisk: true);
                    return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                })
                .ToList()
        );
    }
}
