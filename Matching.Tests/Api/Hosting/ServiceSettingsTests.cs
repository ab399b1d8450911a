using Matching.Api.Hosting;
using Matching.Api.Settings;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>Settings: every fault at once, by its key, and nothing misspelt is ignored.</summary>
[NonParallelizable]
public sealed class ServiceSettingsTests
{
    [Test]
    public void Every_fault_is_told_at_once_by_its_key()
    {
        var refusal = Settings.Refusal(
            "ApiKeys:a:Roles=root",
            "ApiKeys:b:Key=k",
            "ApiKeys:b:Teams=a b",
            "ApiKeys:b:Expires=tomorrow",
            "Storage:QueueCapacity=0",
            "Storage:Capacity=1"
        );
        foreach (
            var key in new[]
            {
                "ApiKeys:a: ",
                "ApiKeys:a:Roles: ",
                "ApiKeys:b:Roles: ",
                "ApiKeys:b:Teams: ",
                "ApiKeys:b:Expires: ",
                "Storage:QueueCapacity: ",
                "Storage:Capacity: ",
            }
        )
            Assert.That(refusal, Does.Contain(key));
    }

    [TestCase("ApiKeys:handler:Role=auditor", "ApiKeys:handler:Role")]
    [TestCase("ApiKeys:handler:Team=north", "ApiKeys:handler:Team")]
    [TestCase("ApiKeys:handler:Expiry=2030-01-01", "ApiKeys:handler:Expiry")]
    [TestCase("Storage:Queue=10", "Storage:Queue")]
    public void A_setting_that_nobody_reads_is_refused(string setting, string key)
    {
        Assert.That(Settings.Refusal([.. Settings.OneCaller, setting]), Does.Contain($"{key}: is not a known setting"));
    }

    [TestCase("DataDirektory=/srv/matching", "DataDirektory", "DataDirectory")]
    [TestCase("datafolder2=/srv/data", "datafolder2", "DataFolder")]
    [TestCase("Checkpoint:Folder=/srv/checkpoints", "Checkpoint", "Checkpoints")]
    [TestCase("ApiKey:handler:Key=secret", "ApiKey", "ApiKeys")]
    [TestCase("Oicd:Authority=https://issuer.example", "Oicd", "Oidc")]
    [TestCase("url=http://127.0.0.1:5080", "url", "urls")]
    [TestCase("Loging:LogLevel:Default=Trace", "Loging", "Logging")]
    public void A_misspelt_section_is_refused_with_the_nearest_right_name(string setting, string section, string nearest)
    {
        var refusal = Settings.Refusal([.. Settings.OneCaller, setting]);
        Assert.That(refusal, Does.Contain($"{section}: is not a known setting; did you mean {nearest}?").And.Not.Contain("secret"));
    }

    [TestCase("ConnectionStrings:Postgress=Host=db", "ConnectionStrings:Postgress: is not a known setting")]
    [TestCase("0101901234=1", "[withheld name]: is not a known setting")]
    public void A_setting_that_is_near_to_none_is_refused_as_well(string setting, string refusal) =>
        Assert.That(Settings.Refusal([.. Settings.OneCaller, setting]), Does.Contain(refusal).And.Not.Contain("0101901234"));

    [TestCase("Checkpoint__Folder", "Checkpoints")]
    [TestCase("DataDirektory", "DataDirectory")]
    [TestCase("APIKEY__desk__Key", "ApiKeys")]
    [TestCase("Storage_Data", null)]
    [TestCase("PATHS__Home", null)]
    [TestCase("API_KEY", null)]
    [TestCase("ApiKey", null)]
    public void In_the_environment_only_what_is_nearly_a_setting_of_the_service_is_refused(string variable, string? nearest)
    {
        var prefix = $"MATCHING_{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + variable, "1");
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables(prefix).Build();
        Environment.SetEnvironmentVariable(prefix + variable, null);
        if (nearest is null)
            Assert.That(() => ServiceSettings.From(configuration), Throws.Nothing);
        else
            Assert.That(
                () => ServiceSettings.From(configuration),
                Throws.TypeOf<SettingsException>().With.Message.Contains($"did you mean {nearest}?")
            );
    }

    [Test]
    public void A_misspelt_setting_of_the_command_line_and_of_the_settings_file_keeps_the_service_from_starting()
    {
        var folder = Directory.CreateTempSubdirectory("matching-settings-");
        var file = Path.Combine(folder.FullName, "appsettings.json");
        File.WriteAllText(file, """{ "Logging": { "LogLevel": { "Default": "Error" } }, "Telemetri": { "ServiceName": "a" } }""");
        string[] arguments = ["--Storages:QueueCapacity=5", "--environment=Production"];
        var configuration = new ConfigurationBuilder().AddJsonFile(file).AddCommandLine(arguments).Build();
        folder.Delete(recursive: true);
        var refusal = Assert.Throws<SettingsException>(() => ServiceSettings.From(configuration))!.Message;
        Assert.That(
            refusal,
            Does.Contain("Telemetri: ").And.Contain("Storages: ").And.Not.Contain("Logging: ").And.Not.Contain("environment: ")
        );
        Assert.That(
            () => MatchingApplication.BuildAsync(["--DataDirektory=/tmp", "--urls=http://127.0.0.1:0"]),
            Throws.TypeOf<SettingsException>()
        );
    }

    // Of nothing, and of the end of a line alone, as echo gives it.
    [TestCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [TestCase("01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b")]
    public void The_hash_of_an_empty_key_is_refused(string sha256) =>
        Assert.That(
            Settings.Refusal($"ApiKeys:handler:KeySha256={sha256}", "ApiKeys:handler:Roles=visitator"),
            Does.Contain("ApiKeys:handler:KeySha256: is the SHA-256 of an empty key")
        );

    [TestCase("Logging:LogLevel:Default=Trace")]
    [TestCase("environment=Production")]
    [TestCase("contentRoot=/opt/matching")]
    [TestCase("AllowedHosts=matching.example")]
    [TestCase("Kestrel:Limits:KeepAliveTimeout=00:01:00")]
    [TestCase("Checkpoints:Folder=/tmp")]
    [TestCase("storage:queuecapacity=10")]
    public void Other_sections_and_capitals_are_left_alone(string setting)
    {
        Assert.That(Settings.Read([.. Settings.OneCaller, setting]).Callers, Has.Count.EqualTo(1));
    }

    [TestCase(null, "")]
    [TestCase("", "")]
    [TestCase("*", "*")]
    [TestCase(" north , south,north", "north south")]
    [TestCase("Ungeteam-Nørrebro", "Ungeteam-Nørrebro")]
    public void Teams_are_words_or_all_or_none(string? teams, string expected)
    {
        var settings = Settings.Read([
            .. Settings.OneCaller,
            .. teams is null ? Array.Empty<string>() : [$"ApiKeys:handler:Teams={teams}"],
        ]);
        Assert.That(string.Join(' ', settings.Callers.Single().Teams.Words), Is.EqualTo(expected));
    }

    [TestCase("*,north")]
    [TestCase("north south")]
    [TestCase("a/b")]
    [TestCase("0101901234")]
    public void Other_teams_are_refused(string teams)
    {
        Assert.That(
            Settings.Refusal([.. Settings.OneCaller, $"ApiKeys:handler:Teams={teams}"]),
            Does.Contain("ApiKeys:handler:Teams: must be teams")
        );
    }

    [TestCase("2031-01-01", "2031-01-01T00:00:00Z")]
    [TestCase("2031-01-01T12:30", "2031-01-01T12:30:00Z")]
    [TestCase("2031-01-01T12:30:15Z", "2031-01-01T12:30:15Z")]
    [TestCase("2031-01-01T12:30:15+02:00", "2031-01-01T10:30:15Z")]
    public void An_expiry_is_a_day_or_a_time_in_UTC(string written, string meant)
    {
        Assert.That(
            Settings.Read([.. Settings.OneCaller, $"ApiKeys:handler:Expires={written}"]).Callers.Single().Expires,
            Is.EqualTo(DateTimeOffset.Parse(meant))
        );
    }

    [TestCase("01-01-2031")]
    [TestCase("2031-02-30")]
    [TestCase("never")]
    [TestCase("")]
    public void Another_expiry_is_refused(string written)
    {
        Assert.That(
            Settings.Refusal([.. Settings.OneCaller, $"ApiKeys:handler:Expires={written}"]),
            Does.Contain("ApiKeys:handler:Expires: must be")
        );
    }

    [Test]
    public void An_expiry_that_is_past_is_only_warned_of()
    {
        Assert.That(
            Settings.Read([.. Settings.OneCaller, "ApiKeys:handler:Expires=2020-01-01"]).Warnings,
            Is.EqualTo(new[] { "ApiKeys:handler:Expires is past: its key opens nothing." })
        );
    }

    [Test]
    public void A_caller_is_not_named_by_a_civil_registration_number()
    {
        Assert.That(
            Settings.Refusal("ApiKeys:0101901234:Key=k", "ApiKeys:0101901234:Roles=auditor"),
            Does.Contain("ApiKeys: names a caller").And.Not.Contain("0101901234")
        );
    }

    [TestCase("http://0.0.0.0:5080", 1)]
    [TestCase("https://0.0.0.0:5080", 0)]
    [TestCase("http://127.0.0.1:5080;https://[::]:5081", 0)]
    [TestCase("http://127.0.0.1:5080;http://192.0.2.1:80", 1)]
    public void Listening_to_others_in_the_clear_is_warned_of(string urls, int warnings)
    {
        Assert.That(Settings.Read([.. Settings.OneCaller, $"urls={urls}"]).Warnings, Has.Count.EqualTo(warnings));
    }
}
