using System.Text;
using Matching.Api.Vignettes;
using Matching.Engine.Localization;
using Matching.Engine.Vignettes;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Matching.Api.Commands.Evaluate;

/// <summary>The results of an evaluation as a table to show around: a row for each case.</summary>
internal sealed class EvaluationPage(VignetteReport report, TextSet texts, Language language, IAnsiConsole console)
{
    private const int WideFrom = 110;
    private const int NarrowCase = 26,
        WideCase = 36,
        ResultWidth = 11,
        MarkWidth = 2;
    private static readonly Style Dim = new(decoration: Decoration.Dim),
        Bold = new(decoration: Decoration.Bold);
    private static readonly Style Good = new(Color.Green),
        Bad = new(Color.Red);
    private readonly bool _blocks = console.Profile.Capabilities.Unicode;
    private readonly int _caseWidth = console.Profile.Width >= WideFrom ? WideCase : NarrowCase;

    public void Print()
    {
        var table = new Table
        {
            Border = _blocks ? TableBorder.Horizontal : TableBorder.Ascii,
            ShowRowSeparators = true,
            Expand = true,
        };
        table.AddColumn(new TableColumn(Head("case")) { Width = _caseWidth });
        table.AddColumn(new TableColumn(Head("expected")));
        table.AddColumn(new TableColumn(Head("result")) { Width = ResultWidth, NoWrap = true });
        foreach (var result in report.Results)
            table.AddRow(Case(result), Expectations(result), Judgement(result.Holds));
        console.Write(table);
        console.WriteLine();
        console.Write(new Text(Summary(), report.AllHold ? Good : Bad));
        console.WriteLine();
    }

    private Text Head(string label) => new(texts.Label(label), Dim);

    private Rows Case(VignetteResult result)
    {
        var rows = new List<IRenderable> { new Text(Folded(result.Case.Name), Bold), new Text(result.Case.Title.In(language)) };

        // Where the answer differs from what is published, both have to be looked at.
        if (!result.Holds)
            rows.Add(new Text($"{texts.Label("rests-on")}: {result.Case.Statement.In(language)} ({result.Case.Source})", Dim));
        return new Rows(rows);
    }

    private Rows Expectations(VignetteResult result)
    {
        var rows = new List<IRenderable>();
        foreach (var finding in result.Findings)
        {
            rows.Add(Item(new Text(texts.Of(finding.Expectation.Expected)), finding.Holds));
            if (finding.Seen is { } seen)
                rows.Add(new Padder(new Text($"{texts.Label("seen-instead")}: {texts.Of(seen)}", Bad), new Padding(MarkWidth, 0, 0, 0)));
        }
        return new Rows(rows);
    }

    /// <summary>A file name on several lines, broken where it is joined, for it has no blanks to break at.</summary>
    private string Folded(string name)
    {
        var (folded, line) = (new StringBuilder(), 0);
        foreach (var part in name.Split('-').Select((part, index) => index == 0 ? part : $"-{part}"))
        {
            if (line > 0 && line + part.Length > _caseWidth)
            {
                folded.Append('\n');
                line = 0;
            }
            folded.Append(part);
            line += part.Length;
        }
        return folded.ToString();
    }

    private Grid Item(Text text, bool holds)
    {
        var grid = new Grid();
        grid.AddColumn(
            new GridColumn
            {
                Width = 1,
                NoWrap = true,
                Padding = new Padding(0, 0, MarkWidth - 1, 0),
            }
        );
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        return grid.AddRow(Mark(holds), text);
    }

    private Text Mark(bool holds) => holds ? new Text(_blocks ? "✓" : "+", Good) : new Text(_blocks ? "✗" : "-", Bad);

    private Text Judgement(bool holds) => holds ? new Text(texts.Label("held"), Good) : new Text(texts.Label("not-held"), Bad);

    private string Summary()
    {
        var (expectations, failed) = (
            report.Results.Sum(result => result.Findings.Count),
            report.Results.Sum(result => result.Findings.Count(finding => !finding.Holds))
        );
        return texts.Of(
            report.AllHold
                ? Remark.Of("cases-all-hold", ("cases", [$"{report.Results.Count}"]), ("expectations", [$"{expectations}"]))
                : Remark.Of(
                    "cases-some-fail",
                    ("held", [$"{report.Held}"]),
                    ("cases", [$"{report.Results.Count}"]),
                    ("failed", [$"{failed}"]),
                    ("expectations", [$"{expectations}"])
                )
        );
    }
}
