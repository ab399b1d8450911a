using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Training;
using Matching.Engine.Learning.MicrosoftML;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Commands.Models;

/// <summary>Makes a model of outcomes from a file of stays, and judges it.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, files) = (new ModelOptions(), new StayFiles());
        var stays = StayFiles.Stays(isRequired: false);
        var trainer = WordOption.Of<TrainerKind>("--trainer", "How it is trained");
        var champion = new Option<string>("--champion")
        {
            HelpName = "VERSION",
            Description = "A model to hold it against, such as the one in force.",
        };
        var lang = WordOption.Of<Language>("--lang", "Language of the tables");
        var verb = new Verb(
            "train",
            "Train a model of outcomes on stays, and judge it.",
            """
            The model goes into a folder named for its version, with its evaluation, card,
            report and data sheet. It is not put to use: see models promote. Nothing is
            recorded, and it may run while the service does. The same data, protected
            attributes, seed and champion give the same bytes.

            Examples:
              train --data stays.csv --protected protected.csv
              train --data stays.csv --models my-models --seed 7 --lang en
              train --data stays.csv --trainer mlnet-logistic
              train

            Exit codes:
              0    trained; the table says which gates are passed
              2    wrong usage, a file cannot be read or written, or no such model
              3    the data have faults, or too few children for the trainer; each fault
                   is listed by row on standard error
              5    the data folder cannot be used
              130  interrupted from the keyboard
            """
        )
        {
            stays,
            files.Protected,
            options.Folder,
            options.Record,
            trainer,
            files.Seed,
            champion,
            files.DataFolder,
            lang,
        };
        verb.Validators.Add(given =>
        {
            if (given.GetResult(files.Protected) is not null && given.GetResult(stays) is null)
                given.AddError("--protected goes with --data.");
            // By its word: the value of a trainer that is none can not be asked for here.
            if (given.GetResult(trainer) is { Tokens: [{ Value: LogisticTrainer.Name }] } && given.GetResult(stays) is null)
                given.AddError($"--trainer {LogisticTrainer.Name} goes with --data: it learns from stays alone.");
        });
        verb.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                    {
                        var against = parsed.GetValue(champion) is { } word ? options.Find(word, parsed, terminal) : null;
                        if (against is null && parsed.GetValue(champion) is not null)
                            return ExitCode.Unusable;
                        var data = ShippedData.Load(files.FolderOf(parsed));
                        var learning = LearningData.Load(files.FolderOf(parsed));
                        var (read, code) = files.Read(
                            parsed.GetValue(stays),
                            parsed,
                            data.ReferenceDataSet,
                            parsed.GetValue(lang),
                            terminal
                        );
                        if (read?.Set is not { } set)
                            return code;
                        if (ModelTraining.FaultOf(parsed.GetValue(trainer), set) is { } tooFew)
                        {
                            StayFiles.Complain([tooFew], parsed.GetValue(lang), terminal);
                            return ExitCode.FaultyRequest;
                        }
                        var request = new TrainingRequest(
                            set,
                            parsed.GetValue(trainer),
                            parsed.GetValue(files.Seed),
                            against?.Model(),
                            read.DataSheet
                        );
                        var trained = StayFiles.WithProgress(
                            "train",
                            progress => ModelTraining.Run(request, learning, progress, cancellation),
                            terminal,
                            cancellation
                        );
                        return Report(trained, options.Folders(parsed), data.Texts.In(parsed.GetValue(lang)), terminal);
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static int Report(TrainedModel trained, ModelFolders folders, TextSet texts, Terminal terminal)
    {
        string folder;
        try
        {
            folder = folders.Write(trained.Model.Version, trained.Files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse($"'{JsonText.Shown(folders.Own)}' cannot be written.", terminal);
        }
        var writer = terminal.Text;
        writer.WriteLine($"{texts.Label("model"), -8} {trained.Model.Version}");
        writer.WriteLine($"{texts.Label("folder"), -8} {folder}");
        writer.WriteLine();
        var page = new FindingsPage(trained.Evaluation, texts, terminal.Out);
        page.PrintMeasures();
        page.PrintGates();
        return ExitCode.Done;
    }

    private static int Refuse(string reason, Terminal terminal)
    {
        terminal.Complain(reason);
        return ExitCode.Unusable;
    }
}
