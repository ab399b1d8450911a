using System.Globalization;
using System.Xml.Linq;
using Matching.Engine.Learning.Reporting;
using NUnit.Framework;

namespace Matching.Tests.Engine.Learning.Reporting;

public sealed class SvgPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly PlotTexts Texts = new(
        "plot",
        "da",
        "Sammenbrud & ophold på <sted>",
        "Færrest ved \"reglerne\".",
        "Pr. 100 ophold",
        "Andel"
    );
    private static readonly PlotBar[] Bars = [new("Hidtidig praksis", 41.25, 38, 45), new("Reglerne", 39.5, 36, 42), new("Tabt", -2)];
    private static readonly PlotSeries[] Curves =
    [
        new("Model", [new(0.1, 0.15, 0.05, 0.3), new(0.5, 0.45)]),
        new("Grundrate", [new(0.3, 0.3)]),
    ];

    private static IEnumerable<string> Plots =>
        [SvgPlot.Bars(Texts, Bars), SvgPlot.Points(Texts, Curves), SvgPlot.Calibration(Texts, Curves)];

    private static IEnumerable<TestCaseData> NamedPlots =>
        Plots.Zip(["bars", "points", "calibration"], (plot, name) => new TestCaseData(plot).SetArgDisplayNames(name));

    [TestCaseSource(nameof(NamedPlots))]
    public void A_plot_is_an_image_with_a_title_and_a_description_for_those_who_cannot_see_it(string plot)
    {
        var root = XDocument.Parse(plot).Root!;

        Assert.That((root.Name, (string?)root.Attribute("role"), (string?)root.Attribute("lang")), Is.EqualTo((Svg + "svg", "img", "da")));
        Assert.That(
            ((string?)root.Attribute("aria-labelledby"))!
                .Split(' ')
                .Select(id => root.Elements().Single(one => (string?)one.Attribute("id") == id).Value),
            Is.EqualTo([Texts.Title, Texts.Description])
        );
    }

    [TestCaseSource(nameof(NamedPlots))]
    public void Nothing_is_loaded_and_nothing_runs(string plot) =>
        Assert.That(
            plot,
            Does.Not.Contain("href").And.Not.Contain("<script").And.Not.Contain("url(").And.Not.Contain("NaN").And.Not.Contain("∞")
        );

    [TestCaseSource(nameof(NamedPlots))]
    public void Everything_lies_within_the_page(string plot)
    {
        var root = XDocument.Parse(plot).Root!;
        var (width, height) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);
        var places =
            from mark in root.Descendants()
            from name in (string[])["x", "x1", "x2", "cx", "y", "y1", "y2", "cy"]
            where mark.Attribute(name) is not null
            let value = double.Parse(mark.Attribute(name)!.Value, CultureInfo.InvariantCulture)
            where value < 0 || value > (name.Contains('x', StringComparison.Ordinal) ? width : height)
            select mark;

        Assert.That(places, Is.Empty);
    }

    [Test]
    public void A_longer_bar_stands_for_more_and_a_negative_one_goes_the_other_way()
    {
        var root = XDocument.Parse(SvgPlot.Bars(Texts, Bars)).Root!;
        var bars = root.Elements(Svg + "rect")
            .Skip(1)
            .Select(bar => (X: (double)bar.Attribute("x")!, Width: (double)bar.Attribute("width")!))
            .ToList();

        Assert.That(bars[0].Width / bars[1].Width, Is.EqualTo(41.25 / 39.5).Within(0.01));
        Assert.That(bars[2].X + bars[2].Width, Is.EqualTo(bars[0].X).Within(0.2));
    }

    [Test]
    public void An_interval_is_drawn_only_where_there_is_one() =>
        Assert.That(Plots.Select(plot => XDocument.Parse(plot).Root!.Elements(Svg + "path").Count()), Is.EqualTo([2, 1, 1]));

    [Test]
    public void On_the_diagonal_what_happened_is_what_was_predicted()
    {
        var root = XDocument.Parse(SvgPlot.Calibration(Texts, Curves)).Root!;
        var diagonal = root.Elements(Svg + "line").Single(line => line.Attribute("stroke-dasharray") is not null);
        var even = root.Elements(Svg + "circle").ElementAt(2);

        // (0.3, 0.3) is on the line.
        var along =
            ((double)even.Attribute("cx")! - (double)diagonal.Attribute("x1")!)
            / ((double)diagonal.Attribute("x2")! - (double)diagonal.Attribute("x1")!);
        var up =
            ((double)even.Attribute("cy")! - (double)diagonal.Attribute("y1")!)
            / ((double)diagonal.Attribute("y2")! - (double)diagonal.Attribute("y1")!);
        Assert.That((along, up), Is.EqualTo((0.3, 0.3)).Within(0.001));
    }

    [Test]
    public void Decimals_are_written_as_the_language_does()
    {
        Assert.That(SvgPlot.Bars(Texts, Bars), Does.Contain(">41,25<").And.Contain(">−2<"));
        Assert.That(SvgPlot.Bars(Texts with { Language = "en" }, Bars), Does.Contain(">41.25<"));
    }

    [Test]
    public void No_figures_and_equal_figures_still_make_a_plot()
    {
        string[] plots =
        [
            SvgPlot.Bars(Texts, []),
            SvgPlot.Bars(Texts, [new("Nul", 0)]),
            SvgPlot.Points(Texts, []),
            SvgPlot.Points(Texts, [new("Ens", [new(1, 2), new(1, 2)])]),
            SvgPlot.Calibration(Texts, []),
        ];

        Assert.That(
            plots.Where(plot => plot.Contains("NaN", StringComparison.Ordinal) || XDocument.Parse(plot).Root!.Name != Svg + "svg"),
            Is.Empty
        );
    }

    [Test]
    public void The_same_figures_give_the_same_bytes()
    {
        var (once, again) = (Plots.ToList(), Plots.ToList());

        Assert.That(again, Is.EqualTo(once));
    }
}
