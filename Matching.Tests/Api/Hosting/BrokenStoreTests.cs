using System.Net;
using Dapper;
using Matching.Api.Commands;
using Matching.Api.Commands.Verbs;
using Matching.Api.Storage;
using Matching.Tests.Api.Commands;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Matching.Tests.Api.Hosting;

/// <summary>
/// A data directory that is damaged: the service says in plain words what is wrong, or finds everything; it never begins a new log beside
/// an old one.
/// </summary>
public sealed class BrokenStoreTests
{
    const int Page = 4096;

    string folder = "";

    string Database => Path.Combine(folder, "matching.db");

    string Key => Path.Combine(folder, "master.key");

    [SetUp]
    public async Task Record()
    {
        folder = TemporaryStore.NewFolder();
        var service = await LiveService.StartOnAsync(folder);
        for (var i = 0; i < 3; i++)
            await service.RankAsync(Example.Json);
        await service.StopAsync();
    }

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_missing_database_is_told_and_no_new_one_is_made()
    {
        File.Delete(Database);
        Assert.That(await RefusalAsync(), Does.Contain("database").And.Contain("missing"));
        Assert.That(Database, Does.Not.Exist);
    }

    [Test]
    public async Task An_emptied_database_is_told_and_not_filled_anew()
    {
        await File.WriteAllBytesAsync(Database, []);
        Assert.That(await RefusalAsync(), Does.Contain("database").And.Contain("empty"));
        Assert.That(new FileInfo(Database).Length, Is.Zero);
    }

    [TestCase("random bytes")]
    [TestCase("header overwritten")]
    [TestCase("cut to one page and a half")]
    [TestCase("cut to half a page")]
    public async Task A_file_that_is_no_database_any_more_is_told_and_not_touched(string damage)
    {
        var bytes = await File.ReadAllBytesAsync(Database);
        var random = new Random(4711);
        switch (damage)
        {
            case "random bytes":
                random.NextBytes(bytes);
                break;
            case "header overwritten":
                random.NextBytes(bytes.AsSpan(0, 100));
                break;
            case "cut to one page and a half":
                bytes = bytes[..(Page + Page / 2)];
                break;
            default:
                bytes = bytes[..(Page / 2)];
                break;
        }
        await File.WriteAllBytesAsync(Database, bytes);

        Assert.That(await RefusalAsync(), Does.Contain("damaged").And.Contain("backup"));
        Assert.That(await File.ReadAllBytesAsync(Database), Is.EqualTo(bytes));
    }

    /// <summary>
    /// Any page: the service refuses to start in plain words, or verification names the damage, or the page held nothing that is in use.
    /// </summary>
    [Test]
    public async Task A_torn_page_anywhere_is_told_in_plain_words()
    {
        var whole = await File.ReadAllBytesAsync(Database);
        var pages = whole.Length / Page;
        var untouched = await VerifyAsync();
        var found = 0;
        for (var page = 1; page < pages; page += Math.Max(1, pages / (8 * Scale.Factor)))
        {
            var torn = (byte[])whole.Clone();
            new Random(page).NextBytes(torn.AsSpan(page * Page, Page / 2));
            await File.WriteAllBytesAsync(Database, torn);
            var run = await VerifyAsync();
            var (code, error) = await StartAsync();

            Assert.That(run.Out + run.Error + error, Does.Not.Contain("   at "), $"page {page}");
            Assert.That(code, Is.AnyOf(ExitCode.Done, ExitCode.CannotStart), $"page {page}");
            if (run.Code == ExitCode.Done)
                Assert.That(run.Out, Is.EqualTo(untouched.Out), $"page {page} is not in use");
            else
                found++;
        }
        Assert.That(found, Is.Positive);
    }

    [Test]
    public async Task A_corrupt_WAL_is_told_and_kept()
    {
        string[] names = ["matching.db", "matching.db-wal", "matching.end"];
        await using (var service = await ServiceProcess.StartAsync(folder))
        {
            // Who reads from before the rankings on keeps them in the WAL alone, however slow the machine is.
            using var reader = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
            reader.Open();
            using var snapshot = reader.BeginTransaction(deferred: true);
            reader.ExecuteScalar<long>("SELECT COUNT(*) FROM log_entries", transaction: snapshot);
            for (var i = 0; i < 5; i++)
                await service.RankAsync(Example.Json);
            await service.KillAsync();
        }
        var left = names.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(folder, name)));
        for (var part = 0; part < 6; part++)
        {
            PutBack();
            var damaged = (byte[])left["matching.db-wal"].Clone();
            new Random(part).NextBytes(damaged.AsSpan(damaged.Length * part / 6, 64));
            await File.WriteAllBytesAsync(Database + "-wal", damaged);

            var cut = await LiveService.StartOnAsync(folder);
            Assert.That((await cut.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
            for (var start = 0; start < 2; start++)
            {
                Assert.That((await cut.GetAsync("/health/ready", caller: "")).Text, Does.Contain("log-lost-its-end"), $"part {part}");
                var verification = (await cut.GetAsync("/v1/audit/verification")).Json;
                Assert.That(verification.GetProperty("intact").GetBoolean(), Is.False, $"part {part}");
                Assert.That(verification.GetProperty("problem").GetString(), Does.Contain("answered for"), $"part {part}");
                cut = await cut.RestartAsync();
            }
            await cut.StopAsync();
            Assert.That(await File.ReadAllBytesAsync(Database + ".lost-wal"), Is.EqualTo(damaged), $"part {part}");
        }
        PutBack();
        var whole = await LiveService.StartOnAsync(folder);
        Assert.That(await whole.EntriesAsync(), Is.EqualTo(8));
        await whole.StopAsync();

        void PutBack()
        {
            foreach (var name in new[] { "matching.db-shm", "matching.lost", "matching.db.lost-wal" })
                File.Delete(Path.Combine(folder, name));
            foreach (var (name, content) in left)
                File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }

    [Test]
    public async Task A_missing_a_foreign_and_a_malformed_master_key_are_told()
    {
        var key = await File.ReadAllTextAsync(Key);
        File.Delete(Key);
        Assert.That(await RefusalAsync(), Does.Contain("master key").And.Contain("missing"));
        Assert.That(Key, Does.Not.Exist);

        PrivateFile.Create(Key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="u8);
        Assert.That(await RefusalAsync(), Does.Contain("not the one the database was made with"));

        await File.WriteAllTextAsync(Key, "not a key");
        Assert.That(await RefusalAsync(), Does.Contain("malformed"));

        await File.WriteAllTextAsync(Key, key);
        Assert.That((await StartAsync()).Code, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task A_first_start_that_was_killed_half_way_is_taken_up_again()
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "matching.first-start"), []);
        PrivateFile.Create(Key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="u8);
        PrivateFile.Create(Database, []);

        Assert.That((await StartAsync()).Code, Is.EqualTo(ExitCode.Done));
        Assert.That(Path.Combine(folder, "matching.first-start"), Does.Not.Exist);
        File.Delete(Database);
        Assert.That(await RefusalAsync(), Does.Contain("missing"));
    }

    [Test]
    public async Task A_database_of_a_newer_program_is_told()
    {
        using (var connection = TemporaryStore.OpenRaw(Database))
            connection.Execute("INSERT INTO schema_migrations VALUES (9999, 'later', 'later')");
        Assert.That(await RefusalAsync(), Does.Contain("newer than this program"));
    }

    Task<CommandRun> VerifyAsync() => CommandRun.OfAsync(["verify", "--data-directory", folder]);

    /// <summary>Starts the service and, when it does start, stops it.</summary>
    async Task<(int Code, string Error)> StartAsync()
    {
        try
        {
            await (await LiveService.StartOnAsync(folder)).StopAsync();
            return (ExitCode.Done, "");
        }
        catch (Exception fault) when (StartFailure.Explain(fault) is { } reason)
        {
            return (ExitCode.CannotStart, reason);
        }
    }

    async Task<string> RefusalAsync()
    {
        var error = new StringWriter();
        var code = await Serving.RunAsync(
            [
                $"--DataDirectory={folder}",
                "--urls=http://127.0.0.1:0",
                "--Logging:Console:LogLevel:Default=None",
                .. LiveService.CallerSettings,
            ],
            error
        );
        Assert.That(code, Is.EqualTo(ExitCode.CannotStart), error.ToString());
        Assert.That(error.ToString(), Does.Not.Contain("   at ").And.Not.Contain("Exception"));
        return error.ToString();
    }
}
