using System.Text;

namespace Matching.Api.Commands.Verbs;

/// <summary>Drops the blanks that tables put at the ends of lines, so that piped text can be compared and pasted.</summary>
internal sealed class TrimmedLines(TextWriter inner) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var line = new StringBuilder(buffer.Length);
        foreach (var letter in buffer)
        {
            if (letter == ' ')
            {
                _blanks++;
                continue;
            }
            if (letter is not ('\r' or '\n'))
                line.Append(' ', _blanks);
            _blanks = 0;
            line.Append(letter);
        }
        inner.Write(line);
    }

    public override void Flush() => inner.Flush();
}
