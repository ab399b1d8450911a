using System.CommandLine;
using System.Data.Common;
using Matching.Api.Commands.Verbs;
using Matching.Api.Rankings;
using Matching.Api.Storage;
using Matching.Api.Storage.Backups;

namespace Matching.Api.Commands;

/// <summary>Takes a verified copy of the log beside the running service.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var to = new Option<string>("--to")
        {
            HelpName = "FOLDER",
            Description = "The backup's folder; it must not be there yet.",
            Required = true,
        };
        var withKey = new Option<bool>("--with-key") { Description = "Copy the master key too; see below." };
        var record = new RecordOption();
        var verb = new Verb(
            "backup",
            "Copy the log while the service runs, and verify the copy.",
            """
            The copy is the log as it stood at one moment. It is walked entry by entry
            before it gets its name: the folder is there whole, or not at all.

            The master key is left out, because whoever has log and key can read about
            every child. Keep the key apart, in a place of its own: without it the backup
            cannot be read by a thief, nor by you. With --with-key both lie together, and
            the backup must be guarded like the service's own data directory.

            The last line of output, the head, proves later that nothing was cut off:
            keep it elsewhere.

            Examples:
              backup --to /backup/2026-11-22
              backup --to /safe/2026-11-22 --with-key --data-directory /srv/matching

            Exit codes:
              0  the backup is there and verified
              1  the log is not intact; no backup was taken
              2  the folder is there already, or something cannot be read or written
            """
        )
        {
            to,
            withKey,
            record,
        };
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () => Run(record.Folder(parsed), parsed.GetRequiredValue(to), parsed.GetValue(withKey), terminal, cancellation),
                    cancellation
                )
        );
        return verb;
    }

    private static int Run(string dataDirectory, string to, bool withKey, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            if (RecordOption.Options().Postgres is not null)
            {
                terminal.Complain("No backup was taken. The record is on PostgreSQL: use its own backup, or export --with-keys.");
                return ExitCode.Unusable;
            }
            var manifest = Backup.Take(dataDirectory, to, withKey, TimeProvider.System, RankingRecordJson.ClaimsOf, cancellation);
            Report(manifest, "Backup", Path.GetFullPath(to), terminal);
            return ExitCode.Done;
        }
        catch (Exception fault) when (Explain(fault) is { } reason)
        {
            terminal.Complain($"No backup was taken. {reason}");
            return CodeOf(fault);
        }
    }

    /// <summary>The same lines for both ways.</summary>
    internal static void Report(BackupManifest manifest, string what, string where, Terminal terminal)
    {
        var writer = terminal.Text;
        writer.WriteLine($"{what, -9}{where}");
        writer.WriteLine($"Taken    {manifest.TakenAt}");
        writer.WriteLine($"Entries  {manifest.Entries}, each verified");
        writer.WriteLine($"Head     {manifest.Head}");
    }

    /// <summary>In plain words what a person can put right; null when it is our fault.</summary>
    internal static string? Explain(Exception fault) => fault is BackupRefusedException ? fault.Message : StartFailure.Explain(fault);

    internal static int CodeOf(Exception fault) =>
        fault is BackupRefusedException { IsTampered: true } or DatabaseDamagedException
        || (fault is DbException told && DatabaseDamagedException.IsReportedBy(told))
            ? ExitCode.NotAsRecorded
            : ExitCode.Unusable;
}
