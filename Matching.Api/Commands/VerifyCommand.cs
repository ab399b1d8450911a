using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Spectre.Console;

namespace Matching.Api.Commands;

/// <summary>Proves from the outside that the record is what was recorded.</summary>
internal static class VerifyCommand
{
    private const int LinesWhenPiped = 10;
    private const int HashPage = 4096;

    public static Command Create(Terminal terminal)
    {
        var record = new RecordOption();
        var against = new CheckpointOptions();
        var export = new Option<string>("--export")
        {
            HelpName = "FILE",
            Description = "Verify an export instead: it needs neither the database nor a key of the service.",
        };
        var verb = new Verb(
            "verify",
            "Walk the whole log and prove that it is what was recorded.",
            """
            It only reads and may run while the service does. The result goes to standard
            output, the progress to standard error.

            Checkpoints that were kept elsewhere show what the record alone cannot: that
            it was rewritten from end to end, cut short, or replaced by an older copy.
            Their signatures are checked with the public key; without --export it is by
            default checkpoint.pub.pem in the data directory, but one kept elsewhere
            proves more. A change is placed between the last checkpoint that fits and
            the first that does not.

            With --export the chain and the checkpoints are checked, and what the entries
            say stays encrypted.

            Examples:
              verify
              verify --data-directory /srv/matching
              verify --checkpoint /mnt/elsewhere/checkpoints
              verify --export record.ndjson --checkpoint checkpoints
                     --public-key checkpoint.pub.pem

            Exit codes:
              0  intact
              1  broken; the first thing wrong is named
              2  the record, the export, a checkpoint or the key cannot be opened
            """
        )
        {
            record,
            export,
            against.Checkpoints,
            against.PublicKey,
        };
        verb.Validators.Add(given =>
        {
            if (given.GetResult(export) is not null && given.GetResult(record) is not null)
                given.AddError("Either --export or --data-directory, not both.");
            if (
                given.GetResult(export) is not null
                && given.GetResult(against.Checkpoints) is not null
                && given.GetResult(against.PublicKey) is null
            )
                given.AddError("Checkpoints of an export are checked with a public key: --public-key.");
            if (given.GetResult(against.PublicKey) is not null && given.GetResult(against.Checkpoints) is null)
                given.AddError("A public key checks checkpoints: --checkpoint.");
        });
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                        parsed.GetValue(export) is { } file
                            ? VerifyExport.Run(file, against, parsed, terminal, cancellation)
                            : Run(record, against, parsed, terminal, cancellation),
                    cancellation
                )
        );
        return verb;
    }

    private static int Run(
        RecordOption record,
        CheckpointOptions against,
        ParseResult parsed,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        using var store = record.Open(parsed, terminal);
        if (store is null || !against.TryRead(parsed, record.Folder(parsed), terminal, out var kept))
            return ExitCode.Unusable;
        try
        {
            var walked = Report(Walk(store, terminal, cancellation), terminal);
            return kept is null ? walked : Math.Max(walked, Compare(store, kept, terminal, cancellation));
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
            return store.Verification.Run(new Lines(terminal, total), RankingRecordJson.ClaimsOf, cancellation);
        return terminal
            .Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask($"{Number(total)} entries", maxValue: Math.Max(1, total));
                return store.Verification.Run(new Bar(task), RankingRecordJson.ClaimsOf, cancellation);
            });
    }

    private static int Report(VerificationResult result, Terminal terminal)
    {
        var writer = terminal.Text;
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

    private static int Compare(ReadOnlyStore store, KeptCheckpoints kept, Terminal terminal, CancellationToken cancellation)
    {
        var comparison = new CheckpointComparison(
            kept,
            store.Settings.Find(CheckpointIssuer.StoreIdSetting) is { } id ? Checkpoint.OriginOf(id) : null
        );
        var last = 0L;
        IReadOnlyList<NumberedHash> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = store.Hashes.After(last, HashPage);
            foreach (var entry in page)
            {
                if (entry.Sequence != last + 1 || LogTree.TryLeafData(entry.Hash) is not { } leaf)
                    return CheckpointOptions.Report(comparison.Fitting, comparison.Count, comparison.Finish(), terminal);
                comparison.Take(entry.Hash, leaf);
                last = entry.Sequence;
            }
        } while (page.Count == HashPage);
        return CheckpointOptions.Report(comparison.Fitting, comparison.Count, comparison.Finish(), terminal);
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
