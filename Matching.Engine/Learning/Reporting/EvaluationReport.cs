using System.Globalization;
using System.Net;
using System.Text;
using Matching.Engine.Learning.Evaluation;

namespace Matching.Engine.Learning.Reporting;

/// <summary>An evaluation as a page to show around: gates, figures and plots, in one file without scripts.</summary>
public static class EvaluationReport
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "report.html";

    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem } h2 { font-size: 1.25rem; margin-top: 2.2rem }
        table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums } th, td { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid #ccc } th { border-bottom: 2px solid #555 }
        .yes { color: #0b5d1e } .no { color: #9c1414; font-weight: 600 } .none { color: #6b4a00 } figure { margin: 1rem 0 } figcaption { color: #444 } svg { max-width: 100%; height: auto }
        """;

    /// <summary>The page.</summary>
    public static string Write(FittedModel model, ModelEvaluation evaluation)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Outcome model {Safe(model.Version)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>Outcome model {Safe(model.Version)}</h1>
            <p>The risk that a stay breaks down within a year, judged on {Count(evaluation.Stays)} stays of {Count(
                evaluation.Children
            )} children, {Count(
                evaluation.Breakdowns
            )} of them broken down. Intervals hold 90 %. Groups under five children are not shown.</p>

            """
        );
        WriteGates(page, evaluation);
        WriteRivals(page, evaluation);
        WritePlots(page, evaluation);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteGates(StringBuilder page, ModelEvaluation evaluation)
    {
        page.Append(
            evaluation.Passed
                ? "<h2>Gates: all passed</h2>\n"
                : "<h2>Gates: not released</h2>\n<p>A gate that cannot be assessed is not passed.</p>\n"
        );
        page.Append(
            "<table>\n<thead><tr><th scope=\"col\">Gate</th><th scope=\"col\">Passed</th><th scope=\"col\">Rests "
                + "on</th></tr></thead>\n<tbody>\n"
        );
        foreach (var gate in evaluation.Gates)
        {
            var (style, text) = gate.Passed switch
            {
                true => ("yes", "yes"),
                false => ("no", "no"),
                null => ("none", "cannot be assessed"),
            };
            var values = string.Join(", ", gate.Values.Select(value => $"{value.Name} {Number(value.Value)}"));
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{Safe(gate.Code)}</th><td class=\"{style}\">{text}</td><td>{Safe(values)}</td></tr>\n"
            );
        }
        page.Append("</tbody>\n</table>\n");
    }

    private static void WriteRivals(StringBuilder page, ModelEvaluation evaluation)
    {
        page.Append("<h2>How it did</h2>\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>Breakdowns seen: {Count(evaluation.PriorCheck.Seen)}. The prior expected {Number(evaluation.PriorCheck.Expected)} of "
                + $"these stays (90 %: {evaluation.PriorCheck.Low} to {evaluation.PriorCheck.High}).</p>\n"
        );
        if (!evaluation.Parted)
        {
            page.Append(
                "<p>There are too few breakdowns or children to judge on children it was not trained on. Nothing is claimed.</p>\n"
            );
            return;
        }
        Table(page, "On children it was not trained on", evaluation.Rivals);
        if (evaluation.Later.Count > 0)
            Table(page, "Trained on the earlier stays, judged on the later", evaluation.Later);
    }

    private static void Table(StringBuilder page, string caption, IReadOnlyList<Rival> rivals)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"<table>\n<caption>{Safe(caption)}</caption>\n<thead><tr><th scope=\"col\"></th><th scope=\"col\">Log loss</th><th "
                + $"scope=\"col\">Brier</th><th scope=\"col\">Scaled Brier</th><th scope=\"col\">Slope</th><th scope=\"col\">Seen − "
                + $"foretold</th><th scope=\"col\">c-index</th><th scope=\"col\">Net benefit at 30 %</th><th scope=\"col\">Model better "
                + $"by</th></tr></thead>\n<tbody>\n"
        );
        foreach (var rival in rivals)
        {
            var cells = new[]
            {
                rival.Measures.LogLoss,
                rival.Measures.Brier,
                rival.Measures.ScaledBrier,
                rival.Measures.CalibrationSlope,
                rival.Measures.CalibrationInTheLarge,
                rival.Measures.Concordance,
                rival.Measures.BenefitAt(Measures.ReportedThreshold),
                rival.Better,
            };
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th "
                    + $"scope=\"row\">{Safe(rival.Name)}</th>{string.Concat(cells.Select(figure => $"<td>{Reported(figure)}</td>"))}</tr>\n"
            );
        }
        page.Append("</tbody>\n</table>\n");
    }

    private static void WritePlots(StringBuilder page, ModelEvaluation evaluation)
    {
        if (evaluation.Curve.Count > 0)
        {
            const string caption =
                "Seen share of breakdowns against the foretold, in five groups of equal size. On the line they are the same. "
                + "Groups in which fewer than five broke down, or all but fewer than five, are left out.";
            Figure(
                page,
                "Calibration",
                caption,
                SvgPlot.Calibration(
                    new PlotTexts(
                        "calibration",
                        "en",
                        "Calibration",
                        "Seen share of breakdowns within a year by foretold risk",
                        "Foretold",
                        "Seen"
                    ),
                    [
                        new PlotSeries(
                            "Stays by risk",
                            [
                                .. evaluation.Curve.Select(point => new PlotPoint(
                                    point.Foretold,
                                    point.Seen.Value,
                                    point.Seen.Low,
                                    point.Seen.High
                                )),
                            ]
                        ),
                    ]
                )
            );
        }
        if (evaluation.Learning.Count > 0)
        {
            Figure(
                page,
                "Learning curve",
                "Log loss on other children by the number trained on; lower is better.",
                SvgPlot.Points(
                    new PlotTexts(
                        "learning",
                        "en",
                        "Learning curve",
                        "Log loss by number of children trained on",
                        "Children trained on",
                        "Log loss"
                    ),
                    [new PlotSeries("Model", [.. evaluation.Learning.Select(point => new PlotPoint(point.Children, point.LogLoss))])]
                )
            );
        }
        foreach (var kind in evaluation.Groups.GroupBy(group => group.Kind))
        {
            var bars = kind.Where(group => group.Gap is not null)
                .Select(group => new PlotBar($"{group.Name} ({group.Children})", group.Gap!.Value, group.Gap.Low, group.Gap.High))
                .ToList();
            if (bars.Count == 0)
                continue;
            Figure(
                page,
                $"By {kind.Key}",
                "Breakdowns seen minus foretold, per stay and over the time each was watched; 0 is right. Children in brackets. "
                    + "Groups in which fewer than five broke down, or all but fewer than five, are left out.",
                SvgPlot.Bars(
                    new PlotTexts(
                        $"group-{string.Concat(kind.Key.Where(char.IsAsciiLetterOrDigit))}",
                        "en",
                        $"Seen minus foretold, by {kind.Key}",
                        "Difference of breakdowns seen and foretold per stay, by group",
                        "Seen − foretold"
                    ),
                    bars
                )
            );
        }
    }

    private static void Figure(StringBuilder page, string heading, string caption, string svg) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>{Safe(heading)}</h2>\n<figure>\n{svg}<figcaption>{Safe(caption)}</figcaption>\n</figure>\n"
        );

    private static string Reported(Figure? figure) =>
        figure is null ? "–"
        : figure is { Low: { } low, High: { } high } ? $"{Number(figure.Value)} ({Number(low)} to {Number(high)})"
        : Number(figure.Value);

    private static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? Rounding.Of(number, 3).ToString(CultureInfo.InvariantCulture) : "–";

    private static string Count(int? count) =>
        count is null or < ModelSupport.LeastChildren ? "fewer than five" : count.Value.ToString(CultureInfo.InvariantCulture);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
