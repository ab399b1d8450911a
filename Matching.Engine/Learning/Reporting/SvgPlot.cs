using System.Globalization;
using System.Security;
using System.Text;

namespace Matching.Engine.Learning.Reporting;

/// <summary>The words on a plot, in the reader's language.</summary>
/// <param name="Id">Makes the plot's own ids differ from those of other plots on a page: letters, digits and dashes.</param>
/// <param name="Language">Such as <c>da</c>; decimals are written as that language does.</param>
/// <param name="Title">What is shown, also read out by screen readers.</param>
/// <param name="Description">What it shows, in a sentence, for those who cannot see it.</param>
/// <param name="X">What the horizontal axis counts.</param>
/// <param name="Y">What the vertical axis counts; not used by bars.</param>
public sealed record PlotTexts(string Id, string Language, string Title, string Description, string X, string Y = "");

/// <summary>A named figure with its interval, if it has one.</summary>
public sealed record PlotBar(string Label, double Value, double? Low = null, double? High = null);

/// <summary>A point with its interval upwards and downwards, if it has one.</summary>
public sealed record PlotPoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>Points that belong together, joined by a line.</summary>
public sealed record PlotSeries(string Label, IReadOnlyList<PlotPoint> Points);

/// <summary>
/// Plots as SVG: no script, nothing to load, readable by screen readers and in print. The same figures give the same bytes.
/// </summary>
public static class SvgPlot
{
    private const int Width = 720,
        Top = 56,
        Bottom = 56,
        Right = 80,
        Left = 72,
        LabelLeft = 220,
        LetterWidth = 7;
    private const int BarRow = 34,
        BarHeight = 16,
        CurveHeight = 340,
        Square = 420,
        TickCount = 5,
        Whisker = 5,
        Legend = 20;
    private const double Radius = 4.5;
    private const string Ink = "#1f2933",
        Faint = "#d5dbe1",
        Plain = "#ffffff";
    private static readonly string[] Colours = ["#0b5fa5", "#b3471d", "#3c7a3f", "#6b4c9a", "#8a6d00"];

    /// <summary>A row for each figure: a bar from zero, with its interval across the end.</summary>
    public static string Bars(PlotTexts texts, IReadOnlyList<PlotBar> bars)
    {
        var values = bars.SelectMany(bar => new[] { bar.Value, bar.Low ?? bar.Value, bar.High ?? bar.Value });
        var left = Math.Max(LabelLeft, bars.Select(bar => bar.Label.Length * LetterWidth + 16).DefaultIfEmpty().Max());
        var height = Top + bars.Count * BarRow + Bottom;
        var x = Axis.Of(values.Append(0), left, Width - Right);
        var page = Open(texts, height);
        Vertical(page, texts, x, Top, height - Bottom);
        for (var row = 0; row < bars.Count; row++)
        {
            var (bar, middle) = (bars[row], Top + row * BarRow + BarRow / 2);
            var (zero, end) = (x.At(0), x.At(bar.Value));
            Text(page, left - 10, middle + 4, "end", bar.Label);
            page.AppendLine(
                $"""<rect x="{N(Math.Min(zero, end))}" y="{middle - BarHeight / 2}" width="{N(Math.Abs(end - zero))}" height="{BarHeight}" fill="{Colours[0]}" fill-opacity="0.75"/>"""
            );
            if (bar is { Low: { } low, High: { } high })
                AcrossInterval(page, x.At(low), x.At(high), middle);
            Text(page, Math.Max(end, x.At(bar.High ?? bar.Value)) + 8, middle + 4, "start", Shown(bar.Value, texts));
        }
        return Close(page);
    }

    /// <summary>Points over a number, such as a learning curve, each series joined by a line.</summary>
    public static string Points(PlotTexts texts, IReadOnlyList<PlotSeries> series)
    {
        var points = series.SelectMany(one => one.Points).ToList();
        var height = Top + CurveHeight + Bottom + Legend;
        var x = Axis.Of(points.Select(point => point.X), Left, Width - Right);
        var y = Axis.Of(points.SelectMany(point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y }), Top + CurveHeight, Top);
        var page = Open(texts, height);
        Grid(page, texts, x, y);
        for (var i = 0; i < series.Count; i++)
            Series(page, series[i], x, y, i, joined: true);
        Names(page, series, Top + CurveHeight + Bottom);
        return Close(page);
    }

    /// <summary>What happened against what was predicted, from 0 to 1, with the line where both are the same.</summary>
    public static string Calibration(PlotTexts texts, IReadOnlyList<PlotSeries> series)
    {
        var height = Top + Square + Bottom + Legend;
        var x = new Axis(0, 1, 0.2, Left, Left + Square);
        var y = new Axis(0, 1, 0.2, Top + Square, Top);
        var page = Open(texts, height);
        Grid(page, texts, x, y);
        page.AppendLine(
            $"""<line x1="{N(x.At(0))}" y1="{N(y.At(0))}" x2="{N(x.At(1))}" y2="{N(y.At(1))}" stroke="{Ink}" stroke-dasharray="5 4"/>"""
        );
        for (var i = 0; i < series.Count; i++)
            Series(page, series[i], x, y, i, joined: false);
        Names(page, series, Top + Square + Bottom);
        return Close(page);
    }

    private static StringBuilder Open(PlotTexts texts, int height)
    {
        var page = new StringBuilder();
        page.AppendLine(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" lang="{Safe(texts.Language)}" aria-labelledby="{Safe(texts.Id)}-title {Safe(texts.Id)}-desc" font-family="'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif" font-size="13" fill="{Ink}">"""
        );
        page.AppendLine($"""<title id="{Safe(texts.Id)}-title">{Safe(texts.Title)}</title>""");
        page.AppendLine($"""<desc id="{Safe(texts.Id)}-desc">{Safe(texts.Description)}</desc>""");
        page.AppendLine($"""<rect width="{Width}" height="{height}" fill="{Plain}"/>""");
        page.AppendLine($"""<text x="16" y="28" font-size="17" font-weight="600">{Safe(texts.Title)}</text>""");
        return page;
    }

    private static string Close(StringBuilder page) => page.AppendLine("</svg>").Replace("\r\n", "\n").ToString();

    private static void Grid(StringBuilder page, PlotTexts texts, Axis x, Axis y)
    {
        Vertical(page, texts, x, (int)y.End, (int)y.Start);
        foreach (var tick in y.Ticks())
        {
            page.AppendLine($"""<line x1="{N(x.Start)}" y1="{N(y.At(tick))}" x2="{N(x.End)}" y2="{N(y.At(tick))}" stroke="{Faint}"/>""");
            Text(page, x.Start - 8, y.At(tick) + 4, "end", Shown(tick, texts));
        }
        var middle = (y.Start + y.End) / 2;
        page.AppendLine(
            $"""<text x="18" y="{N(middle)}" text-anchor="middle" transform="rotate(-90 18 {N(middle)})">{Safe(texts.Y)}</text>"""
        );
    }

    private static void Vertical(StringBuilder page, PlotTexts texts, Axis x, int top, int bottom)
    {
        foreach (var tick in x.Ticks())
        {
            page.AppendLine($"""<line x1="{N(x.At(tick))}" y1="{top}" x2="{N(x.At(tick))}" y2="{bottom}" stroke="{Faint}"/>""");
            Text(page, x.At(tick), bottom + 18, "middle", Shown(tick, texts));
        }
        Text(page, (x.Start + x.End) / 2, bottom + 40, "middle", texts.X);
    }

    private static void Series(StringBuilder page, PlotSeries series, Axis x, Axis y, int index, bool joined)
    {
        var colour = Colours[index % Colours.Length];
        if (joined && series.Points.Count > 1)
            page.AppendLine(
                $"""<polyline points="{string.Join(' ', series.Points.Select(point => $"{N(x.At(point.X))},{N(y.At(point.Y))}"))}" fill="none" stroke="{colour}" stroke-width="1.5"/>"""
            );
        foreach (var point in series.Points)
        {
            if (point is { Low: { } low, High: { } high })
                page.AppendLine(
                    $"""<path d="M{N(x.At(point.X) - Whisker)} {N(y.At(low))}h{2 * Whisker}m-{Whisker} 0V{N(y.At(high))}m-{Whisker} 0h{2 * Whisker}" fill="none" stroke="{colour}" stroke-width="1.5"/>"""
                );
            page.AppendLine($"""<circle cx="{N(x.At(point.X))}" cy="{N(y.At(point.Y))}" r="{N(Radius)}" fill="{colour}"/>""");
        }
    }

    private static void Names(StringBuilder page, IReadOnlyList<PlotSeries> series, int y)
    {
        double x = Left;
        for (var i = 0; i < series.Count; i++)
        {
            page.AppendLine($"""<circle cx="{N(x)}" cy="{y}" r="{N(Radius)}" fill="{Colours[i % Colours.Length]}"/>""");
            Text(page, x + 10, y + 4, "start", series[i].Label);
            x += 34 + series[i].Label.Length * LetterWidth;
        }
    }

    private static void AcrossInterval(StringBuilder page, double low, double high, int y) =>
        page.AppendLine(
            $"""<path d="M{N(low)} {y - Whisker}v{2 * Whisker}m0 -{Whisker}H{N(high)}m0 -{Whisker}v{2 * Whisker}" fill="none" stroke="{Ink}" stroke-width="1.5"/>"""
        );

    private static void Text(StringBuilder page, double x, double y, string anchor, string text) =>
        page.AppendLine($"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}">{Safe(text)}</text>""");

    private static string Safe(string text) => SecurityElement.Escape(text);

    /// <summary>A coordinate.</summary>
    private static string N(double value) => Rounded(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A figure as people read it.</summary>
    private static string Shown(double value, PlotTexts texts)
    {
        var text = Rounded(value, 2).ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');
        return texts.Language == "da" ? text.Replace('.', ',') : text;
    }

    // Without it a rounded number just below zero would be written as minus zero.
    private static double Rounded(double value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0;

    /// <summary>From figures to places on the page, with round steps.</summary>
    private sealed record Axis(double Least, double Most, double Step, double Start, double End)
    {
        private static readonly double[] Round = [1, 2, 2.5, 5, 10];

        public static Axis Of(IEnumerable<double> values, double start, double end)
        {
            var all = values.DefaultIfEmpty(0).ToList();
            var (least, most) = (all.Min(), all.Max());
            if (most - least <= 0)
                (least, most) = (least - 0.5, most + 0.5);
            var (raw, power) = ((most - least) / TickCount, 1.0);
            while (power * 10 <= raw)
                power *= 10;
            while (power > raw)
                power /= 10;
            var step = Array.Find(Round, round => round * power >= raw) * power;
            return new Axis(Math.Floor(least / step) * step, Math.Ceiling(most / step) * step, step, start, end);
        }

        public double At(double value) => Start + (value - Least) / (Most - Least) * (End - Start);

        public IEnumerable<double> Ticks()
        {
            var count = (int)Math.Round((Most - Least) / Step);
            for (var i = 0; i <= count; i++)
                yield return Least + i * Step;
        }
    }
}
