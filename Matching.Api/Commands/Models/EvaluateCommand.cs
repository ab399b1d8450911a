using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.ReferenceData;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Models;

/// <summary>Judges a finished model on a file of stays.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, files) = (new ModelOptions(), new StayFiles());
        var model = new Option<string>("--model")
        {
            HelpName = "DIR|VERSION",
            Description = "The folder of a model, or its version.",
            Required = true,
        };
        var stays = StayFiles.Stays(isRequired: true);
        var json = new Option<bool>("--json") { Description = "Print the whole evaluation as JSON." };
        var lang = WordOption.Of<Language>("--lang", "Language of the tables");
        var verb = new Verb(
            "evaluate",
            "Judge a finished model on stays it was not made from.",
            """
            The model is taken as it is and held against its prior, the base rate and a
            plain logistic regression. Stays it was trained on make it look better than
            it is. Nothing is written, and no gate of its own evaluation changes.

            Examples:
              evaluate --model 1a2b3c --data later-stays.csv
              evaluate --model my-models/1a2b… --data later-stays.csv --json

            Exit codes:
              0    judged
              2    wrong usage, a file cannot be read, or there is no such model
              3    the data have faults; each is listed by row on standard error
              5    the data folder or the model cannot be used
              130  interrupted from the keyboard
            """
        )
        {
            model,
            stays,
            files.Protected,
            options.Folder,
            options.Record,
            files.Seed,
            files.DataFolder,
            lang,
            json,
        };
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                    {
                        if (Find(parsed.GetRequiredValue(model), options, parsed, terminal) is not { } fitted)
                            return ExitCode.Unusable;
                        var data = ShippedData.Load(files.FolderOf(parsed));
                        var learning = LearningData.Load(files.FolderOf(parsed));
                        var (read, code) = files.Read(
                            parsed.GetRequiredValue(stays),
                            parsed,
                            data.ReferenceDataSet,
                            parsed.GetValue(lang),
                            terminal
                        );
                        if (read?.Set is not { } set)
                            return code;
                        var seed = parsed.GetValue(files.Seed);
                        var evaluation = StayFiles.WithProgress(
                            "evaluate",
                            progress =>
                                Evaluator.Of(set, EvaluatedTrainer.AsItIs(fitted, null), learning.Prior, learning.Settings, seed, progress),
                            terminal,
                            cancellation
                        );
                        if (parsed.GetValue(json))
                        {
                            terminal.Output.Stream.Write(
                                EvaluationFile.Write(evaluation, fitted.Version, set.Version, learning.Settings.Version, seed)
                            );
                            return ExitCode.Done;
                        }
                        var texts = data.Texts.In(parsed.GetValue(lang));
                        terminal.Text.WriteLine($"{texts.Label("model"), -8} {fitted.Version}");
                        terminal.Text.WriteLine();
                        var page = new FindingsPage(evaluation, texts, terminal.Out);
                        page.PrintMeasures();
                        page.PrintGates();
                        return ExitCode.Done;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static FittedModel? Find(string word, ModelOptions options, ParseResult parsed, Terminal terminal)
    {
        var file = Path.Combine(word, ModelFile.Name);
        if (!File.Exists(file))
            return options.Find(word, parsed, terminal)?.Model();
        return ModelFileLoader.Load(DataDocument.FromFiles([(ModelFile.Name, File.ReadAllBytes(file))]));
    }
}
