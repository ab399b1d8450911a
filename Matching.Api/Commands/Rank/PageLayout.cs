using Spectre.Console;
using Spectre.Console.Rendering;

namespace Matching.Api.Commands.Rank;

/// <summary>How a page is laid out: titles under rules, lists with bullets, lines that end.</summary>
internal sealed class PageLayout(IAnsiConsole console)
{
    /// <summary>Columns between columns.</summary>
    public const int Between = 2;

    public static readonly Style Dim = new(decoration: Decoration.Dim),
        Bold = new(decoration: Decoration.Bold);
    private readonly bool _blocks = console.Profile.Capabilities.Unicode;

    private string Bullet => _blocks ? "•" : "*";

    /// <summary>The title stands below its rule, for a rule cuts off a title that is long.</summary>
    public void Title(string title)
    {
        console.WriteLine();
        console.Write(new Rule { Border = _blocks ? BoxBorder.Square : BoxBorder.Ascii, Style = Dim });
        Line(new Text(title, Bold));
    }

    /// <summary>Plain text does not end its line by itself, as grids and rules do.</summary>
    public void Line(IRenderable text)
    {
        console.Write(text);
        console.WriteLine();
    }

    /// <summary>A list with bullets.</summary>
    public void List(IEnumerable<IRenderable> items)
    {
        var grid = Columns(1, null);
        foreach (var item in items)
            grid.AddRow(new Text(Bullet), item);
        console.Write(grid);
    }

    /// <summary>Columns of fixed widths; null takes what is left.</summary>
    public static Grid Columns(params int?[] widths)
    {
        var grid = new Grid { Expand = false };
        foreach (var width in widths)
            grid.AddColumn(
                new GridColumn
                {
                    Width = width,
                    NoWrap = width is not null,
                    Padding = new Padding(0, 0, Between, 0),
                }
            );
        return grid;
    }
}
