using Matching.Api.Commands.Verbs;
using Matching.Api.Hosting;

namespace Matching.Api.Commands;

/// <summary>What happens without a verb: the service runs until it is stopped.</summary>
internal static class Serving
{
    /// <summary>Runs the service; when it cannot start as things are, says why in plain words.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        var started = false;
        try
        {
            await using var app = await MatchingApplication.BuildAsync(args);
            await app.StartAsync();
            started = true;
            await app.WaitForShutdownAsync();
            return ExitCode.Done;
        }
        catch (Exception fault) when (!started && StartFailure.Explain(fault) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return ExitCode.CannotStart;
        }
    }
}
