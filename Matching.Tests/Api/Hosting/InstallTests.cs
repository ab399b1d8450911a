using System.Net;
using System.Text.RegularExpressions;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// The commands of the page for operators, run as they are written: paths lie below a folder of the test, the port is a free one, and
/// stand-ins take the place of what needs root or systemd (<c>Data/stand-ins</c>).
/// </summary>
[Platform("Linux")]
public sealed partial class InstallTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly string Page = ReadmePage.Of("Matching.Api", "Deploy").Text;

    readonly int port = FreePort.Next();
    DirectoryInfo root = null!;
    Bash bash = null!;

    string Checkout => Path.Combine(root.FullName, "checkout");

    [SetUp]
    public void PrepareMachine()
    {
        Bash.Require("bash", "curl", "openssl");
        root = Directory.CreateTempSubdirectory("matching-install-");
        foreach (var folder in (string[])["etc/systemd/system", "opt", "srv", "var/lib", "run", "checkout/Matching.Api/Deploy"])
            Directory.CreateDirectory(Path.Combine(root.FullName, folder));
        File.WriteAllText(
            Path.Combine(Checkout, "Matching.Api", "Deploy", "matching.service"),
            Placed(File.ReadAllText(RepositoryFiles.PathOf("Matching.Api", "Deploy", "matching.service")))
        );
        bash = Bash.WithStandIns(Path.Combine(root.FullName, "bin"), "dotnet", "install", "systemctl", "useradd");
        bash.Environment["ROOT"] = root.FullName;
    }

    [TearDown]
    public async Task StopService()
    {
        if (root is null)
            return;
        await RunAsync("systemctl stop matching");
        root.Delete(recursive: true);
    }

    [Test]
    public async Task The_service_is_installed_with_systemd_and_its_master_key_exchanged()
    {
        // A machine of today has no KEY in its environment, and a step that fails ends the installation.
        var installed = await RunAsync("unset KEY\n" + Block("## Install with systemd"));
        Assert.That(installed.Code, Is.Zero, installed.Output + ServiceLog());
        Assert.That(installed.Output.TrimEnd(), Does.EndWith("200"));

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
        client.DefaultRequestHeaders.Add("X-Api-Key", KeyIn(installed.Output));
        var ranking = await Reply.ReadAsync(await client.PostAsync("/v1/rankings", LiveService.Content(Example.Json)));
        Assert.That(ranking.Status, Is.EqualTo(HttpStatusCode.Created), ranking.Text);

        var key = Path.Combine(root.FullName, "etc", "matching", "master.key");
        var before = await File.ReadAllTextAsync(key);
        var exchanged = await RunAsync(Block("**Exchange of the master key**"));
        Assert.That(exchanged.Code, Is.Zero, exchanged.Output + ServiceLog());
        Assert.That(await File.ReadAllTextAsync(key), Is.Not.EqualTo(before));
        Assert.That(
            Directory.GetFiles(Path.GetDirectoryName(key)!, "master.key.until-*").Select(File.ReadAllText),
            Is.EqualTo(new[] { before })
        );

        var again = await Reply.ReadAsync(await client.GetAsync($"/v1/rankings/{ranking.RankingId}"));
        Assert.That((again.Status, again.RankingId), Is.EqualTo((HttpStatusCode.OK, ranking.RankingId)));
        Assert.That(Directory.GetFiles(Path.Combine(root.FullName, "srv", "matching-checkpoints")), Is.Not.Empty);
        Assert.That(ServiceLog(), Does.Not.Contain("\"Warning\"").And.Not.Contain("\"Error\""));
    }

    /// <summary>The first commands after a place on the page.</summary>
    static string Block(string after)
    {
        var rest = Page[Page.IndexOf(after, StringComparison.Ordinal)..];
        return ShellBlock().Match(rest).Groups[1].Value;
    }

    static string KeyIn(string output) => HexKey().Match(output).Value;

    /// <summary>A text with the machine's folders below the test's own, and the port a free one.</summary>
    string Placed(string text) =>
        MachineFolder()
            .Replace(text, $"{root.FullName}/$1/")
            .Replace("/usr/bin/dotnet", "dotnet", StringComparison.Ordinal)
            .Replace("/usr/bin/install", "install", StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", $"127.0.0.1:{port}", StringComparison.Ordinal);

    string ServiceLog()
    {
        var log = Path.Combine(root.FullName, "service.log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    async Task<(int Code, string Output)> RunAsync(string commands)
    {
        var run = await bash.RunAsync(Placed(commands), Checkout);
        return (run.Code, run.Error + run.Out);
    }

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"(?<![\w./])/(etc|opt|srv|var|run)/")]
    private static partial Regex MachineFolder();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex HexKey();
}
