using System.CommandLine;
using System.Globalization;
using Matching.Api.Commands.Verbs;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Localization;
using Spectre.Console;

namespace Matching.Api.Commands.Models;

/// <summary>Whether a model still fits the children who come, with an alarm.</summary>
internal static class MonitorCommand
{
    private const int Decimals = 3;

    public static Command Create(Terminal terminal)
    {
        var (options, files) = (new ModelOptions(), new StayFiles());
        var stays = StayFiles.Stays(isRequired: true);
        var model = new Option<string>("--model") { HelpName = "VERSION", Description = "The model; default the one that is promoted." };
        var challenger = new Option<string>("--challenger")
        {
            HelpName = "VERSION",
            Description = "Another model, asked about the same stays in its shadow.",
        };
        var lang = WordOption.Of<Language>("--lang", "Language of the tables");
        var verb = new Verb(
            "monitor",
            "Whether a model still fits the children who come.",
            """
            Two things on stays since it was trained: how far the children differ from those
            it was trained on (population stability index, alarm only beyond chance), and
            breakdowns seen against foretold, for the year up to each quarter. Numbers under
            five are not told. The limits stand in data/learning.json.

            Examples:
              models monitor --data this-year.csv
              models monitor --data this-year.csv --model 1a2b3c --challenger 4d5e6f

            Exit codes:
              0  no alarm
              1  an alarm
              2  wrong usage, a file cannot be read, or there is no such model
              3  the data have faults; each is listed by row on standard error
              5  the data folder or the model cannot be used
            """
        )
        {
            stays,
            model,
            challenger,
            options.Folder,
            options.Record,
            files.Seed,
            files.DataFolder,
            lang,
        };
        verb.SetAction(parsed =>
        {
            if (
                (parsed.GetValue(model) ?? Promoted(options, parsed, terminal)) is not { } version
                || options.Find(version, parsed, terminal) is not { } watched
            )
                return ExitCode.Unusable;
            var shadow = parsed.GetValue(challenger) is { } word ? options.Find(word, parsed, terminal) : null;
            if (shadow is null && parsed.GetValue(challenger) is not null)
                return ExitCode.Unusable;
            var data = ShippedData.Load(files.FolderOf(parsed));
            var (read, code) = files.Read(parsed.GetRequiredValue(stays), parsed, data.ReferenceDataSet, parsed.GetValue(lang), terminal);
            if (read?.Set is not { } set)
                return code;
            var limits = LearningData.Load(files.FolderOf(parsed)).Settings.Monitoring;
            var report = MonitoringReport.Of(set.Stays, watched.Model(), shadow?.Model().Tables, limits, parsed.GetValue(files.Seed));
            Print(report, data.Texts.In(parsed.GetValue(lang)), terminal.Out);
            return report.IsAlarm ? ExitCode.Alarm : ExitCode.Done;
        });
        return verb;
    }

    private static string? Promoted(ModelOptions options, ParseResult parsed, Terminal terminal)
    {
        using var record = options.Record.Open(parsed, terminal);
        if (record is null)
            return null;
        if (ModelStateProjection.From(record.Entries).Current.Promoted is { } promoted)
            return promoted.Version;
        terminal.Complain("No model is promoted; name one with --model.");
        return null;
    }

    private static void Print(MonitoringReport report, TextSet texts, IAnsiConsole console)
    {
        var shifts = Table("feature", "shift", "by-chance", "alarm");
        foreach (var shift in report.Shifts)
            shifts.AddRow(
                new Text(shift.Feature),
                new Text(Number(shift.Index)),
                new Text(Number(shift.ByChance)),
                new Text(shift.IsAlarm ? "!" : "")
            );
        console.Write(shifts);
        console.WriteLine();
        var periods = Table("quarter", "children", "seen", "foretold", "deviation", "alarm");
        foreach (var period in report.Periods)
        {
            periods.AddRow(
                new Text(string.Create(CultureInfo.InvariantCulture, $"{period.Year}/{period.Quarter}")),
                new Text(Number(period.Children)),
                new Text(Number(period.Seen)),
                new Text(Number(period.Foretold)),
                new Text(Number(period.Deviation)),
                new Text(period.IsAlarm ? "!" : "")
            );
        }
        console.Write(periods);
        console.WriteLine();
        if (report.Challenger is { } gain)
            console.WriteLine($"{texts.Label("challenger-gain")}: {Number(gain.Value)} ({Number(gain.Low)}; {Number(gain.High)})");
        console.WriteLine(texts.Label(report.IsAlarm ? "monitor-alarm" : "monitor-quiet"));

        Table Table(params string[] labels)
        {
            var table = new Table
            {
                Border = console.Profile.Capabilities.Unicode ? TableBorder.Horizontal : TableBorder.Ascii,
                Expand = true,
            };
            foreach (var label in labels)
                table.AddColumn(new TableColumn(new Text(texts.Label(label), new Style(decoration: Decoration.Dim))));
            return table;
        }

        string Number(double? value) => TableNumber.Ok(value, Decimals, texts);
    }
}
