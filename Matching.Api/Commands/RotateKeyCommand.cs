using System.CommandLine;
using System.Data.Common;
using Matching.Api.Commands.Verbs;
using Matching.Api.Storage;

namespace Matching.Api.Commands;

/// <summary>Exchanges the master key while the service is stopped.</summary>
internal static class RotateKeyCommand
{
    public static Command Create(Terminal terminal)
    {
        var record = new RecordOption();
        var verb = new Verb(
            "rotate-key",
            "Exchange the master key; the service must be stopped.",
            """
            A new key is made, the keys of all cases are wrapped again with it, and it takes
            the old one's place. The log is not touched. The old key is kept beside it under
            a name with the time: older backups need it. Destroy it together with them.
            When it is cut short, the next start or the next rotate-key finishes or undoes
            it. Several instances on one database: stop all, rotate on one, copy the key
            to the others.

            Example:
              rotate-key --data-directory /srv/matching

            Exit codes:
              0  exchanged
              1  the log or a case's key does not fit the present key; nothing was changed
              2  the record cannot be opened, or a service holds it
            """
        )
        {
            record,
        };
        verb.SetAction(parsed => Run(record.Folder(parsed), terminal));
        return verb;
    }

    private static int Run(string folder, Terminal terminal)
    {
        try
        {
            var (cases, oldKey) = KeyRotation.Run(folder, RecordOption.Options(), TimeProvider.System);
            var writer = terminal.Text;
            writer.WriteLine($"Cases    {cases} wrapped again");
            writer.WriteLine($"Old key  {oldKey}");
            return ExitCode.Done;
        }
        catch (InvalidDataException unfit)
        {
            terminal.Complain(unfit.Message);
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
            terminal.Complain($"The key was not exchanged. {fault.Message}");
            return ExitCode.Unusable;
        }
    }
}
