using System.Reflection;
using System.Text.RegularExpressions;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>The pages for operators and the files to install with, held against the program.</summary>
public sealed partial class OperationsPageTests
{
    static readonly string Configuration = ReadmePage.Of("Matching.Api", "Settings").Text;
    static readonly string Monitoring = ReadmePage.Of("Matching.Api", "Telemetry").Text;
    static readonly string Readiness = ReadmePage.Of("Matching.Api", "Health").Text;
    static readonly string Everywhere = string.Join('\n', ReadmePage.All.Select(page => page.Text));

    static string[] DeployFiles => ["matching.service", "Containerfile", "compose.yaml"];

    [Test]
    public void Every_setting_the_service_reads_is_in_the_table_and_no_other()
    {
        var known = Sections().Concat(ReadBySources()).Append("ConnectionStrings:Postgres").Distinct(StringComparer.Ordinal);
        Assert.That(Documented(), Is.EquivalentTo(known));
    }

    [Test]
    public void Every_section_the_service_knows_is_in_the_table_and_no_other()
    {
        var refusal = Settings.Refusal([.. Settings.OneCaller, "NobodyReads=1"]);
        var known = Regex.Match(refusal, "NobodyReads: .*known here: (.*)").Groups[1].Value;
        Assert.That(
            known.TrimEnd().Split(", "),
            Is.EquivalentTo(Documented().Select(key => key.Split(':')[0]).Distinct(StringComparer.Ordinal))
        );
    }

    [TestCaseSource(nameof(DeployFiles))]
    public void Every_setting_in_a_file_to_install_with_is_one_the_service_knows(string file)
    {
        var known = Documented()
            .Select(key => Regex.Escape(key).Replace("<name>", "[A-Za-z0-9-]+", StringComparison.Ordinal))
            .Append("Logging:.+")
            .ToList();
        var used = Used(File.ReadAllText(RepositoryFiles.PathOf("Matching.Api", "Deploy", file))).ToList();
        Assert.That(used, Is.Not.Empty);
        Assert.That(used.Where(setting => !known.Exists(key => Regex.IsMatch(setting, $"^{key}$"))), Is.Empty);
    }

    [Test]
    public void Every_test_that_is_named_exists()
    {
        var named = TestName().Matches(Everywhere).Select(match => match.Groups[1].Value).Distinct().ToList();
        var there = Assembly.GetExecutingAssembly().GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        Assert.That(named, Has.Count.GreaterThan(30));
        Assert.That(named.Where(name => !there.Contains(name)), Is.Empty);
    }

    [Test]
    public void Every_metric_that_is_named_exists_and_every_one_there_is_is_named()
    {
        var sources = string.Concat(RepositoryFiles.Sources("Matching.Api").Select(File.ReadAllText));
        Assert.That(Row(Metric(), Monitoring), Is.EquivalentTo(Row(MadeMetric(), sources)));
    }

    [Test]
    public void Every_reason_not_to_be_ready_is_named()
    {
        var sources = string.Concat(RepositoryFiles.Sources("Matching.Api").Select(File.ReadAllText));
        Assert.That(
            Row(Reason(), sources),
            Is.Not.Empty.And.All.Matches<string>(code => Readiness.Contains($"`{code}`", StringComparison.Ordinal))
        );
    }

    [Test]
    public void Every_address_that_is_named_is_a_call()
    {
        var calls = File.ReadAllText(RepositoryFiles.PathOf("Matching.Api", "openapi.json"));
        Assert.That(
            Row(Call(), Everywhere),
            Is.Not.Empty.And.All.Matches<string>(path => calls.Contains($"\"{path}\": {{", StringComparison.Ordinal))
        );
    }

    static List<string> Documented() => Row(TableKey(), Configuration);

    /// <summary>What each section says it knows when it is given something it does not.</summary>
    static IEnumerable<string> Sections()
    {
        string[] sections = ["Storage", "MasterKey", "RateLimit", "Oidc", "Checkpoints", "Telemetry", "ApiKeys:x"];
        foreach (var section in sections)
        {
            var refusal = Settings.Refusal([.. Settings.OneCaller, $"{section}:NobodyReads=1"]);
            var known = Regex.Match(refusal, $"{section}:NobodyReads.*known here: (.*)").Groups[1].Value.TrimEnd();
            foreach (var key in known.Split(", "))
                yield return $"{section.Replace(":x", ":<name>", StringComparison.Ordinal)}:{key}";
        }
    }

    static IEnumerable<string> ReadBySources() =>
        RepositoryFiles
            .Sources("Matching.Api")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Commands{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => ReadKey().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    // Names in capitals alone are the machine's or another program's.
    static IEnumerable<string> Used(string text) =>
        UsedSetting()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(name => name.Any(char.IsLower) && !name.StartsWith("DOTNET_", StringComparison.Ordinal))
            .Select(name => name.Replace("__", ":", StringComparison.Ordinal));

    static List<string> Row(Regex pattern, string text) =>
        [.. pattern.Matches(text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableKey();

    [GeneratedRegex(@"\bconfiguration(?:\[|,)\s*""([A-Za-z]+(?::[A-Za-z]+)*)""")]
    private static partial Regex ReadKey();

    // Environment=a=b, a=b after ENV, and "a: b" within an environment of compose.
    [GeneratedRegex(
        @"(?:(?:^Environment=|^ENV |^ {4})(?=urls|DataDirectory|DataFolder|ShutdownSeconds|\w*__))(\w+)(?==|: )",
        RegexOptions.Multiline
    )]
    private static partial Regex UsedSetting();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| `(matching\.[a-z.]+)`", RegexOptions.Multiline)]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?:Counter|Histogram|Gauge)(?:<\w+>)?\(\s*""(matching\.[a-z.]+)""")]
    private static partial Regex MadeMetric();

    [GeneratedRegex(@"AddReadinessCheck\(\s*""([a-z-]+)""")]
    private static partial Regex Reason();

    [GeneratedRegex(@"`(?:GET|POST|PUT|DELETE) (/v1/[^`? ]+|/health/[a-z]+)`")]
    private static partial Regex Call();
}
