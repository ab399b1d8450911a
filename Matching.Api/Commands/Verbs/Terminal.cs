using System.Text;
using Spectre.Console;

namespace Matching.Api.Commands.Verbs;

/// <summary>Where a verb reads and writes: the process's own streams, or those of a test.</summary>
internal sealed class Terminal
{
    public Terminal(Stream input, Screen output, Screen error)
    {
        Input = input;
        Output = output;
        Out = output.Open();
        Text = new PrintableText(Out.Profile.Out.Writer);
        ErrorScreen = error;
        Error = error.Open();
        Complaints = new PrintableText(Error.Profile.Out.Writer);
    }

    public Stream Input { get; }

    /// <summary>The raw stream behind <see cref="Out"/>, for bytes that must arrive as they are.</summary>
    public Screen Output { get; }

    public IAnsiConsole Out { get; }

    /// <summary>Plain lines to <see cref="Out"/>.</summary>
    public TextWriter Text { get; }

    public Screen ErrorScreen { get; }

    public IAnsiConsole Error { get; }

    /// <summary>The streams of this process, and what their other end can show.</summary>
    public static Terminal OfProcess()
    {
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        return new Terminal(
            Console.OpenStandardInput(),
            Screen.Of(Console.OpenStandardOutput(), Console.IsOutputRedirected),
            Screen.Of(Console.OpenStandardError(), Console.IsErrorRedirected)
        );
    }

    /// <summary>A line to standard error.</summary>
    public void Complain(string line) => Complaints.WriteLine(line);

    private TextWriter Complaints { get; }
}
