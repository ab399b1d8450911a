using Spectre.Console;

namespace Matching.Api.Commands.Bench;

/// <summary>Shows the figures to whoever ran the command.</summary>
internal static class BenchTables
{
    private const int LeastWidth = 100;

    public static void Show(BenchReport report, IAnsiConsole console)
    {
        // Into a file or a pipe the width is a guess, and figures must not be broken over lines.
        console.Profile.Width = Math.Max(console.Profile.Width, LeastWidth);
        var machine = report.Machine;
        console.WriteLine(
            $"{machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}, "
                + $"{(machine.ServerGc ? "server" : "workstation")} GC, "
                + $"{(machine.Optimised ? "Release" : "DEBUG BUILD: figures mean nothing")}, "
                + $"write and flush of 4 KiB {machine.SyncMicroseconds:F0} µs"
        );
        console.Write(
            Table(
                "HTTP",
                ["", "callers", "requests/s", "p50 ms", "p99 ms", "bytes"],
                report.Http.Select(row =>
                    new[]
                    {
                        row.Name,
                        $"{row.Connections}",
                        $"{row.RequestsPerSecond:N0}",
                        $"{row.P50Milliseconds:F2}",
                        $"{row.P99Milliseconds:F2}",
                        $"{row.ResponseBytes:N0}",
                    }
                )
            )
        );
        console.Write(
            Table(
                "Engine, one thread; ns per place",
                ["places", "ranked", "rank", "sum only", "with confidence", "confidence, µs", "KiB"],
                report.Engine.Select(row =>
                    new[]
                    {
                        $"{row.Places:N0}",
                        $"{row.PossibleShare:P0}",
                        $"{row.RankNanoseconds:N0}",
                        $"{row.SumNanoseconds:N0}",
                        $"{row.RankWithConfidenceNanoseconds:N0}",
                        $"{row.ConfidenceMicroseconds:N0}",
                        $"{row.RankBytes / 1024.0:N0}",
                    }
                )
            )
        );
        console.Write(
            Table(
                "Whole answer with everything on, one thread; ms",
                ["places", "fully known but one fact", "only the age known"],
                report.WholeAnswers.Select(row =>
                    new[] { $"{row.Places:N0}", $"{row.FullProfileMicroseconds / 1000:F2}", $"{row.SparseProfileMicroseconds / 1000:F2}" }
                )
            )
        );
        console.Write(
            Table(
                "Dearest questions, one thread; ms",
                ["services and places", "places", "services", "whole answer", "counterfactuals"],
                report.WorstCases.Select(row =>
                    new[]
                    {
                        $"{row.Shape}",
                        $"{row.Places:N0}",
                        $"{row.Services:N0}",
                        $"{row.AnswerMilliseconds:N0}",
                        $"{row.CounterfactualsMilliseconds:N0}",
                    }
                )
            )
        );
        console.Write(
            Table(
                "Training a model; ms",
                ["stays", "trained and written", "plain logistic regression"],
                report.Trainings.Select(row =>
                    new[] { $"{row.Stays:N0}", $"{row.Milliseconds:N0}", row.PlainMilliseconds is { } plain ? $"{plain:N0}" : "-" }
                )
            )
        );
        if (report.Starts.Count > 0)
            console.Write(
                Table("Cold start to first answer", ["", "ms"], report.Starts.Select(row => new[] { row.Name, $"{row.Milliseconds:N0}" }))
            );
        var memory = report.Memory;
        console.Write(
            Table(
                "Memory, MiB",
                ["", "idle", "after load", "after collection"],
                [
                    ["working set, own process", $"{memory.WorkingSetIdle:N0}", $"{memory.WorkingSetAfterLoad:N0}", ""],
                    [
                        "managed heap, with load generator",
                        $"{memory.HeapIdle:N0}",
                        $"{memory.HeapAfterLoad:N0}",
                        $"{memory.HeapAfterCollection:N0}",
                    ],
                ]
            )
        );
        if (report.Caseload is { } caseload)
            console.Write(
                Table(
                    "Open cases",
                    ["", "start longer by, s", "memory more by, MiB", "page of 50, ms", "bytes"],
                    [
                        [
                            $"{caseload.Cases:N0}",
                            $"{caseload.MoreStartSeconds:F2}",
                            $"{caseload.MoreMebibytes:N0}",
                            $"{caseload.PageMilliseconds:F2}",
                            $"{caseload.PageBytes:N0}",
                        ],
                    ]
                )
            );
        console.Write(
            Table(
                "Targets",
                ["", "measured", "target", ""],
                report.Targets.Select(target =>
                    new[]
                    {
                        target.Name,
                        $"{target.Value:0.##} {target.Unit}",
                        $"{(target.AtLeast ? "≥" : "≤")} {target.Limit:0.##} {target.Unit}",
                        target.Met ? "met" : "MISSED",
                    }
                )
            )
        );
    }

    private static Table Table(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded);
        table.AddColumn(columns[0], added => added.NoWrap());
        foreach (var column in columns.Skip(1))
            table.AddColumn(column, added => added.RightAligned());
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }
}
