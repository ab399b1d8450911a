using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Matching.Api.Commands.Verbs;
using Matching.Api.Hosting;

namespace Matching.Api.Commands;

/// <summary>The help: the whole program on one page, and a page for each verb.</summary>
internal sealed class HelpPages(Terminal terminal) : SynchronousCommandLineAction
{
    private const int NameWidth = 11;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var writer = terminal.Text;
        if (parseResult.CommandResult.Command is not RootCommand && parseResult.CommandResult.Command is { } verb)
        {
            parseResult.InvocationConfiguration.Output = writer;
            new HelpAction { MaxWidth = terminal.Output.Width }.Invoke(parseResult);
            if (verb is Verb { More: var more })
                writer.WriteLine(more);
        }
        else
        {
            writer.WriteLine(Integer(parseResult.RootCommandResult.Command.Subcommands));
        }
        return ExitCode.Done;
    }

    /// <summary>The name and what the verb does; a long name has a line of its own.</summary>
    private static string Line(Command verb) =>
        verb.Name.Length < NameWidth
            ? $"  {verb.Name, -NameWidth}{verb.Description}"
            : $"  {verb.Name}{Environment.NewLine}  {"", NameWidth}{verb.Description}";

    private static string Integer(IEnumerable<Command> verbs) =>
        $"""
            Matching ranks residential placements for a child in Copenhagen and tells why
            each one stands where it does. It is a help to compare; people decide.

            THE SERVICE
              Without a verb the program is the service: it listens until it is stopped.
                dotnet run --project Matching.Api
                dotnet run --project Matching.Api -- --urls http://127.0.0.1:8080
              The API and its documentation are then at /swagger on that address.

              Settings come from arguments (urls=..., --urls ..., /urls ...), from the
              environment (DataDirectory=..., ApiKeys__desk__Key=...) or from
              appsettings.json beside the program:
                urls                       where to listen; default {ServiceSettings.DefaultUrls}
                DataDirectory              folder for database and keys, held by one process
                                           at a time; default a folder .matching in the
                                           repository, or beside the program
                DataFolder                 catalogue, rules, criteria and texts; default the
                                           ones shipped with the program
                ConnectionStrings:Postgres use PostgreSQL 15 or newer; several instances may
                                           share one database and one master key
                MasterKey:File             the file of the master key; default master.key in
                                           DataDirectory, made at first start
                MasterKey:Key              the master key itself, base64, from the
                                           environment
                Storage:WrongClockUntilEntry
                                           the last entry that a wrong clock recorded:
                                           times up to it are not held against the clock
                Storage:ReconnectSeconds   how long a PostgreSQL that went away is awaited
                                           before callers are told 503; default 20
                ApiKeys:<name>:Key         a caller's key, or :KeySha256 with its SHA-256
                ApiKeys:<name>:Roles       visitator, case-system, analyst, administrator,
                                           auditor; separated by commas
                ApiKeys:<name>:Teams       whose cases the caller works with, separated by
                                           commas; * = all teams, left out = none
                ApiKeys:<name>:Expires     a date or time, UTC; from then on the key opens
                                           nothing
                Oidc:Authority             the issuer of tokens that are taken as well
                Oidc:Audience              what a token must be meant for
                Oidc:RolesFile             JSON: claim -> value -> roles and teams
                Oidc:RequireHttps          false only for an issuer on this machine
                RateLimit:RequestsAtOnce   most requests answered at once over all callers
                                           before 503; default 512
                RateLimit:RequestsPerMinute  most requests of one caller within a minute;
                                           left out = any number
                Storage:QueueCapacity      rankings that may wait to be written before the
                                           service answers 503; default 1024
                Storage:LeastFreeMegabytes with less free space on the disk of DataDirectory
                                           rankings are refused (503), reads go on;
                                           default 64, 0 = never
                Checkpoints:Folder         where signed checkpoints are kept: a second place
                                           that is there already; default a folder
                                           checkpoints in DataDirectory
                Checkpoints:EverySeconds   how often one is written when the log has grown;
                                           default 60, 0 for never
                Checkpoints:KeyFile        the key they are signed with: P-256, PKCS#8, PEM;
                                           default checkpoint.key in DataDirectory, made
                                           at first need
                Telemetry:OtlpEndpoint     where metrics and traces are sent, http or https;
                                           left out = nowhere
                Telemetry:Protocol         http/protobuf or grpc; default http/protobuf
                Telemetry:ServiceName      what the service calls itself there
                ShutdownSeconds            how long running requests may take to end when
                                           the service is stopped; default 30
              Without ApiKeys and Oidc the service listens on this machine only, and makes
              a key with all roles, which it prints and keeps in DataDirectory. A setting
              in these sections that nobody knows is refused.

            VERBS
            {string.Join(Environment.NewLine, verbs.Select(Line))}
              Each has its own help: dotnet run --project Matching.Api -- rank --help

            EXAMPLES
              dotnet run --project Matching.Api -- rank case.json
              dotnet run --project Matching.Api -- rank - --lang en --json < case.json
              dotnet run --project Matching.Api -- evaluate-cases data/cases
              dotnet run --project Matching.Api -- train --data stays.csv
              dotnet run --project Matching.Api -- simulate --out simulation
              dotnet run --project Matching.Api -- verify --data-directory /srv/matching
              dotnet run --project Matching.Api -- backup --to /backup/2026-11-22

            EXIT CODES
              0   done: ranked, identical, intact, every case holds, trained, simulated,
                  exported, backed up, restored, or the service was stopped
              1   the log or a backup is broken or does not fit a checkpoint, a replay came
                  out different, a case does not hold, or a model may not be promoted
              2   wrong usage, or what was named cannot be found, read or opened, or is a
                  case file with faults
              3   the request or the stays have faults; each is listed on standard error
              4   ranked, but no placement is possible
              5   configuration, data files or data directory are at fault, or the address
                  is taken
              130 interrupted from the keyboard
            """;
}
