using System.Buffers;
using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Http.Faults;
using Matching.Api.ReferenceData;
using Matching.Api.Vignettes;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Evaluate;

/// <summary>Answers the cases of a folder with no server, and says which of their expectations hold.</summary>
internal static class EvaluateCasesCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "The folder with the case files, *.json; data/README.md tells their format.",
        };
        var lang = WordOption.Of<Language>("--lang", "Language of the table");
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var data = new Option<string>("--data")
        {
            HelpName = "DIR",
            Description = "Catalogue, rules, criteria and texts to answer on; default the ones shipped with the program.",
        };
        var verb = new Verb(
            "evaluate-cases",
            "Hold documented cases against what is expected of their answers.",
            """
            Each case is a request and what people who know the field expect of the answer,
            resting on something published. Nothing is recorded; it needs no server and no
            data directory.

            Examples:
              evaluate-cases data/cases
              evaluate-cases our-cases --data our-data --lang en
              evaluate-cases data/cases --json > results.json

            Exit codes:
              0  every expectation of every case holds
              1  some do not; what was seen instead stands beside them
              2  wrong usage, the folder or a file cannot be read, there is no case in it,
                 or files have faults; each is listed by file and path on standard error
              5  the data cannot be used
            """
        )
        {
            folder,
            lang,
            json,
            data,
        };
        verb.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(data) ?? ShippedData.DefaultFolder,
                parsed.GetValue(lang),
                parsed.GetValue(json),
                terminal
            )
        );
        return verb;
    }

    private static int Run(string folder, string dataFolder, Language language, bool asJson, Terminal terminal)
    {
        var data = ShippedData.Load(dataFolder);
        if (Read(folder, data, language, terminal) is not { } cases)
            return ExitCode.Unusable;
        var report = VignetteReport.Of(cases, data.ReferenceDataSet);
        if (asJson)
            WriteJson(report, data, language, terminal);
        else
            new EvaluationPage(report, data.Texts.In(language), language, terminal.Out).Print();
        return report.AllHold ? ExitCode.Done : ExitCode.NotAsExpected;
    }

    private static IReadOnlyList<VignetteFile>? Read(string folder, ShippedData data, Language language, Terminal terminal)
    {
        var problems = new Problems();
        try
        {
            var cases = VignetteFolder.Read(folder, data, problems);
            if (problems.None && cases.Count > 0)
                return cases;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            terminal.Complain(
                fault is DirectoryNotFoundException
                    ? $"'{JsonText.Shown(folder)}' cannot be read: there is no such folder."
                    : $"'{JsonText.Shown(folder)}' cannot be read: it, or a file in it, could not be opened or read."
            );
            return null;
        }
        if (problems.None)
        {
            terminal.Complain($"'{JsonText.Shown(folder)}' holds no case: there is no file that ends in .json.");
            return null;
        }
        terminal.Complain(FaultTexts.In(language, "The cases have faults:"));
        foreach (var line in FaultTexts.Lines(problems, language))
            terminal.Complain($"  {line}");
        return null;
    }

    private static void WriteJson(VignetteReport report, ShippedData data, Language language, Terminal terminal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        report.Write(buffer, data, language);
        buffer.Write("\n"u8);
        terminal.Output.Stream.Write(buffer.WrittenSpan);
    }
}
