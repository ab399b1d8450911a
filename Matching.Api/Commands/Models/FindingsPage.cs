using Matching.Engine.Learning.Evaluation;
using Matching.Engine.Localization;
using Spectre.Console;

namespace Matching.Api.Commands.Models;

/// <summary>What an evaluation found, as tables to show around.</summary>
internal sealed class FindingsPage(ModelEvaluation evaluation, TextSet texts, IAnsiConsole console)
{
    private const int Decimals = 3;
    private static readonly Style Dim = new(decoration: Decoration.Dim),
        Good = new(Color.Green),
        Bad = new(Color.Red);

    /// <summary>The gates, and whether the model can be promoted.</summary>
    public void PrintGates()
    {
        var table = Table("gate", "gate-result", "rests-on");
        foreach (var gate in evaluation.Gates)
        {
            table.AddRow(
                new Text(texts.Label($"gate.{gate.Code}")),
                gate.Passed switch
                {
                    true => new Text(texts.Label("gate-passed"), Good),
                    false => new Text(texts.Label("gate-failed"), Bad),
                    null => new Text(texts.Label("gate-not-assessed"), Bad),
                },
                new Text(string.Join("; ", gate.Values.Select(value => $"{value.Name} {Number(value.Value)}")), Dim)
            );
        }
        console.Write(table);
        console.WriteLine();
        console.Write(
            new Text(texts.Label(evaluation.Passed ? "gates-all-passed" : "gates-not-all-passed"), evaluation.Passed ? Good : Bad)
        );
        console.WriteLine();
    }

    /// <summary>How the model did beside what it is held against, or why that cannot be said.</summary>
    public void PrintMeasures()
    {
        if (evaluation.Stays == 0)
        {
            Paragraph(texts.Label("no-stays"));
            return;
        }
        if (!evaluation.Parted)
        {
            var check = evaluation.PriorCheck;
            Paragraph(
                $"{texts.Label("too-few-to-judge")} {texts.Label("breakdowns-seen")}: {Number(check.Seen)}. "
                    + $"{texts.Label("breakdowns-expected")}: {Number(check.Expected)} ({check.Low}-{check.High})."
            );
            return;
        }
        var table = Table("measure", [.. evaluation.Rivals.Select(rival => $"rival.{rival.Name}")]);
        foreach (var (label, of) in Measured)
            table.AddRow([new Text(texts.Label(label)), .. evaluation.Rivals.Select(rival => new Text(Figure(of(rival))))]);
        console.Write(table);
        console.WriteLine();
    }

    private static readonly (string Label, Func<Rival, Figure?> Of)[] Measured =
    [
        ("measure.log-loss", rival => rival.Measures.LogLoss),
        ("measure.model-better-by", rival => rival.Better),
        ("measure.brier", rival => rival.Measures.Brier),
        ("measure.scaled-brier", rival => rival.Measures.ScaledBrier),
        ("measure.slope", rival => rival.Measures.CalibrationSlope),
        ("measure.gap", rival => rival.Measures.CalibrationInTheLarge),
        ("measure.c-index", rival => rival.Measures.Concordance),
        ("measure.net-benefit", rival => rival.Measures.BenefitAt(Measures.ReportedThreshold)),
    ];

    private void Paragraph(string text)
    {
        console.Write(new Text(text));
        console.WriteLine();
        console.WriteLine();
    }

    private Table Table(string first, params string[] others)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode ? TableBorder.Horizontal : TableBorder.Ascii, Expand = true };
        foreach (var label in others.Prepend(first))
            table.AddColumn(new TableColumn(new Text(texts.Label(label), Dim)));
        return table;
    }

    private string Figure(Figure? figure) =>
        figure is null ? "-"
        : figure is { Low: { } low, High: { } high } ? $"{Number(figure.Value)} ({Number(low)}; {Number(high)})"
        : Number(figure.Value);

    private string Number(double? value) => TableNumber.Ok(value, Decimals, texts);
}
