using System.Net;
using System.Text;
using Matching.Api.Storage;
using Matching.Tests.Api.Support;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Storage;

/// <summary>
/// Another master key: everything is read as before, the old one opens nothing, and nothing is lost when it is cut short.
/// </summary>
[OnEachStore]
public sealed class KeyRotationTests
{
    LiveService service = null!;
    Reply ranking = null!;

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        ranking = await service.RankAsync(Example.Json, idempotencyKey: "before");
        await service.ReportAsync("nexus", 1);
        await service.RankAsync(Example.With("caseReference", "\"OTHER-1\""));
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task Everything_is_as_before_and_goes_on()
    {
        var before = await File.ReadAllTextAsync(KeyFile());
        service = await service.RestartAsync(() => Assert.That(Rotate().Cases, Is.EqualTo(2)));
        Assert.That(await File.ReadAllTextAsync(KeyFile()), Is.Not.EqualTo(before));
        await AssertAsBefore();
        Assert.That((await service.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        service = await service.RestartAsync(() => Rotate());
        await AssertAsBefore();
    }

    [TestCase("/run/matching/master.key")]
    [TestCase("/var/run/matching/master.key")]
    public void A_key_that_is_a_copy_in_memory_is_not_exchanged(string file)
    {
        var folder = TemporaryStore.NewFolder();
        Assert.That(
            () => KeyRotation.Run(folder, new StorageOptions { MasterKeyFile = file }, TimeProvider.System),
            Throws.TypeOf<MasterKeyException>().With.Message.Contains("MasterKey:File")
        );
        Assert.That(Directory.Exists(folder), Is.False);
    }

    [Test]
    public async Task The_old_key_opens_nothing_any_more()
    {
        await service.StopAsync();
        var (_, old) = Rotate();
        File.Copy(old, KeyFile(), overwrite: true);
        Assert.That(() => service.RestartAsync(() => { }), Throws.TypeOf<MasterKeyException>());
    }

    [Test]
    public async Task A_rotation_that_was_cut_short_after_the_commit_is_finished_at_the_next_start([Values] bool oldIsAway)
    {
        service = await service.RestartAsync(() =>
        {
            var (_, old) = Rotate();
            File.Move(KeyFile(), KeyFile() + ".next");
            if (!oldIsAway)
                File.Move(old, KeyFile());
        });
        await AssertAsBefore();
        Assert.That(File.Exists(KeyFile() + ".next"), Is.False);
    }

    [Test]
    public async Task A_rotation_that_was_cut_short_before_the_commit_leaves_nothing_behind()
    {
        service = await service.RestartAsync(() =>
            PrivateFile.Create(KeyFile() + ".next", Encoding.ASCII.GetBytes(MasterKey.NewText(out _)))
        );
        await AssertAsBefore();
        Assert.That(File.Exists(KeyFile() + ".next"), Is.False);
    }

    [Test]
    public async Task A_log_that_was_cut_short_is_not_sealed_anew()
    {
        var before = await File.ReadAllTextAsync(KeyFile());
        await service.StopAsync();
        service.Tamper("DELETE FROM log_entries WHERE sequence = 3");
        Assert.That(() => Rotate(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("verify"));
        Assert.That(await File.ReadAllTextAsync(KeyFile()), Is.EqualTo(before));
    }

    [Test]
    public void While_the_service_runs_the_key_stays()
    {
        Assert.That(() => Rotate(), Throws.TypeOf<DataDirectoryInUseException>());
    }

    [Test]
    public async Task A_store_of_before_there_was_a_second_secret_can_exchange_its_key_too()
    {
        var folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        var earlier = RepositoryFiles.PathOf("Matching.Tests", "Data", "stores", "schema-0004");
        foreach (var file in new[] { "master.key", "matching.db" })
            File.Copy(Path.Combine(earlier, file), Path.Combine(folder, file));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder, "master.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        long entries;
        await using (var store = MatchingStore.Open(folder, TimeProvider.System))
            entries = store.Entries.Count();
        KeyRotation.Run(folder, new StorageOptions(), TimeProvider.System);
        await using (var store = MatchingStore.Open(folder, TimeProvider.System))
        {
            var result = store.Verification.Run();
            Assert.That((result.Intact, result.Entries), Is.EqualTo((true, entries)), result.Problem);
        }
        Directory.Delete(folder, recursive: true);
    }

    async Task AssertAsBefore()
    {
        Assert.That((await service.GetAsync($"/v1/rankings/{ranking.RankingId}")).Text, Is.EqualTo(ranking.Text));
        Assert.That((await service.RankAsync(Example.Json, idempotencyKey: "before")).Text, Is.EqualTo(ranking.Text));
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;
        Assert.That(verification.GetProperty("intact").GetBoolean(), Is.True, verification.GetRawText());
    }

    (long Cases, string OldKey) Rotate() =>
        KeyRotation.Run(service.Folder, new StorageOptions { Postgres = service.Postgres }, TimeProvider.System);

    string KeyFile() => Path.Combine(service.Folder, "master.key");
}
