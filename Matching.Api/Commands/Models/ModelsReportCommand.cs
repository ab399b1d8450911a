using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Engine.Learning.Reporting;

namespace Matching.Api.Commands.Models;

/// <summary>What a model is and what was found of it.</summary>
internal static class ModelsReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ModelOptions();
        var version = new Argument<string>("VERSION") { Description = "The version of the model, or its first letters." };
        var json = new Option<bool>("--json") { Description = "Print its evaluation as JSON instead of its card." };
        var verb = new Verb(
            "report",
            "A model's card, and where its report lies.",
            """
            Examples:
              models report 1a2b3c
              models report 1a2b3c --json

            Exit codes:
              0  told
              2  there is no such model, or it has no card or evaluation
              5  what is in its folder cannot be used
            """
        )
        {
            version,
            options.Folder,
            options.Record,
            json,
        };
        verb.SetAction(parsed =>
            options.Find(parsed.GetRequiredValue(version), parsed, terminal) is { } model
                ? Report(model, parsed.GetValue(json), terminal)
                : ExitCode.Unusable
        );
        return verb;
    }

    private static int Report(StoredModel model, bool asJson, Terminal terminal)
    {
        _ = model.Document(); // Held against its folder's name.
        if (asJson && model.Evaluation() is not null)
        {
            terminal.Output.Stream.Write(File.ReadAllBytes(Path.Combine(model.Folder, EvaluationFile.Name)));
            return ExitCode.Done;
        }
        if (asJson || model.Card() is not { } card)
        {
            terminal.Complain($"The model {model.Version} has no {(asJson ? EvaluationFile.Name : ModelCard.Name)}.");
            return ExitCode.Unusable;
        }
        terminal.Text.Write(card);
        var report = Path.Combine(model.Folder, EvaluationReport.Name);
        if (File.Exists(report))
            terminal.Complain($"Report: {report}");
        return ExitCode.Done;
    }
}
