using System.Text;
using Spectre.Console.Rendering;

namespace Matching.Api.Commands.Verbs;

/// <summary>
/// Writes text as a terminal may get it: what would steer the terminal (escape sequences and other control characters, marks that turn the
/// direction of writing) becomes a replacement character, for the text may come from a file or a record.
/// </summary>
internal sealed class PrintableText(TextWriter inner) : TextWriter
{
    private const char Replacement = '\uFFFD';

    public override Encoding Encoding => inner.Encoding;

    /// <summary>A text without what would steer the terminal; line feeds and tabs stay.</summary>
    public static string Of(string text) => string.Create(text.Length, text, (letters, source) => Clean(source, letters));

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var letters = new char[buffer.Length];
        Clean(buffer, letters);
        inner.Write(letters);
    }

    public override void Flush() => inner.Flush();

    private static void Clean(ReadOnlySpan<char> source, Span<char> letters)
    {
        for (var i = 0; i < source.Length; i++)
        {
            var endsLine = source[i] == '\r' && i + 1 < source.Length && source[i + 1] == '\n';
            letters[i] = Steers(source[i]) && !endsLine ? Replacement : source[i];
        }
    }

    private static bool Steers(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t'))
        || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u061C' or '\u200E' or '\u200F';
}

/// <summary>The same for what a console lays out; its own control codes, such as those of colours and progress, pass.</summary>
internal sealed class PrintableSegments : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Printable(renderable));

    private sealed class Printable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Clean);

        private static Segment Clean(Segment segment) =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(PrintableText.Of(segment.Text), segment.Style);
    }
}
