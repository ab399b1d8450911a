using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Spectre.Console;

namespace Matching.Api.Commands;

/// <summary>Proves from the outside that the record is what was recorded.</summary>
internal static class VerifyCommand
{
    private const int LinesWhenPiped = 10;

    public static Command Create(Terminal terminal)
    {
        var record = new RecordOption();
        var verb = new Verb("verify", "Walk the whole log and prove that it is what was recorded.", """
            It only reads and may run while the service does. The result goes to standard
            output, the progress to standard error.

            Examples:
              verify
              verify --data-directory /srv/matching

            Exit codes:
              0  intact
              1  broken; the first thing wrong is named
              2  the record cannot be opened
            """) { record };
        verb.SetAction((parsed, cancellation) => Task.Run(() => Run(record, parsed, terminal, cancellation), cancellation));
        return verb;
    }

    private static int Run(RecordOption record, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var store = record.Open(parsed, terminal);
        if (store is null)
            return ExitCode.Unusable;
        try
        {
            return Tell(Walk(store, terminal, cancellation), terminal);
        }
        catch (DbException unreadable)
        {
            terminal.Complain($"The database itself cannot be read: {unreadable.Message}");
            return ExitCode.NotAsRecorded;
        }
    }

    private static VerificationResult Walk(ReadOnlyStore store, Terminal terminal, CancellationToken cancellation)
    {
        var total = store.Entries.Count();
        if (!terminal.ErrorScreen.Colours)
            return store.Verification.Run(new Lines(terminal, total), RankingRecordJson.DocumentsOf, cancellation);
        return terminal.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask($"{Number(total)} entries", maxValue: Math.Max(1, total));
                return store.Verification.Run(new Bar(task), RankingRecordJson.DocumentsOf, cancellation);
            });
    }

    private static int Tell(VerificationResult result, Terminal terminal)
    {
        var writer = terminal.Out.Profile.Out.Writer;
        writer.WriteLine($"Entries  {Number(result.Entries)}{(result.Intact ? "" : " in order before the fault")}");
        writer.WriteLine($"Head     {result.Head}");
        if (result.Intact)
        {
            terminal.Out.MarkupLine("Result   [green]intact[/]: everything is as it was recorded");
            return ExitCode.Done;
        }
        terminal.Out.MarkupLine("Result   [red]broken[/]");
        writer.WriteLine($"Wrong    {result.Problem}");
        if (result.FirstBrokenEntry is { } id)
            writer.WriteLine($"Entry    {id}");
        return ExitCode.NotAsRecorded;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value)
        {
            // The log may grow while it is walked.
            task.MaxValue = Math.Max(task.MaxValue, value);
            task.Value = value;
        }
    }

    private sealed class Lines(Terminal terminal, long total) : IProgress<long>
    {
        private long _next = Step(total);

        public void Report(long value)
        {
            if (value < _next)
                return;
            _next = value + Step(total);
            terminal.Complain($"{Number(value)} of {Number(Math.Max(value, total))} entries checked");
        }

        private static long Step(long total) => Math.Max(1, (total + LinesWhenPiped - 1) / LinesWhenPiped);
    }
}
