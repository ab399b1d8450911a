using System.Globalization;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Reporting;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Simulation;
using Matching.Engine.Vignettes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Matching.Api.Commands.Simulate;

/// <summary>A comparison of policies as a table and as a plot.</summary>
internal sealed class SimulationPage(SimulationReport report, TextSet texts, Language language)
{
    private const string PlotId = "simulation";
    private const int Percent = 100;
    private static readonly Style Dim = new(decoration: Decoration.Dim),
        Bold = new(decoration: Decoration.Bold);

    public void Print(IAnsiConsole console)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode ? TableBorder.Horizontal : TableBorder.Ascii, Expand = true };
        foreach (var column in (string[])["policy", "breakdowns-per-100", "fewer-per-100", "share-of-gain"])
            table.AddColumn(new TableColumn(new Text(texts.Label($"simulation-{column}"), Dim)));
        foreach (var result in report.Policies)
            table.AddRow(
                new IRenderable[]
                {
                    new Text(Name(result.Policy), Bold),
                    new Text(Shown(result.BreakdownsPer100)),
                    new Text(Fewer(result)),
                    new Text(Share(result)),
                }
            );
        console.WriteLine(Summary());
        console.Write(table);
        console.WriteLine(texts.Label("simulation-note"));
    }

    /// <summary>Expected breakdowns by policy, as SVG.</summary>
    public string Plot() =>
        SvgPlot.Bars(
            new PlotTexts(
                PlotId,
                Terms<Language>.Text(language),
                texts.Label("simulation-plot"),
                Summary(),
                texts.Label("simulation-plot-x")
            ),
            [
                .. report.Policies.Select(result => new PlotBar(
                    Name(result.Policy),
                    result.BreakdownsPer100.Value,
                    result.BreakdownsPer100.Low,
                    result.BreakdownsPer100.High
                )),
            ]
        );

    private string Name(PolicyKind policy) => texts.Label($"policy.{Terms<PolicyKind>.Text(policy)}");

    private string Summary() =>
        texts.Of(
            Remark.Of(
                "simulation-summary",
                ("replications", [$"{report.Settings.Replications}"]),
                ("stays", [Number(report.StaysPerReplication, "0")]),
                ("years", [$"{report.Settings.Years}"]),
                ("truth", [texts.Label($"truth.{Terms<TruthKind>.Text(report.Settings.Truth)}")]),
                ("seed", [$"{report.Settings.Seed}"])
            )
        );

    private string Fewer(PolicyResult result) => result.Policy == PolicyKind.PastPractice ? "-" : Shown(result.FewerPer100);

    private string Share(PolicyResult result) =>
        result.Policy is PolicyKind.PastPractice or PolicyKind.Oracle ? "-"
        : result.ShareOfGain is { } share
            ? $"{Number(Percent * share.Value, "0")} % ({Number(Percent * share.Low, "0")}..{Number(Percent * share.High, "0")})"
        : texts.Label("simulation-nothing-to-gain");

    private string Shown(Estimate estimate) =>
        $"{Number(estimate.Value, "0.0")} ({Number(estimate.Low, "0.0")}..{Number(estimate.High, "0.0")})";

    private string Number(double value, string format) =>
        WrittenNumber.InLanguage(value.ToString(format, CultureInfo.InvariantCulture), language);
}
