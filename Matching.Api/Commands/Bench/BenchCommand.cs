using System.Text.Encodings.Web;
using System.Text.Json;
using Matching.Api.ReferenceData;
using Spectre.Console;

namespace Matching.Api.Commands.Bench;

/// <summary>Measures the service on this machine, side by side with what it is held against, and says which targets are met.</summary>
public static class BenchCommand
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Measures, shows the figures, and writes them to a file when one is named.</summary>
    public static async Task<int> RunAsync(string? jsonFile, bool quick, string? postgres)
    {
        var report = await MeasureAsync((quick ? BenchPlan.Quick : BenchPlan.Full) with { Postgres = postgres });
        BenchTables.Show(report, AnsiConsole.Console);
        if (jsonFile is not null)
            await File.WriteAllTextAsync(jsonFile, JsonSerializer.Serialize(report, Written) + "\n");
        return 0;
    }

    private const double MostMillisecondsOfAQuestion = 250;

    /// <summary>Measures everything the plan asks for, in a temporary folder.</summary>
    public static async Task<BenchReport> MeasureAsync(BenchPlan plan)
    {
        var folder = Directory.CreateTempSubdirectory("matching-bench-");
        try
        {
            var machine = Machine.Describe(folder.FullName);
            IReadOnlyList<StartFigures> starts = plan.Starts == 0 ? [] : StartBench.Run(plan, folder.FullName);
            var shipped = ShippedData.Load(ShippedData.DefaultFolder);
            var engine = EngineBench.Run(shipped, plan);
            var whole = EngineBench.WholeAnswers(shipped, plan);
            var worst = EngineBench.WorstCases(shipped);
            var trainings = TrainingBench.Run(plan);
            var http = await HttpBench.RunAsync(plan, folder.FullName);
            var caseload = await CaseloadBench.RunAsync(plan, folder.FullName);
            var memory = http.Memory;
            if (plan.Starts > 0)
            {
                var (idle, afterLoad) = await StartBench.WorkingSetAsync(plan, folder.FullName);
                memory = memory with { WorkingSetIdle = idle, WorkingSetAfterLoad = afterLoad };
            }
            return new BenchReport(
                machine,
                engine,
                whole,
                worst,
                trainings,
                http.Figures,
                starts,
                memory,
                caseload,
                [.. Targets(http, engine, whole, worst, trainings, starts), .. Targets(caseload)]
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Target> Targets(CaseloadFigures? caseload)
    {
        if (caseload is null)
            yield break;
        yield return new($"start with {caseload.Cases:N0} open cases, longer by", caseload.MoreStartSeconds, 10, false, "s");
        yield return new($"a page of {caseload.Cases:N0} open cases", caseload.PageMilliseconds, 20, false, "ms");
    }

    private static IEnumerable<Target> Targets(
        HttpBench.Outcome http,
        IReadOnlyList<EngineFigures> engine,
        IReadOnlyList<WholeAnswerFigures> whole,
        IReadOnlyList<WorstCaseFigures> worst,
        IReadOnlyList<TrainingFigures> trainings,
        IReadOnlyList<StartFigures> starts
    )
    {
        yield return new(
            "dearest question",
            worst.Max(row => Math.Max(row.AnswerMilliseconds, row.CounterfactualsMilliseconds)),
            MostMillisecondsOfAQuestion,
            false,
            "ms"
        );
        yield return new("durable, of the unrecorded", http.DurableToUnrecorded * 100, 75, true, "%");
        yield return new("durable, of the bare endpoint", http.DurableToBare * 100, 25, true, "%");
        yield return new("durable, to one commit each", http.DurableToNaive, 3, true, "×");
        if (http.PostgresToBare is { } toBare && http.PostgresToDurable is { } toDurable)
        {
            yield return new("durable on PostgreSQL, of the embedded", toDurable * 100, 50, true, "%");
            yield return new("durable on PostgreSQL, of the bare endpoint", toBare * 100, 10, true, "%");
        }
        if (engine.FirstOrDefault(row => row.Places == BenchPlan.LargeCatalogue) is { } large)
            yield return new($"rank {large.Places} places, per place", large.RankNanoseconds / 1000, 1, false, "µs");
        if (engine.FirstOrDefault(row => row.Places == BenchPlan.SmallCatalogue) is { } small)
            yield return new($"confidence at {small.Places} places", small.ConfidenceMicroseconds / 1000, 0.1, false, "ms");
        foreach (var (row, limit) in whole.Select(row => (row, row.Places == BenchPlan.SmallCatalogue ? 5.0 : 100.0)))
        {
            yield return new($"whole answer at {row.Places} places", row.FullProfileMicroseconds / 1000, limit, false, "ms");
            yield return new(
                $"whole answer at {row.Places} places, only the age known",
                row.SparseProfileMicroseconds / 1000,
                limit,
                false,
                "ms"
            );
        }
        if (trainings.FirstOrDefault(row => row.Stays == BenchPlan.MostStays) is { } most)
            yield return new($"train on {most.Stays:N0} stays", most.Milliseconds / 1000, 10, false, "s");
        var empty = starts.FirstOrDefault(row => row.Name == StartBench.Empty);
        foreach (var start in starts.Where(row => row != empty))
            yield return new($"{start.Name}, to the empty API", start.Milliseconds / empty!.Milliseconds, 3, false, "×");
    }
}
