using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Api.Transparency;

namespace Matching.Api.Commands;

/// <summary>Moves an exported record into an empty store.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            HelpName = "FILE",
            Description = "The export, made with export --with-keys.",
            Required = true,
        };
        var record = new RecordOption();
        var verb = new Verb(
            "import",
            "Move an exported record into an empty store, and verify it there.",
            """
            The data directory must hold the master key of the exported store and nothing
            else; the database is the one of the configuration (ConnectionStrings:Postgres,
            or the embedded one). It is all there afterwards, or nothing is. From then on
            only one of the two stores may be used.

            Examples:
              import --from record.ndjson --data-directory /srv/matching-new
              ConnectionStrings__Postgres="Host=db" import --from record.ndjson

            Exit codes:
              0  imported, and intact
              1  the export is at fault, or what was imported does not verify
              2  the export or the store cannot be opened, or a service holds it
            """
        )
        {
            from,
            record,
        };
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(() => Run(parsed.GetRequiredValue(from), record.Folder(parsed), terminal, cancellation), cancellation)
        );
        return verb;
    }

    private static int Run(string file, string folder, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var options = RecordOption.Options();
            using (var export = File.OpenRead(file))
                LogImport.Run(export, folder, options, TimeProvider.System, cancellation);
            using var store = ReadOnlyStore.Open(folder, options: options);
            var result = store.Verification.Run(claimsOf: RankingRecordJson.ClaimsOf, cancellation: cancellation);
            var writer = terminal.Text;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Entries  {result.Entries:N0}"));
            writer.WriteLine($"Head     {result.Head}");
            if (result.Intact)
                return ExitCode.Done;
            writer.WriteLine($"Wrong    {result.Problem}");
            return ExitCode.NotAsRecorded;
        }
        catch (InvalidDataException wrong)
        {
            terminal.Complain($"Nothing was imported. {wrong.Message}");
            return ExitCode.NotAsRecorded;
        }
        catch (Exception fault)
            when (fault
                    is MasterKeyException
                        or DataDirectoryInUseException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or DbException
            )
        {
            terminal.Complain($"Nothing was imported. {fault.Message}");
            return ExitCode.Unusable;
        }
    }
}
