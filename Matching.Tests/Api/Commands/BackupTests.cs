using System.Text.Json.Nodes;
using Dapper;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Commands;

/// <summary>Backup beside the running service, and the way back.</summary>
public sealed class BackupTests
{
    string root = "";
    RunningService service = null!;

    string Folder => Path.Combine(root, "backup");

    string Target => Path.Combine(root, "restored");

    [SetUp]
    public async Task Start()
    {
        root = Directory.CreateTempSubdirectory("matching-backups-").FullName;
        service = await RunningService.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Test]
    public async Task What_is_backed_up_under_load_is_restored_and_replays_identically()
    {
        var id = await service.RankIdAsync(Requests.Usual);
        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (!enough.IsCancellationRequested)
                            await service.RankAsync(Requests.Usual);
                    })
                )
        );
        var backup = await BackUpAsync("--with-key");
        await enough.CancelAsync();
        await load;
        var restored = await RestoreAsync();

        Assert.That((backup.Code, backup.Error), Is.EqualTo((0, "")));
        Assert.That((restored.Code, restored.Error), Is.EqualTo((0, "")));
        Assert.That(restored.OutLines[1..], Is.EqualTo(backup.OutLines[1..]), "time, entries and head are the same");
        Assert.That((await CommandRun.OfAsync(["verify", "--data-directory", Target])).Code, Is.Zero);
        Assert.That((await CommandRun.OfAsync(["replay", id, "--data-directory", Target])).Out, Does.Contain("identical to the byte"));
        Assert.That(Directory.GetFileSystemEntries(root).Select(Path.GetFileName), Is.EquivalentTo((string[])["backup", "restored"]));
        Assert.That(
            Directory.GetFiles(Folder).Select(Path.GetFileName),
            Is.EquivalentTo((string[])["manifest.json", "master.key", "matching.db"])
        );
    }

    [Test]
    public async Task Without_being_asked_the_key_stays_behind_and_must_be_placed_first()
    {
        var id = await service.RankIdAsync(Requests.Usual);
        await BackUpAsync();
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo((string[])["manifest.json", "matching.db"]));

        var keyless = await RestoreAsync();
        Assert.That((keyless.Code, keyless.Error), Is.EqualTo((2, keyless.Error)));
        Assert.That(keyless.Error, Does.StartWith("Nothing was restored. The backup was taken without the master key."));

        File.Copy(Path.Combine(service.DataDirectory, "master.key"), Path.Combine(Target, "master.key"));
        var restored = await RestoreAsync();
        Assert.That((restored.Code, restored.Error), Is.EqualTo((0, "")));
        Assert.That((await CommandRun.OfAsync(["replay", id, "--data-directory", Target])).Out, Does.Contain("identical to the byte"));
    }

    [Test]
    public async Task What_is_restored_is_held_against_the_checkpoints_as_it_is_documented()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root, "elsewhere")).FullName;
        await service.RankAsync(Requests.Usual);
        await File.WriteAllTextAsync(Path.Combine(elsewhere, CheckpointFolder.NameOf(1)), await service.GetAsync("/v1/audit/checkpoint"));
        var publicKey = Path.Combine(root, "auditors.pem");
        await File.WriteAllTextAsync(publicKey, await service.GetAsync("/v1/audit/public-key"));
        await BackUpAsync();
        Directory.CreateDirectory(Target);
        File.Copy(Path.Combine(service.DataDirectory, "master.key"), Path.Combine(Target, "master.key"));
        var restored = await RestoreAsync();
        Assert.That((restored.Code, restored.Error), Is.EqualTo((0, "")));

        string[] verify = ["verify", "--data-directory", Target, "--checkpoint", elsewhere];
        var verified = await CommandRun.OfAsync(verify);
        Assert.That(
            (verified.Code, verified.Out.Contains("1 of 1 checkpoint fits", StringComparison.Ordinal)),
            Is.EqualTo((0, true)),
            verified.Error
        );

        // As it was restored from a backup of before the key was taken along.
        File.Delete(Path.Combine(Target, "checkpoint.pub.pem"));
        var keyless = await CommandRun.OfAsync(verify);
        var named = await CommandRun.OfAsync([.. verify, "--public-key", publicKey]);
        Assert.That((keyless.Code, named.Code), Is.EqualTo((2, 0)));
        Assert.That(keyless.Error, Does.Contain("--public-key FILE"));
    }

    [Test]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        await BackUpAsync("--with-key");
        var before = await File.ReadAllBytesAsync(Path.Combine(Folder, "matching.db"));
        var again = await BackUpAsync("--with-key");
        var onto = await CommandRun.OfAsync(["restore", "--from", Folder, "--data-directory", service.DataDirectory]);
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "notes.txt"), "mine");
        var beside = await RestoreAsync();

        Assert.That((again.Code, onto.Code, beside.Code), Is.EqualTo((2, 2, 2)));
        Assert.That(again.Error, Does.Contain("is there already"));
        Assert.That(onto.Error, Does.Contain("is not empty"));
        Assert.That(beside.Error, Does.Contain("'notes.txt'"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(Folder, "matching.db")), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(Target).Select(Path.GetFileName), Is.EqualTo((string[])["notes.txt"]));
    }

    [TestCase("a byte of the database")]
    [TestCase("an entry, with the manifest to match")]
    [TestCase("the end cut off, with the manifest to match")]
    [TestCase("another backup's database and manifest, but this head")]
    [TestCase("the manifest")]
    [TestCase("the database is gone")]
    public async Task A_backup_that_was_changed_is_refused(string change)
    {
        for (var i = 0; i < 3; i++)
            await service.RankAsync(Requests.Usual);
        await BackUpAsync("--with-key");
        var (database, manifest) = (Path.Combine(Folder, "matching.db"), Path.Combine(Folder, "manifest.json"));
        switch (change)
        {
            case "a byte of the database":
                var bytes = await File.ReadAllBytesAsync(database);
                bytes[^100] ^= 1;
                await File.WriteAllBytesAsync(database, bytes);
                break;
            case "an entry, with the manifest to match":
                Change(
                    database,
                    "DROP TRIGGER log_entries_are_never_changed; UPDATE log_entries SET caller = 'someone' WHERE sequence = 2"
                );
                Rehash(database, manifest);
                break;
            case "the end cut off, with the manifest to match":
                Change(database, "DROP TRIGGER log_entries_are_never_deleted; DELETE FROM log_entries WHERE sequence = 3");
                Rehash(database, manifest);
                break;
            case "another backup's database and manifest, but this head":
                await service.RankAsync(Requests.Usual);
                await CommandRun.OfAsync(["backup", "--to", Path.Combine(root, "later"), "--data-directory", service.DataDirectory]);
                File.Copy(Path.Combine(root, "later", "matching.db"), database, overwrite: true);
                Rehash(database, manifest);
                break;
            case "the manifest":
                await File.WriteAllTextAsync(manifest, "{");
                break;
            default:
                File.Delete(database);
                break;
        }

        var restored = await RestoreAsync();

        Assert.That(restored.Code, Is.EqualTo(1), restored.Error);
        Assert.That(restored.Error, Does.StartWith("Nothing was restored. ").And.Not.Contain("   at "));
        Assert.That(Path.Combine(Target, "matching.db"), Does.Not.Exist);
    }

    [Test]
    public async Task A_log_that_is_not_intact_is_not_backed_up()
    {
        await service.RankAsync(Requests.Usual);
        await service.StopAsync();
        service.Tamper("DROP TRIGGER log_entries_are_never_changed; UPDATE log_entries SET caller = 'someone'");

        var run = await BackUpAsync();

        Assert.That((run.Code, run.Out), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("not intact").And.Contain("Entry 1"));
        Assert.That(Directory.GetFileSystemEntries(root), Is.Empty);
    }

    [Test]
    public async Task What_a_killed_backup_or_restore_left_is_no_hindrance()
    {
        await service.RankAsync(Requests.Usual);
        Directory.CreateDirectory(Folder + ".unfinished");
        await File.WriteAllTextAsync(Path.Combine(Folder + ".unfinished", "matching.db"), "half a copy");
        Directory.CreateDirectory(Path.Combine(Target, "restore.unfinished"));
        await File.WriteAllTextAsync(Path.Combine(Target, "restore.unfinished", "matching.db"), "half a copy");

        Assert.That((await BackUpAsync("--with-key")).Code, Is.Zero);
        Assert.That((await RestoreAsync()).Code, Is.Zero);
        Assert.That(
            Directory.GetFileSystemEntries(Target).Select(Path.GetFileName),
            Is.EquivalentTo((string[])["master.key", "matching.db", "matching.lock"])
        );
    }

    [Test]
    public async Task What_cannot_be_found_is_told()
    {
        var noBackup = await RestoreAsync();
        var noRecord = await CommandRun.OfAsync(["backup", "--to", Folder, "--data-directory", Path.Combine(root, "nowhere")]);

        Assert.That((noBackup.Code, noRecord.Code), Is.EqualTo((2, 2)));
        Assert.That(noBackup.Error, Does.Contain("There is no backup in"));
        Assert.That(noRecord.Error, Does.Contain("There is no database"));
    }

    Task<CommandRun> BackUpAsync(params string[] options) =>
        CommandRun.OfAsync(["backup", "--to", Folder, "--data-directory", service.DataDirectory, .. options]);

    Task<CommandRun> RestoreAsync() => CommandRun.OfAsync(["restore", "--from", Folder, "--data-directory", Target]);

    static void Change(string database, string sql)
    {
        using var connection = TemporaryStore.OpenRaw(database);
        connection.Execute(sql);
    }

    static void Rehash(string database, string manifest)
    {
        var json = JsonNode.Parse(File.ReadAllText(manifest))!;
        json["files"]!["matching.db"] = Matching.Api.Storage.Backups.BackupManifest.HashOf(database);
        File.WriteAllText(manifest, json.ToJsonString());
    }
}
