using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Matching.Api.Commands.Verbs;

/// <summary>One output and what its other end can show.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Colours">Colours and movement; false when piped.</param>
/// <param name="Blocks">Whether letters beyond Latin, such as blocks and lines, can be shown.</param>
internal sealed record Screen(Stream Stream, Encoding Encoding, int Width, bool Colours, bool Blocks)
{
    private const int UsualWidth = 80,
        Narrowest = 60,
        Widest = 140;

    public static Screen Of(Stream stream, bool piped)
    {
        // Console.OutputEncoding would put a byte order mark in front.
        var encoding = Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage ? new UTF8Encoding(false) : Console.OutputEncoding;
        var dumb = Variable("TERM") == "dumb";
        var colours = !piped && !dumb && Variable("NO_COLOR") is null;
        return new Screen(
            stream,
            encoding,
            Math.Clamp(WidthNow(piped), Narrowest, Widest),
            colours,
            encoding is UTF8Encoding && !dumb && !HasOldLocale()
        );
    }

    /// <summary>A console that writes here.</summary>
    public IAnsiConsole Open()
    {
        var writer = new TrimmedLines(new StreamWriter(Stream, Encoding) { AutoFlush = true });
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = Colours ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = Colours ? InteractionSupport.Yes : InteractionSupport.No,
                // Build servers would otherwise get colours in their log files.
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
                Out = new Sized(writer, Width, Colours),
            }
        );
        console.Profile.Capabilities.Unicode = Blocks;
        console.Pipeline.Attach(new PrintableSegments());
        return console;
    }

    private static int WidthNow(bool piped)
    {
        if (!piped && Console.WindowWidth is > 0 and var width)
            return width;
        return int.TryParse(Variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0
            ? columns
            : UsualWidth;
    }

    private static bool HasOldLocale() =>
        (Variable("LC_ALL") ?? Variable("LC_CTYPE") ?? Variable("LANG")) is { } locale
        && !locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
        && !locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private sealed class Sized(TextWriter writer, int width, bool isTerminal) : IAnsiConsoleOutput
    {
        private const int Lines = 50;

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => Lines;

        public void SetEncoding(Encoding encoding) { }
    }
}
