using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Transparency;
using Spectre.Console;

namespace Matching.Api.Commands;

/// <summary>Verifies an export offline: nothing but the file, checkpoints and a public key.</summary>
internal static class VerifyExport
{
    private const int Buffer = 1 << 20;

    public static int Run(string file, CheckpointOptions against, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (!against.TryRead(parsed, dataDirectory: null, terminal, out var kept))
            return ExitCode.Unusable;
        try
        {
            using var export = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
            var found = ExportVerification.Run(export, kept ?? new KeptCheckpoints([], []), cancellation);
            return Report(found, kept is not null, terminal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"The export cannot be read. {fault.Message}");
            return ExitCode.Unusable;
        }
    }

    private static int Report(ExportFindings found, bool hasCheckpoints, Terminal terminal)
    {
        if (found.Header is null && found.Entries == 0)
        {
            terminal.Complain($"This is not an export of the record. {found.Problems[0]}");
            return ExitCode.Unusable;
        }
        var writer = terminal.Text;
        var isIntact = found.Problems.Count == 0;
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Entries  {found.Entries:N0}{(isIntact ? "" : " in order before the first fault")}"
            )
        );
        writer.WriteLine($"Head     {found.Head}");
        if (hasCheckpoints)
            writer.WriteLine(
                $"Signed   {found.CheckpointsFitting} of {found.Checkpoints} "
                    + $"{(found.Checkpoints == 1 ? "checkpoint fits" : "checkpoints fit")}"
            );
        else
            writer.WriteLine("Signed   no checkpoint was given: a chain rewritten from end to end would not show");
        terminal.Out.MarkupLine(isIntact ? "Result   [green]intact[/]: the chain is whole" : "Result   [red]broken[/]");
        foreach (var problem in found.Problems)
            writer.WriteLine($"Wrong    {problem}");
        return isIntact ? ExitCode.Done : ExitCode.NotAsRecorded;
    }
}
