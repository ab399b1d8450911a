using System.Globalization;
using System.Text;
using Matching.Engine.Learning;
using Matching.Engine.Learning.Reporting;

namespace Matching.Api.Stays;

/// <summary>A data sheet in English, as Markdown.</summary>
public static class DataSheetMarkdown
{
    /// <summary>Writes it.</summary>
    public static string Write(DataSheet sheet)
    {
        var page = new StringBuilder();
        page.Append(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    # Data sheet of training set {MarkdownText.Of(sheet.Version)}

                    Counts are of stays and of the children in them. `<{SheetCount.FewestChildren}` stands for fewer than {SheetCount.FewestChildren} children, none included; `all but <{SheetCount.FewestChildren}` where fewer are
                    left out, none included; `withheld` where a count would give away another one by subtraction. A stay that has not ended counts as still going on.
                    Places, and values of protected attributes, of fewer than {SheetCount.FewestChildren} children are not named; of fewer children in all the sheet is that of no data.

                    | | stays | children |
                    |---|---|---|
                    | learnt from | {Stays(sheet.Total)} | {Children(sheet.Total)} |
                    | left out: a court decided (remand, sentence, youth sanction) | {Stays(sheet.Court)} | {Children(sheet.Court)} |
                    | left out: the legal track is not known | {Stays(sheet.Untracked)} | {Children(sheet.Untracked)} |

                    Years: {(
                        sheet.Years is { } years
                            ? string.Create(CultureInfo.InvariantCulture, $"{years.First} to {years.Last}")
                            : "not told"
                    )}

                    """
                )
                .ReplaceLineEndings("\n")
        );
        foreach (var table in sheet.Tables)
            Write(page, table);
        return page.ToString();
    }

    private static void Write(StringBuilder page, SheetTable table)
    {
        var hasBreakdowns = table.Rows.Any(row => row.Breakdowns is not null);
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n## {Title(table)}\n\n| | stays | children "
                + $"|{(hasBreakdowns ? " broke down |" : "")}\n|---|---|---|{(hasBreakdowns ? "---|" : "")}\n"
        );
        foreach (var row in table.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Of(row.Word)} | {Stays(row.Count)} | {Children(row.Count)} |");
            if (row.Breakdowns is { } breakdowns)
                page.Append(CultureInfo.InvariantCulture, $" {Stays(breakdowns)} |");
            page.Append('\n');
        }
    }

    private static string Title(SheetTable table) =>
        table.Subject switch
        {
            SheetSubject.Ending => "How stays ended",
            SheetSubject.ReportedBy => "Who said how they ended",
            SheetSubject.Level => "Level of the place",
            SheetSubject.Place => "Place",
            SheetSubject.Sex => "Sex (audits only)",
            SheetSubject.Age => "Age at the start",
            SheetSubject.StrongNeed => "Strong needs (a child may have several)",
            SheetSubject.NotKnown => "Not known at the start, by feature",
            _ => $"{MarkdownText.Of(table.Name!)} (protected attribute, audits only)",
        };

    private static string Stays(SheetCount count) => Text(count, count.Stays);

    private static string Children(SheetCount count) => Text(count, count.Children);

    private static string Text(SheetCount count, int? number) =>
        count.Suppression switch
        {
            Suppression.Few => string.Create(CultureInfo.InvariantCulture, $"<{SheetCount.FewestChildren}"),
            Suppression.AllButFew => string.Create(CultureInfo.InvariantCulture, $"all but <{SheetCount.FewestChildren}"),
            Suppression.Withheld => "withheld",
            _ => number!.Value.ToString(CultureInfo.InvariantCulture),
        };
}
