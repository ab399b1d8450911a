using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Matching.Api.Commands;
using Matching.Api.Commands.Verbs;
using Matching.Api.Storage;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>What keeps the service from starting may pass by itself, and then the service starts by itself; or someone must act.</summary>
[NonParallelizable] // Database servers are stopped and disks filled.
public sealed class WaitingStartTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
    public async Task A_database_that_is_not_up_yet_is_waited_for()
    {
        using var cluster = PostgresCluster.New();
        var schema = cluster.NewSchema();
        cluster.Crash();
        await using var service = ServiceProcess.Begin(folder, $"--ConnectionStrings:Postgres={schema}");
        await AssertWaitsAsync(service);
        cluster.Start();
        await AssertStartsAsync(service);
        await service.TerminateAsync();
        Assert.That(await service.Output, Does.Contain("Not started yet: PostgreSQL cannot be reached").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_database_behind_a_black_hole_is_waited_for()
    {
        using var line = Line.To(PostgresCluster.Shared.NewSchema(), out var through);
        line.Cut();
        await using var service = ServiceProcess.Begin(folder, $"--ConnectionStrings:Postgres={through}");
        await AssertWaitsAsync(service);
        line.Mend();
        await AssertStartsAsync(service);
    }

    [Test]
    public async Task A_full_disk_is_waited_for([Values] bool isFirstStart)
    {
        using var disk = SmallDisk.At(folder);
        if (!isFirstStart)
            await (await LiveService.StartOnAsync(folder)).StopAsync();
        disk.Fill();
        await using var service = ServiceProcess.Begin(folder, "--Storage:LeastFreeMegabytes=0");
        await AssertWaitsAsync(service);
        disk.MakeRoom();
        await AssertStartsAsync(service);
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        await service.TerminateAsync();
        Assert.That(await service.Output, Does.Contain("Not started yet: The disk is full").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Who_waits_ends_when_told_to()
    {
        await using var service = ServiceProcess.Begin(folder, $"--ConnectionStrings:Postgres={NobodyThere()}");
        await AssertWaitsAsync(service);
        await service.TerminateAsync();
        Assert.That(service.ExitCode, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task What_someone_must_put_right_ends_the_start()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(PostgresCluster.Shared.NewSchema()) { Database = "nowhere" };
        var told = new StringWriter();
        var code = await Serving.RunAsync(
            [
                $"--DataDirectory={folder}",
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:Postgres={nowhere}",
                .. LiveService.CallerSettings,
            ],
            told
        );
        Assert.That(code, Is.EqualTo(ExitCode.CannotStart), told.ToString());
        Assert.That(told.ToString(), Does.Contain("is not there"));
    }

    [TestCase(PostgresErrorCodes.CannotConnectNow, true)]
    [TestCase(PostgresErrorCodes.TooManyConnections, true)]
    [TestCase(PostgresErrorCodes.DiskFull, true)]
    [TestCase(PostgresErrorCodes.InvalidPassword, false)]
    [TestCase(PostgresErrorCodes.InvalidAuthorizationSpecification, false)]
    [TestCase(PostgresErrorCodes.InvalidCatalogName, false)]
    [TestCase(PostgresErrorCodes.InsufficientPrivilege, false)]
    public void A_refusal_of_the_server_passes_or_not(string code, bool passes) =>
        Assert.That(StartFailure.MayPass(new PostgresException("inner", "FATAL", "FATAL", code)), Is.EqualTo(passes));

    [Test]
    public void What_passes_by_itself_is_told_from_what_does_not()
    {
        Assert.Multiple(() =>
        {
            Assert.That(StartFailure.MayPass(new NpgsqlException("x", new SocketException(111))), Is.True);
            Assert.That(StartFailure.MayPass(new NpgsqlException("x", new TimeoutException())), Is.True);
            Assert.That(StartFailure.MayPass(new SqliteException("x", 13)), Is.True);
            Assert.That(StartFailure.MayPass(new LogUnavailableException("x", new SqliteException("x", 13))), Is.True);
            Assert.That(StartFailure.MayPass(new IOException("x", 28)), Is.True);
            Assert.That(StartFailure.MayPass(new NpgsqlException("No password has been provided")), Is.False);
            Assert.That(
                StartFailure.MayPass(new NpgsqlException("x", new System.Security.Authentication.AuthenticationException())),
                Is.False
            );
            Assert.That(StartFailure.MayPass(new SqliteException("x", 11)), Is.False);
            Assert.That(StartFailure.MayPass(new DataDirectoryInUseException("x", new IOException())), Is.False);
            Assert.That(StartFailure.MayPass(new MasterKeyException("x")), Is.False);
        });
    }

    static string NobodyThere() => $"Host=127.0.0.1;Port={FreePort.Next()};Username=matching;Database=postgres";

    static async Task AssertWaitsAsync(ServiceProcess service)
    {
        var clock = Stopwatch.StartNew();
        Reply ready;
        while (true)
        {
            try
            {
                ready = await service.GetAsync("/health/ready");
                break;
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience && !service.HasEnded)
            {
                await Task.Delay(50);
            }
        }
        TestContext.Out.WriteLine($"told as waiting {clock.Elapsed.TotalSeconds:f1} s after the start: {ready.Text}");
        Assert.That((ready.Status, ready.ContentType), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json")));
        Assert.That(ready.Text, Does.Contain("waiting-to-start").And.Contain("sqliteVersion"));
        Assert.That((await service.GetAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
        var call = await service.GetAsync("/v1/placements");
        Assert.That(
            (call.Status, call.ContentType, call.Headers.RetryAfter is not null),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "application/problem+json", true))
        );
    }

    static async Task AssertStartsAsync(ServiceProcess service)
    {
        var clock = Stopwatch.StartNew();
        await service.UntilReadyAsync();
        TestContext.Out.WriteLine($"ready {clock.Elapsed.TotalSeconds:f1} s after it could");
        Assert.That((await service.GetAsync("/v1/placements")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>A file system of a few megabytes in memory.</summary>
    sealed class SmallDisk : IDisposable
    {
        readonly string folder;

        SmallDisk(string folder) => this.folder = folder;

        string Filler => Path.Combine(folder, "filler");

        public static SmallDisk At(string folder)
        {
            Directory.CreateDirectory(folder);
            if (Environment.UserName != "root" || Run("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", folder) != 0)
                Requirement.Missing("A file system in memory cannot be mounted here (needs root).");
            return new(folder);
        }

        public void Fill()
        {
            using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                while (true)
                    file.Write(new byte[4096]);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void MakeRoom() => File.Delete(Filler);

        public void Dispose() => Run("umount", folder);

        static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
