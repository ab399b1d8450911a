using Dapper;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Cases;

/// <summary>
/// The bytes of a destroyed key in the files of the embedded database. PostgreSQL's own files are its operator's; the operations page says
/// what to do.
/// </summary>
public sealed class DestroyedKeyTests
{
    const int MostCommits = 5;

    LiveService service = null!;
    string data = "";

    [SetUp]
    public async Task Start()
    {
        data = TemporaryStore.NewFolder();
        ErasureTests.CopyData(data, months: 0);
        service = await LiveService.StartAsync($"--DataFolder={data}");
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task The_destroyed_key_is_in_no_file_of_the_embedded_database()
    {
        await service.RankAsync(Example.Json);
        byte[] key;
        using (var connection = TemporaryStore.OpenRaw(Path.Combine(service.Folder, "matching.db")))
            key = connection.QuerySingle<byte[]>("SELECT wrapped_key FROM cases");
        Assert.That(FilesWith(key), Is.Not.Empty, "The search finds it while it is there.");
        await ErasureTests.EraseAsync(service);
        // Whoever reads at that moment keeps it there until the next commit; nobody reads for long.
        for (var commits = 0; commits < MostCommits && FilesWith(key).Length > 0; commits++)
            await service.RankAsync(Example.With("caseReference", "\"NEXT-1\""));
        Assert.That(FilesWith(key), Is.Empty);
    }

    [Test]
    public async Task A_destroyed_key_that_a_reader_kept_in_the_files_goes_once_the_reader_is_done()
    {
        await service.RankAsync(Example.Json);
        byte[] key;
        using (var reader = TemporaryStore.OpenRaw(Path.Combine(service.Folder, "matching.db")))
        {
            using var transaction = reader.BeginTransaction(deferred: true);
            key = reader.QuerySingle<byte[]>("SELECT wrapped_key FROM cases", transaction: transaction);
            await ErasureTests.EraseAsync(service);
            Assert.That(FilesWith(key), Is.Not.Empty, "The reader keeps it there.");
        }
        await service.RankAsync(Example.With("caseReference", "\"NEXT-1\""));
        Assert.That(FilesWith(key), Is.Empty);
    }

    string[] FilesWith(byte[] bytes) =>
        [
            .. Directory
                .EnumerateFiles(service.Folder, "matching.db*")
                .Where(file => TemporaryStore.ReadShared(file).AsSpan().IndexOf(bytes) >= 0),
        ];
}
