using System.Text;
using Matching.Api.Commands;
using Matching.Api.Commands.Verbs;

namespace Matching.Tests.Api.Commands;

/// <summary>One verb run in this process with its streams held.</summary>
sealed record CommandRun(int Code, string Out, string Error)
{
    public static async Task<CommandRun> OfAsync(string[] args, string input = "", int width = 80, bool colours = false, bool blocks = true)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var terminal = new Terminal(stdin, Screen(stdout), Screen(stderr));
        var code = await CommandLine.RunAsync(args, terminal);
        return new CommandRun(code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));

        Screen Screen(Stream stream) => new(stream, new UTF8Encoding(false), width, colours, blocks);
    }

    public static Task<CommandRun> RankAsync(string request, params string[] options) => OfAsync(["rank", "-", .. options], request);

    public string[] OutLines => Out.Split('\n');

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
