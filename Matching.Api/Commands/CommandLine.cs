using System.CommandLine;
using System.CommandLine.Help;
using Matching.Api.Commands.Bench;
using Matching.Api.Commands.Evaluate;
using Matching.Api.Commands.Models;
using Matching.Api.Commands.Rank;
using Matching.Api.Commands.Simulate;
using Matching.Api.Commands.Verbs;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands;

/// <summary>
/// The verbs of the program. What is neither a verb nor a setting is refused, so that a misspelt verb never starts a server.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] HelpAndVersion = ["--help", "-h", "-?", "/?", "--version"];

    /// <summary>Every verb; each is made where it lives.</summary>
    private static IEnumerable<Command> Verbs(Terminal terminal) =>
        [
            RankCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            EvaluateCasesCommand.Create(terminal),
            TrainCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            SimulateCommand.Create(terminal),
            ExportCommand.Create(terminal),
            ImportCommand.Create(terminal),
            BackupCommand.Create(terminal),
            RestoreCommand.Create(terminal),
            RotateKeyCommand.Create(terminal),
            BenchVerb.Create(),
            SoakVerb.Create(terminal),
        ];

    /// <summary>
    /// False when the arguments are settings of the service: none, or such as <c>urls=…</c>, <c>--urls …</c>, <c>/urls …</c>.
    /// </summary>
    public static bool IsMeantBy(string[] args) => args is [var first, ..] && !IsSetting(first);

    /// <summary>Runs one verb and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Ranks residential placements for a child in Copenhagen, and tells why. People decide.");
        foreach (var verb in Verbs(terminal))
            root.Add(verb);
        root.Options.OfType<HelpOption>().Single().Action = new HelpPages(terminal);
        root.Options.OfType<VersionOption>().Single().Action = new VersionPage(terminal);
        if (!HelpAndVersion.Contains(args[0]) && !root.Subcommands.Any(verb => verb.Name == args[0]))
            return RefuseUnknown(args[0], root, terminal);

        // A file name that starts with @ is a file name.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpPages or VersionPage))
            return RefuseUsage(parsed, terminal);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (StartFailure.Explain(fault) is { } reason)
        {
            terminal.Complain(reason);
            return ExitCode.CannotStart;
        }
    }

    private static bool IsSetting(string word) =>
        !HelpAndVersion.Contains(word)
        && (word.StartsWith("--", StringComparison.Ordinal) || word.StartsWith('/') || (word.Contains('=') && !word.StartsWith('-')));

    private static int RefuseUnknown(string word, RootCommand root, Terminal terminal)
    {
        terminal.Complain($"'{JsonText.Shown(word)}' is neither a verb nor a setting; nothing was started.");
        terminal.Complain($"Verbs: {string.Join(", ", root.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name))}.");
        terminal.Complain("Settings of the service look like urls=..., --urls ... or /urls ... See --help.");
        return ExitCode.Unusable;
    }

    private static int RefuseUsage(ParseResult parsed, Terminal terminal)
    {
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct())
            terminal.Complain(
                CivilNumber.IsIn(message)
                    ? "An argument is wrong; it is not repeated here, for it reads as a civil registration number (CPR)."
                    : message
            );
        terminal.Complain($"See: {parsed.CommandResult.Command.Name} --help");
        return ExitCode.Unusable;
    }
}
