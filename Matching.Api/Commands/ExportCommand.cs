using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Storage;
using Matching.Api.Transparency;

namespace Matching.Api.Commands;

/// <summary>Writes the whole record to one file, to be kept, checked or taken into another store elsewhere.</summary>
internal static class ExportCommand
{
    private const int Buffer = 1 << 20;

    public static Command Create(Terminal terminal)
    {
        var to = new Option<string>("--to")
        {
            HelpName = "FILE",
            Description = "Where to; a file that is there is never written over.",
            Required = true,
        };
        var withKeys = new Option<bool>("--with-keys") { Description = "Take the cases' keys along, wrapped by the master key." };
        var record = new RecordOption();
        var verb = new Verb(
            "export",
            "Write the whole record to one file, one line of JSON for each row.",
            """
            It only reads and may run while the service does; what is recorded meanwhile
            is left out. The payloads stay encrypted: reading them takes the master key,
            and the cases' keys (--with-keys). The file is readable by its owner only.

            Examples:
              export --to record.ndjson
              export --to /mnt/archive/record.ndjson --data-directory /srv/matching

            Exit codes:
              0  written
              1  a row of the record cannot be written down; run verify
              2  the record cannot be opened, or the file cannot be written
            """
        )
        {
            to,
            withKeys,
            record,
        };
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () => Run(parsed.GetRequiredValue(to), parsed.GetValue(withKeys), record, parsed, terminal, cancellation),
                    cancellation
                )
        );
        return verb;
    }

    private static int Run(
        string file,
        bool withKeys,
        RecordOption record,
        ParseResult parsed,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        using var store = record.Open(parsed, terminal);
        if (store is null)
            return ExitCode.Unusable;
        try
        {
            var footer = Write(store, withKeys, Path.GetFullPath(file), cancellation);
            var writer = terminal.Text;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Entries    {footer.Entries:N0}"));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Documents  {footer.Documents:N0}"));
            if (withKeys)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Cases      {footer.Cases:N0}"));
            writer.WriteLine($"Head       {footer.Head}");
            writer.WriteLine($"Root       {Convert.ToBase64String(footer.Root)}");
            return ExitCode.Done;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or DbException)
        {
            terminal.Complain($"The record cannot be exported. {wrong.Message}");
            return ExitCode.NotAsRecorded;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"The export cannot be written. {fault.Message}");
            return ExitCode.Unusable;
        }
    }

    private static ExportLine.Footer Write(ReadOnlyStore store, bool withKeys, string file, CancellationToken cancellation)
    {
        if (File.Exists(file))
            throw new IOException($"There is a file at '{file}' already.");
        var unfinished = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            ExportLine.Footer footer;
            using (var output = PrivateFile.OpenNew(unfinished, Buffer))
            {
                footer = LogExport.Write(store, withKeys, output, TimeProvider.System.GetUtcNow(), cancellation);
                output.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: false);
            PrivateFile.FlushFolder(Path.GetDirectoryName(file)!);
            return footer;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
