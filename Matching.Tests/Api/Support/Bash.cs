using System.Diagnostics;
using Matching.Tests.Support;

namespace Matching.Tests.Api.Support;

/// <summary>Commands of a page run by bash, with stand-ins (<c>Data/stand-ins</c>) in front of the machine's own programs.</summary>
/// <param name="standIns">The folder of the stand-ins.</param>
sealed class Bash(string standIns)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Variables of the environment that differ from those of the tests.</summary>
    public Dictionary<string, string> Environment { get; } =
        new()
        {
            ["PATH"] = $"{standIns}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["BUILT"] = AppContext.BaseDirectory,
            ["REAL_DOTNET"] = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host
                ? host
                : System.Environment.ProcessPath!,
        };

    /// <summary>Skips the test, or fails it where everything is required, when the machine lacks a program.</summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs)
        {
            if (!File.Exists($"/usr/bin/{program}"))
                Requirement.Missing($"Needs {program}.");
        }
    }

    /// <summary>Puts stand-ins into a folder.</summary>
    public static Bash WithStandIns(string folder, params string[] programs)
    {
        Directory.CreateDirectory(folder);
        foreach (var program in programs)
        {
            var path = Path.Combine(folder, program);
            File.Copy(RepositoryFiles.PathOf("Matching.Tests", "Data", "stand-ins", program), path);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return new Bash(folder);
    }

    /// <summary>Runs commands until one fails.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(string commands, string workingDirectory)
    {
        var start = new ProcessStartInfo("/usr/bin/bash", ["-Eeu", "-o", "pipefail", "-c", commands])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        var output = await texts;
        return (process.ExitCode, output[0], output[1]);
    }
}
