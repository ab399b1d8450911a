using System.Net;
using System.Security.Cryptography;
using System.Text;
using Matching.Api.Hosting;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>What the service refuses to start with, and what it makes at first start.</summary>
public sealed class StartTests
{
    string folder = "";

    [SetUp]
    public void NewFolder() => folder = TemporaryStore.NewFolder();

    [TearDown]
    public void Remove()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Two_services_cannot_share_a_data_directory()
    {
        await using var first = await LiveService.StartOnAsync(folder);
        Assert.That(() => LiveService.StartOnAsync(folder), Throws.TypeOf<DataDirectoryInUseException>());
        Assert.That((await first.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Neither_can_two_processes()
    {
        await using var first = await LiveService.StartOnAsync(folder);
        var (exitCode, output) = await ServiceProcess.RunAsync([
            $"--DataDirectory={folder}",
            "--urls=http://127.0.0.1:0",
            .. LiveService.CallerSettings,
        ]);
        Assert.That(
            (exitCode, output.Contains("in use by another process", StringComparison.Ordinal)),
            Is.EqualTo((exitCode == 0 ? 1 : exitCode, true)),
            output
        );
        Assert.That((await first.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_first_start_writes_to_its_data_directory_alone_and_the_framework_warns_of_nothing()
    {
        var home = Directory.CreateTempSubdirectory("matching-home-");
        try
        {
            string output;
            var environment = new Dictionary<string, string> { ["HOME"] = home.FullName, ["XDG_DATA_HOME"] = home.FullName };
            await using (var service = await ServiceProcess.StartAsync(folder, environment))
            {
                await service.TerminateAsync();
                output = await service.Output;
            }
            Assert.That(home.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(entry => entry.FullName), Is.Empty);
            Assert.That(output, Does.Not.Contain("warn: Microsoft").And.Contain("info: Microsoft"));
            foreach (var made in Directory.EnumerateFiles(folder, "*.key", SearchOption.AllDirectories))
                Assert.That(PrivateFile.IsOpenToOthers(made), Is.False, made);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_configured_master_key_may_be_made_before_the_first_start()
    {
        var key = NewKey();
        Directory.CreateDirectory(folder);
        await using var service = await LiveService.StartOnAsync(folder, $"--MasterKey:File={key}");
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        File.Delete(key);
    }

    [Test]
    public async Task A_database_that_was_lost_is_not_begun_again_wherever_the_key_is([Values("File", "Key")] string setting)
    {
        var key = NewKey();
        var configured = $"--MasterKey:{setting}={(setting == "File" ? key : await File.ReadAllTextAsync(key))}";
        await (await LiveService.StartOnAsync(folder, configured)).StopAsync();
        // A folder of a version that left no such mark gets it at its next start.
        File.Delete(Path.Combine(folder, "matching.begun"));
        await (await LiveService.StartOnAsync(folder, configured)).StopAsync();
        File.Delete(Path.Combine(folder, "matching.db"));
        Assert.That(() => LiveService.StartOnAsync(folder, configured), Throws.TypeOf<DatabaseDamagedException>());
        File.Delete(key);
    }

    [Test]
    public async Task After_a_stop_the_data_directory_is_free()
    {
        await using var service = await (await LiveService.StartOnAsync(folder)).RestartAsync();
        Assert.That((await service.GetAsync("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("--urls=http://0.0.0.0:0")]
    [TestCase("--urls=http://*:0")]
    [TestCase("--urls=http://+:0")]
    [TestCase("--urls=http://[::]:0")]
    [TestCase("--urls=http://127.0.0.1.example.org:0")]
    [TestCase("--urls=http://192.0.2.1:0")]
    [TestCase("--urls=http://127.0.0.1:0;http://0.0.0.0:0")]
    [TestCase("--urls=http://unix:/tmp/matching.sock")]
    [TestCase("--urls=nonsense")]
    [TestCase("--urls=http://")]
    [TestCase("--Kestrel:Endpoints:Public:Url=http://0.0.0.0:0")]
    [TestCase("--Kestrel:Endpoints:Public:Url=")]
    public void Without_keys_it_listens_on_this_machine_only(string setting)
    {
        Assert.That(() => MatchingApplication.BuildAsync([$"--DataDirectory={folder}", setting]), Throws.TypeOf<SettingsException>());
        Assert.That(Directory.Exists(folder), Is.False);
    }

    [TestCase("--urls=http://localhost:0")]
    [TestCase("--urls=http://127.0.0.1:0")]
    [TestCase("--urls=http://127.8.8.8:0")]
    [TestCase("--urls=http://[::1]:0")]
    public async Task Without_keys_it_may_listen_on_this_machine(string setting)
    {
        await using var app = await MatchingApplication.BuildAsync([
            $"--DataDirectory={folder}",
            setting,
            "--Logging:Console:LogLevel:Default=None",
        ]);
        Assert.That(File.Exists(Path.Combine(folder, "development.key")), Is.True);
    }

    [Test]
    public async Task With_keys_it_may_listen_on_any_address()
    {
        await using var app = await MatchingApplication.BuildAsync([
            $"--DataDirectory={folder}",
            "--urls=http://0.0.0.0:0",
            .. LiveService.CallerSettings,
        ]);
        Assert.That(File.Exists(Path.Combine(folder, "development.key")), Is.False);
    }

    [TestCase("--ApiKeys:a:Key=k")]
    [TestCase("--ApiKeys:a:Roles=visitator")]
    [TestCase("--ApiKeys:a:KeySha256=abc", "--ApiKeys:a:Roles=visitator")]
    [TestCase("--ApiKeys:a:Key=k", "--ApiKeys:a:Roles=Visitator")]
    [TestCase("--ApiKeys:a:Key=k", "--ApiKeys:a:Roles=visitator,root")]
    [TestCase("--ApiKeys:a:Key=k", "--ApiKeys:a:Roles=visitator", "--ApiKeys:b:Key=k", "--ApiKeys:b:Roles=auditor")]
    [TestCase("--Storage:QueueCapacity=0")]
    [TestCase("--ConnectionStrings:Postgres=nonsense")]
    [TestCase("--ConnectionStrings:Postgres=Username=matching")]
    [TestCase("--MasterKey:File=/not/there")]
    [TestCase("--MasterKey:File=a", "--MasterKey:Key=b")]
    [TestCase("--MasterKey:Path=a")]
    public void Settings_with_faults_are_refused(params string[] settings)
    {
        Assert.That(
            () => MatchingApplication.BuildAsync([$"--DataDirectory={folder}", "--urls=http://127.0.0.1:0", .. settings]),
            Throws.TypeOf<SettingsException>()
        );
    }

    [Test]
    public async Task A_key_can_be_configured_by_its_hash()
    {
        const string sha256OfSecret = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
        await using var service = await LiveService.StartOnAsync(
            folder,
            $"--ApiKeys:hashed:KeySha256={sha256OfSecret}",
            "--ApiKeys:hashed:Roles= visitator , auditor "
        );
        var reply = await service.SendAsync(
            HttpMethod.Get,
            "/v1/audit/verification",
            caller: "",
            change: request => request.Headers.Add("X-Api-Key", "secret")
        );
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_development_key_is_made_once_for_its_owner_only_and_has_all_roles()
    {
        var keys = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var app = await MatchingApplication.BuildAsync([
                $"--DataDirectory={folder}",
                "--urls=http://127.0.0.1:0",
                "--Logging:Console:LogLevel:Default=None",
            ]);
            await app.StartAsync();
            var path = Path.Combine(folder, "development.key");
            keys.Add((await File.ReadAllTextAsync(path)).Trim());
            if (!OperatingSystem.IsWindows())
                Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            client.DefaultRequestHeaders.Add("X-Api-Key", keys[^1]);
            Assert.That(
                (await client.PostAsync("/v1/rankings", LiveService.Content(Example.Json))).StatusCode,
                Is.EqualTo(HttpStatusCode.Created)
            );
            Assert.That((await client.GetAsync("/v1/audit/verification")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        Assert.That(keys.Distinct().Single(), Has.Length.GreaterThanOrEqualTo(32));
    }

    [Test]
    public async Task A_development_key_that_was_never_written_to_its_end_is_made_anew()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "development.key");
        await File.WriteAllTextAsync(path, "\n");
        await using var app = await MatchingApplication.BuildAsync([
            $"--DataDirectory={folder}",
            "--urls=http://127.0.0.1:0",
            "--Logging:Console:LogLevel:Default=None",
        ]);
        Assert.That((await File.ReadAllTextAsync(path)).Trim(), Has.Length.GreaterThanOrEqualTo(32));
    }

    static string NewKey()
    {
        var key = Path.Combine(Path.GetTempPath(), $"matching-{Guid.NewGuid()}.key");
        PrivateFile.Create(key, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        return key;
    }
}
