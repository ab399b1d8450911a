using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Rankings;
using Matching.Api.Storage.Backups;

namespace Matching.Api.Commands;

/// <summary>Brings a backup into an empty data directory.</summary>
internal static class RestoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            HelpName = "FOLDER",
            Description = "The backup.",
            Required = true,
        };
        var to = new Option<string>("--data-directory")
        {
            HelpName = "DIR",
            Description = "Where to: a folder that is empty, or not there, or holds only master.key.",
            Required = true,
        };
        var verb = new Verb(
            "restore",
            "Bring a backup into an empty data directory, and verify it.",
            """
            The backup's files are held against the hashes in its manifest, and the whole
            log is walked with the master key before anything is put in place. A backup of
            an older version is brought up to this one. Nothing is ever overwritten.

            Without the key in the backup, put master.key into the data directory first,
            readable by its owner alone.

            What was recorded after the backup was taken is not in it.

            Examples:
              restore --from /backup/2026-11-22 --data-directory /srv/matching

            Exit codes:
              0  restored; start the service on the folder
              1  the backup is not what was written, or its log is not intact
              2  the folder is not empty, the key is missing, or something cannot be read
            """
        )
        {
            from,
            to,
        };
        verb.SetAction(
            (parsed, cancellation) => RunAsync(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), terminal, cancellation)
        );
        return verb;
    }

    private static async Task<int> RunAsync(string from, string dataDirectory, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var manifest = await Restoring.RunAsync(from, dataDirectory, TimeProvider.System, RankingRecordJson.ClaimsOf, cancellation);
            BackupCommand.Report(manifest, "Restored", Path.GetFullPath(dataDirectory), terminal);
            return ExitCode.Done;
        }
        catch (Exception fault) when (BackupCommand.Explain(fault) is { } reason)
        {
            terminal.Complain($"Nothing was restored. {reason}");
            return BackupCommand.CodeOf(fault);
        }
    }
}
