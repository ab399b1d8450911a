using System.Globalization;
using Matching.Api.Rankings;
using Matching.Engine;
using Matching.Engine.Eligibility;
using Matching.Engine.Inquiry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Matching.Engine.Placements;
using Matching.Engine.Profiles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Matching.Api.Commands.Rank;

/// <summary>A ranking for a person at a terminal. Every word comes from the texts; the page only lays them out.</summary>
internal sealed class RankingPage(
    RankingRecord record,
    ReferenceDataSet referenceData,
    TextSet texts,
    Language language,
    IAnsiConsole console
)
{
    private const int Explained = 3;
    private const int WideFrom = 110;
    private const int RankWidth = 3,
        LevelWidth = 17,
        PointsWidth = 6,
        ScoreBar = 8,
        StandingWidth = 11,
        FirstWidth = 6,
        Between = PageLayout.Between;
    private const int LevelColumn = 2;
    private const string AcuteRisk = "acute-health-risk";
    private static readonly Style Dim = PageLayout.Dim,
        Bold = PageLayout.Bold;
    private readonly bool _wide = console.Profile.Width >= WideFrom;
    private readonly PageLayout _layout = new(console);
    private readonly bool _blocks = console.Profile.Capabilities.Unicode;

    /// <summary>Prints it; with a number, only so many ranked places and none of the excluded.</summary>
    public void Print(int? top)
    {
        var answer = record.Answer;
        var ranked = answer.Placements.Where(placement => placement.Rank is not null).ToList();
        var shown = ranked.Take(top ?? ranked.Count).ToList();
        var excluded = top is null ? answer.Placements.Skip(ranked.Count).ToList() : [];
        PrintHeader(answer);
        if (shown.Count > 0)
            PrintTable(shown);
        PrintExplanations([.. shown.Take(Explained)]);
        PrintExcluded(excluded);
        var omitted = answer.Placements.Count - shown.Count - excluded.Count;
        if (omitted > 0)
        {
            console.WriteLine();
            _layout.Line(new Text(texts.Label("omitted").Replace("{count}", Number(omitted), StringComparison.Ordinal)));
        }
        new InquiryPage(answer, new AnswerTexts(texts, referenceData.Catalogue), _layout).Print();
        PrintGaps(answer.KnowledgeGaps);
        PrintNotices([.. answer.Notices.Where(notice => notice.Code != AcuteRisk)]);
        console.WriteLine();
        _layout.Line(new Text($"{texts.Label("offline-note")} {texts.Label("offline-free-places")}", Dim));
    }

    private void PrintHeader(Answer answer)
    {
        var grid = PageLayout.Columns(null, null);
        grid.AddRow(new Text(texts.Label("case"), Dim), new Text(record.CaseReference, Bold));
        grid.AddRow(new Text(texts.Label("as-of"), Dim), new Text(answer.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        var title = texts.Label("needs");
        foreach (var group in answer.Needs.GroupBy(need => need.Strength).OrderByDescending(group => group.Key))
        {
            var needs = string.Join(", ", group.Select(need => texts.Word(Terms<Need>.Key(need.Need))));
            grid.AddRow(new Text(title, Dim), new Text($"{texts.Label(Terms<NeedStrength>.Key(group.Key))}: {needs}"));
            title = "";
        }
        if (answer.Needs.Count == 0)
            grid.AddRow(new Text(title, Dim), new Text(texts.Label("none")));
        console.Write(grid);
        foreach (var notice in answer.Notices.Where(notice => notice.Code == AcuteRisk))
        {
            console.WriteLine();
            _layout.Line(new Text(texts.Of(notice), new Style(Color.Red, decoration: Decoration.Bold)));
        }
        console.WriteLine();
    }

    private void PrintTable(IReadOnlyList<AnsweredPlacement> shown)
    {
        var bar = new Bar(ScoreBar, shown.Max(placement => Math.Abs(placement.Score!.Value)), _blocks);
        PrintRow([.. TableHeads().Select(label => new Text(label, Dim))]);
        foreach (var answered in shown)
        {
            var placement = PlacementOf(answered);
            var level = texts.Label(Terms<Level>.Key(placement.Level));
            PrintRow(Cells(answered, placement, level, bar));
            PrintBelow(answered, level);
        }
        console.WriteLine();
        _layout.Line(new Text($"{texts.Label("first")}: {Lower(texts.Label("likelihood-first"))}.", Dim));
    }

    private IEnumerable<string> TableHeads()
    {
        IEnumerable<string> keys = _wide
            ? ["rank", "placement", "level", "score", "", "standing", "first"]
            : ["rank", "placement", "score", "", "standing", "first"];
        return keys.Select(key => key.Length == 0 ? "" : texts.Label(key));
    }

    private IRenderable[] Cells(AnsweredPlacement answered, Placement placement, string level, Bar bar)
    {
        var cells = new List<IRenderable>
        {
            new Text(Number(answered.Rank!.Value)),
            answered.Rank == 1 ? new Text(placement.Name, Bold) : new Text(placement.Name),
            new Text(Points(answered.Score!.Value)),
            bar.Of(answered.Score.Value),
            new Text(
                texts.Label(Terms<EligibilityStatus>.Key(answered.EligibilityStatus)),
                answered.EligibilityStatus == EligibilityStatus.Eligible ? Color.Green : Color.Olive
            ),
            new Text(Percent(answered.ProbabilityFirst!.Value)),
        };
        if (_wide)
            cells.Insert(LevelColumn, new Text(level));
        return [.. cells];
    }

    /// <summary>Every row is a grid of its own with the same widths, so that what stands below a row may take the whole line.</summary>
    private void PrintRow(IRenderable[] cells)
    {
        List<(int Width, Justify Side)> columns =
        [
            (RankWidth, Justify.Right),
            (0, Justify.Left),
            (PointsWidth, Justify.Right),
            (ScoreBar, Justify.Left),
            (StandingWidth, Justify.Left),
            (FirstWidth, Justify.Right),
        ];
        if (_wide)
            columns.Insert(LevelColumn, (LevelWidth, Justify.Left));
        columns[1] = (console.Profile.Width - columns.Sum(column => column.Width) - Between * (columns.Count - 1), Justify.Left);
        var grid = new Grid();
        for (var i = 0; i < columns.Count; i++)
            grid.AddColumn(
                new GridColumn
                {
                    Width = columns[i].Width,
                    Alignment = columns[i].Side,
                    Padding = new Padding(0, 0, i < columns.Count - 1 ? Between : 0, 0),
                }
            );
        console.Write(grid.AddRow(cells));
    }

    private void PrintBelow(AnsweredPlacement answered, string level)
    {
        var below = _wide ? new List<string>() : [level];
        if (answered.UnmetNeeds.Count > 0)
            below.Add(
                $"{texts.Label("unmet-needs")}: {string.Join(", ", answered.UnmetNeeds.Select(need => texts.Word(Terms<Need>.Key(need))))}"
            );
        if (below.Count > 0)
            console.Write(new Padder(new Text(string.Join(". ", below), Dim), new Padding(RankWidth + Between, 0, 0, 0)));
    }

    private void PrintExplanations(IReadOnlyList<AnsweredPlacement> explained)
    {
        if (explained.Count == 0)
            return;
        var most = explained.SelectMany(placement => placement.Contributions).Select(one => Math.Abs(one.Points)).DefaultIfEmpty().Max();
        var width = _wide ? 20 : 10;
        var bar = new Bar(width, most, _blocks);
        foreach (var answered in explained)
        {
            _layout.Title($"{answered.Rank}. {PlacementOf(answered).Name}: {Points(answered.Score!.Value)} {Lower(texts.Label("score"))}");
            var grid = PageLayout.Columns(width, 6, null);
            foreach (var contribution in answered.Contributions.OrderByDescending(one => one.Points))
                grid.AddRow(
                    bar.Of(contribution.Points),
                    new Text(Signed(contribution.Points)) { Justification = Justify.Right },
                    new Text(texts.Of(contribution))
                );
            console.Write(grid);
            if (answered.Conditions.Count > 0)
            {
                console.WriteLine();
                _layout.Line(new Text(texts.Label("conditions"), Bold));
                List(answered.Conditions);
            }
        }
    }

    private void PrintExcluded(IReadOnlyList<AnsweredPlacement> excluded)
    {
        if (excluded.Count == 0)
            return;
        _layout.Title(texts.Label("excluded-placements"));
        foreach (var answered in excluded)
        {
            var placement = PlacementOf(answered);
            var line = new Paragraph(placement.Name, Bold);
            line.Append($"  {texts.Label(Terms<Level>.Key(placement.Level))}", Dim);
            _layout.Line(line);
            List([.. answered.Conditions.Where(condition => condition.Refuses)]);
        }
    }

    private void PrintGaps(IReadOnlyList<KnowledgeGap> gaps)
    {
        if (gaps.Count == 0)
            return;
        _layout.Title(texts.Label("knowledge-gaps"));
        var changing = gaps.Where(gap => gap.ChangesFirst > 0).ToList();
        if (changing.Count > 0)
            _layout.Line(new Text($"{texts.Label("gaps-share")}:", Dim));
        var grid = PageLayout.Columns(5, null);
        foreach (var gap in changing)
            grid.AddRow(new Text(Percent(gap.ChangesFirst * 100)) { Justification = Justify.Right }, new Text(texts.Of(gap)));
        console.Write(grid);
        var same = gaps.Where(gap => gap.ChangesFirst == 0).Select(texts.Unknown).ToList();
        if (same.Count > 0)
            _layout.Line(new Text($"{texts.Label("gaps-same")}: {string.Join("; ", same)}."));
    }

    private void PrintNotices(IReadOnlyList<Notice> notices)
    {
        _layout.Title(texts.Label("notices"));
        _layout.List(notices.Select(notice => new Text(texts.Of(notice))));
    }

    private void List(IReadOnlyList<Condition> conditions) =>
        _layout.List(conditions.Select(condition => new Paragraph(texts.Of(condition)).Append($" ({condition.Source})", Dim)));

    private Placement PlacementOf(AnsweredPlacement answered)
    {
        referenceData.Catalogue.TryFind(answered.PlacementId, out var index);
        return referenceData.Catalogue.Placements[index];
    }

    private string Points(int hundredths) =>
        WrittenNumber.InLanguage((hundredths / 100m).ToString("0.00", CultureInfo.InvariantCulture), language);

    private string Signed(int hundredths) => hundredths > 0 ? "+" + Points(hundredths) : Points(hundredths);

    /// <summary>Ten-thousandths in whole percent; what is possible is never called impossible, nor certain what is not.</summary>
    private string Percent(int tenThousandths)
    {
        var sign = language == Language.Da ? " %" : "%";
        return tenThousandths switch
        {
            > 0 and < 100 => $"<1{sign}",
            > 9900 and < 10000 => $">99{sign}",
            _ => $"{Number((tenThousandths + 50) / 100)}{sign}",
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];
}
