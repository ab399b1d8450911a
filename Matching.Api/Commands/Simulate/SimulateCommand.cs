using System.CommandLine;
using Matching.Api.Commands.Verbs;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Simulation;
using Spectre.Console;

namespace Matching.Api.Commands.Simulate;

/// <summary>Grows a synthetic city and compares ways of choosing places in it.</summary>
internal static class SimulateCommand
{
    private const int MostYears = 50,
        MostReplications = 10_000,
        MostScale = 100;
    private const int UsualYears = 5,
        UsualReplications = 50,
        UsualSeed = 1;

    public static Command Create(Terminal terminal)
    {
        var years = Integer("--years", "Years of stays under past practice, on which the model is trained", UsualYears, 1, MostYears);
        var replications = Integer(
            "--replications",
            "How many cities are grown, each with a truth and children of its own",
            UsualReplications,
            2,
            MostReplications
        );
        var seed = Integer("--seed", "The same seed gives the same bytes", UsualSeed, 0, int.MaxValue);
        var scale = Integer("--scale", "So many times as many children and beds", 1, 1, MostScale);
        var truth = WordOption.Of<TruthKind>("--truth", "What the hidden truth is like");
        var output = new Option<string>("--out")
        {
            HelpName = "FOLDER",
            Description =
                "Write simulation.json and simulation.svg there, and the stays of the first city as stays.csv and protected.csv; "
                + "files of these names are replaced.",
        };
        var lang = WordOption.Of<Language>("--lang", "Language of table and plot");
        var data = new Option<string>("--data-folder")
        {
            HelpName = "DIR",
            Description = "Catalogue, rules, criteria, texts, priors and city; default the ones shipped with the program.",
        };
        var verb = new Verb(
            "simulate",
            "Compare ways of choosing places in a synthetic city.",
            """
            The children are drawn so that published figures hold (data/simulation.json).
            A hidden truth decides how their stays end. Some years are lived under past
            practice; then every way of choosing places the same new children, with the
            same luck. Nothing of it is about a real child, and nothing is recorded.

            Truths: prior (as the model believes), interaction (things that matter only
            together), strong-place (places differ far more than believed), flat (nothing
            matters, so there is nothing to gain).

            Examples:
              simulate
              simulate --replications 200 --seed 7 --out simulation
              simulate --truth interaction --years 10 --lang en
              train --data simulation/stays.csv --protected simulation/protected.csv

            Exit codes:
              0    simulated
              2    wrong usage, or the folder cannot be written
              5    the data cannot be used
              130  interrupted from the keyboard
            """
        )
        {
            years,
            replications,
            seed,
            scale,
            truth,
            output,
            lang,
            data,
        };
        verb.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        new SimulationSettings(
                            parsed.GetValue(years),
                            parsed.GetValue(replications),
                            parsed.GetValue(seed),
                            parsed.GetValue(truth),
                            parsed.GetValue(scale)
                        ),
                        parsed.GetValue(data) ?? ShippedData.DefaultFolder,
                        parsed.GetValue(output),
                        parsed.GetValue(lang),
                        terminal,
                        cancellation
                    )
                )
        );
        return verb;
    }

    private static int Run(
        SimulationSettings settings,
        string dataFolder,
        string? output,
        Language language,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        var data = ShippedData.Load(dataFolder);
        var plan = CityPlanLoader.Load(Document(dataFolder, "simulation.json"), data.ReferenceDataSet.Catalogue);
        var learning = LearningData.Load(dataFolder);

        // Found out before the work, not after it.
        if (output is not null && !TryMake(output, terminal))
            return ExitCode.Unusable;
        var report = Simulated(
            settings,
            done => PolicyComparison.Run(settings, plan, data.ReferenceDataSet, learning.Prior, learning.Settings.Use, done, cancellation),
            terminal
        );
        var page = new SimulationPage(report, data.Texts.In(language), language);
        page.Print(terminal.Out);
        return
            output is null
            || TryWrite(output, report, page, data, () => GrownStay.Grow(settings, plan, data.ReferenceDataSet, learning.Prior), terminal)
            ? ExitCode.Done
            : ExitCode.Unusable;
    }

    private static SimulationReport Simulated(SimulationSettings settings, Func<Action?, SimulationReport> run, Terminal terminal)
    {
        if (!terminal.ErrorScreen.Colours)
            return run(null);
        return terminal
            .Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask($"{settings.Replications} replications", maxValue: settings.Replications);
                return run(() => task.Increment(1));
            });
    }

    private static DataDocument Document(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? DataDocument.FromFiles([(name, File.ReadAllBytes(path))])
            : throw new DataException(path, ["there is no such file"]);
    }

    private static bool TryMake(string folder, Terminal terminal) => Try(folder, terminal, () => Directory.CreateDirectory(folder));

    private static bool TryWrite(
        string folder,
        SimulationReport report,
        SimulationPage page,
        ShippedData data,
        Func<IReadOnlyList<GrownStay>> grow,
        Terminal terminal
    ) =>
        Try(
            folder,
            terminal,
            () =>
            {
                var stays = grow();
                File.WriteAllBytes(Path.Combine(folder, "simulation.json"), SimulationJson.Of(report, data));
                File.WriteAllText(Path.Combine(folder, "simulation.svg"), page.Plot());
                File.WriteAllBytes(Path.Combine(folder, "stays.csv"), GrownStaysCsv.Stays(stays));
                File.WriteAllBytes(Path.Combine(folder, "protected.csv"), GrownStaysCsv.Protected(stays));
            }
        );

    private static bool Try(string folder, Terminal terminal, Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            terminal.Complain($"'{JsonText.Shown(folder)}' cannot be written: it, or a file in it, could not be made.");
            return false;
        }
    }

    private static Option<int> Integer(string name, string meaning, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            HelpName = "N",
            Description = $"{meaning}; default {usual}.",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && (!int.TryParse(given.Tokens[0].Value, out var number) || number < least || number > most))
                given.AddError($"{name} must be a whole number from {least} to {most}.");
        });
        return option;
    }
}
