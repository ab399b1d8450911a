using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Http.Faults;
using Matching.Api.ReferenceData;
using Matching.Api.Stays;
using Matching.Api.Training;
using Matching.Engine;
using Matching.Engine.Learning;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Spectre.Console;

namespace Matching.Api.Commands.Models;

/// <summary>The options that name what is learnt or judged from, shared by the verbs that do.</summary>
internal sealed class StayFiles
{
    private const int UsualSeed = 1;

    /// <summary>The file of protected attributes.</summary>
    public Option<string> Protected { get; } =
        new("--protected")
        {
            HelpName = "FILE",
            Description = "CSV with protected attributes of the children, for audits only; never learnt from.",
        };

    /// <summary>The seed.</summary>
    public Option<int> Seed { get; } =
        WholeOption("--seed", $"The same data and seed give the same bytes; default {UsualSeed}.", UsualSeed);

    /// <summary>The folder of rules, priors and limits.</summary>
    public Option<string> DataFolder { get; } =
        new("--data-folder")
        {
            HelpName = "DIR",
            Description = "Catalogue, criteria, priors and limits; default the ones shipped with the program.",
        };

    /// <summary>The file of stays.</summary>
    public static Option<string> Stays(bool isRequired) =>
        new("--data")
        {
            HelpName = "FILE",
            Description =
                $"CSV with one row for each stay; data/training/README.md tells the "
                + $"format.{(isRequired ? "" : " Left out, or without rows: the prior.")}",
            Required = isRequired,
        };

    /// <summary>The folder meant.</summary>
    public string FolderOf(ParseResult parsed) => parsed.GetValue(DataFolder) ?? ShippedData.DefaultFolder;

    /// <summary>Reads the files; the exit code after saying what is wrong with them.</summary>
    public (TrainingData? Data, int Code) Read(
        string? stays,
        ParseResult parsed,
        ReferenceDataSet referenceData,
        Language language,
        Terminal terminal
    )
    {
        if (stays is null)
            return (new TrainingData(TrainingSet.None, null, []), ExitCode.Done);
        var opening = stays;
        try
        {
            using var file = File.OpenRead(stays);
            using var others = parsed.GetValue(Protected) is { } path ? File.OpenRead(opening = path) : null;
            var data = TrainingData.Read(file, others, referenceData, new Today(TimeProvider.System).InCopenhagen());
            if (data.Set is not null)
                return (data, ExitCode.Done);
            Complain(data.Faults, language, terminal);
            return (null, ExitCode.FaultyRequest);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            terminal.Complain($"'{JsonText.Shown(opening)}' cannot be read.");
            return (null, ExitCode.Unusable);
        }
    }

    /// <summary>Lists faults of the data on standard error.</summary>
    public static void Complain(IReadOnlyList<CsvFault> faults, Language language, Terminal terminal)
    {
        terminal.Complain(FaultTexts.In(language, "The data have faults; nothing was done:"));
        foreach (var fault in faults)
            terminal.Complain($"  {fault.In(language)}");
    }

    /// <summary>Does something that says how far it is, with a bar where there is a person to see it.</summary>
    public static T WithProgress<T>(string what, Func<Action<double>, T> work, Terminal terminal, CancellationToken cancellation)
    {
        if (!terminal.ErrorScreen.Colours)
            return work(_ => cancellation.ThrowIfCancellationRequested());
        return terminal
            .Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .Start(context =>
            {
                var task = context.AddTask(what, maxValue: 1);
                return work(share =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    task.Value = share;
                });
            });
    }

    private static Option<int> WholeOption(string name, string meaning, int usual)
    {
        var option = new Option<int>(name)
        {
            HelpName = "N",
            Description = meaning,
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && (!int.TryParse(given.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                given.AddError($"{name} must be a whole number from 0 to {int.MaxValue}.");
        });
        return option;
    }
}
