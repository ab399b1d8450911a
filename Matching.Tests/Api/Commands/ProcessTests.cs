using System.Diagnostics;
using System.Text;
using Matching.Api.ReferenceData;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>The program as it is started: as a process of its own, piped.</summary>
public sealed class ProcessTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_misspelt_verb_ends_at_once()
    {
        var run = await StartAsync(["rnak", "case.json"]);

        Assert.That((run.Code, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith("'rnak' is neither a verb nor a setting"));
    }

    [Test]
    public async Task A_ranking_can_be_piped_in_and_out()
    {
        var run = await StartAsync(["rank", "-"], Requests.Usual);

        Assert.That((run.Code, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Out, Is.EqualTo((await CommandRun.RankAsync(Requests.Usual)).Out));
    }

    [Test]
    public async Task A_data_directory_in_use_is_told_in_one_line()
    {
        await using var service = await RunningService.StartAsync();

        var run = await StartAsync(["--urls", "http://127.0.0.1:0", "--DataDirectory", service.DataDirectory]);

        Assert.That(
            (run.Code, run.Error.TrimEnd()),
            Is.EqualTo(
                (5, $"The data directory '{service.DataDirectory}' is in use by another process. One process at a time may hold it.")
            )
        );
    }

    [Test]
    public async Task An_address_in_use_is_told_in_one_line()
    {
        await using var service = await RunningService.StartAsync();
        var other = Directory.CreateTempSubdirectory("matching-commands-");
        try
        {
            var run = await StartAsync([$"urls={service.Address}", $"DataDirectory={other.FullName}"]);

            Assert.That(
                (run.Code, run.Error.TrimEnd()),
                Is.EqualTo((5, $"Failed to bind to address {service.Address}: address already in use."))
            );
            Assert.That(run.Out, Does.Not.Contain("   at "));
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Every_fault_of_settings_and_data_is_told_without_a_stack_trace()
    {
        var folder = Directory.CreateTempSubdirectory("matching-commands-");
        try
        {
            var settings = await StartAsync(["--urls", "http://0.0.0.0:5080", "--Storage:QueueCapacity", "0"]);
            foreach (var file in Directory.EnumerateFiles(ShippedData.DefaultFolder, "*.json", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder.FullName, "data", Path.GetRelativePath(ShippedData.DefaultFolder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                await File.WriteAllTextAsync(
                    copy,
                    file.Contains("rules", StringComparison.Ordinal) || file.EndsWith("criteria.json", StringComparison.Ordinal)
                        ? "{}"
                        : await File.ReadAllTextAsync(file)
                );
            }
            var data = await StartAsync(["--DataDirectory", folder.FullName, "--DataFolder", Path.Combine(folder.FullName, "data")]);

            Assert.That((settings.Code, data.Code), Is.EqualTo((5, 5)));
            Assert.That(settings.Error, Does.Contain("urls: ").And.Contain("Storage:QueueCapacity: "));
            Assert.That(data.Error, Does.Contain("rules").And.Contain("criteria"));
            Assert.That(settings.Error + data.Error, Does.Not.Contain("   at "));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<CommandRun> StartAsync(string[] args, string input = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Matching.Api.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in (string[])["COLUMNS", "LC_ALL", "LC_CTYPE", "TERM"])
            start.Environment.Remove(name);
        start.Environment["LANG"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
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
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
