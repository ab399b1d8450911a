using System.Text;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

/// <summary>A record moves from one store to another, whole or not at all.</summary>
[OnEachStore]
public sealed class MoveTests
{
    LiveService service = null!;
    Reply ranking = null!;
    Reply whatIf = null!;
    string folder = "";

    [SetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        ranking = await service.RankAsync(Example.Json, idempotencyKey: "before");
        await service.ReportAsync("nexus", 2);
        await service.GetAsync($"/v1/rankings/{ranking.RankingId}");
        whatIf = await service.AskWhatIfAsync(ranking.RankingId, """{"child":{"selfHarm":"mild"}}""");
        await service.GetAsync("/v1/audit/checkpoint");
        folder = TemporaryStore.NewFolder();
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(service.Folder, "master.key"), Path.Combine(folder, "master.key"));
    }

    [TearDown]
    public async Task Stop()
    {
        await service.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Everything_is_there_afterwards_on_either_kind_of_store([Values] StoreKind target)
    {
        var postgres = target == StoreKind.Postgres ? PostgresCluster.Shared.NewSchema() : null;
        var head = (await service.GetAsync("/v1/audit/verification")).Json.GetProperty("head").GetString();
        Import(Export(withKeys: true), postgres);

        await using var moved = await LiveService.StartOnAsync(
            folder,
            postgres is null ? "--ConnectionStrings:Postgres=" : $"--ConnectionStrings:Postgres={postgres}"
        );
        var verification = (await moved.GetAsync("/v1/audit/verification")).Json;
        Assert.That(
            (verification.GetProperty("intact").GetBoolean(), verification.GetProperty("head").GetString()),
            Is.EqualTo((true, head)),
            verification.GetRawText()
        );
        Assert.That((await moved.GetAsync($"/v1/rankings/{ranking.RankingId}")).Text, Is.EqualTo(ranking.Text));
        Assert.That(
            (await moved.GetAsync($"/v1/rankings/{ranking.RankingId}/what-ifs/{whatIf.Json.GetProperty("whatIfId").GetString()}")).Text,
            Is.EqualTo(whatIf.Text)
        );
        Assert.That((await moved.RankAsync(Example.Json, idempotencyKey: "before")).Text, Is.EqualTo(ranking.Text));
        var beds = (await moved.RankAsync(Example.Json))
            .Json.GetProperty("placements")
            .EnumerateArray()
            .Single(place => place.GetProperty("placementId").GetString() == "nexus");
        Assert.That(beds.GetProperty("availability").GetProperty("freePlaces").GetInt32(), Is.EqualTo(2));
        Assert.That(
            (await moved.GetAsync("/v1/audit/checkpoint")).Text.Split('\n')[0],
            Is.EqualTo((await service.GetAsync("/v1/audit/checkpoint")).Text.Split('\n')[0])
        );
    }

    [Test]
    public void Without_keys_nothing_is_moved()
    {
        Assert.That(
            () => Import(Export(withKeys: false), null),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("--with-keys")
        );
    }

    [Test]
    public void With_another_master_key_nothing_is_moved()
    {
        File.WriteAllText(Path.Combine(folder, "master.key"), MasterKey.NewText(out _));
        Assert.That(() => Import(Export(withKeys: true), null), Throws.TypeOf<MasterKeyException>());
    }

    [TestCase("\"kind\":\"ranking\"", "\"kind\":\"rankink\"")]
    [TestCase("\"type\":\"footer\"", "\"type\":\"foot\"")]
    [TestCase("\"sequence\":2", "\"sequence\":3")]
    [TestCase("\"entries\":4", "\"entries\":5")]
    public void A_changed_export_is_moved_not_at_all(string what, string with)
    {
        var export = Export(withKeys: true);
        Assert.That(() => Import(export.Replace(what, with, StringComparison.Ordinal), null), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => Import(export, null), Throws.Nothing, "What was not moved left the store empty.");
        Assert.That(() => Import(export, null), Throws.TypeOf<InvalidDataException>().With.Message.Contains("entries already"));
    }

    [TestCase("case")]
    [TestCase("document")]
    public void An_export_that_lost_a_line_is_moved_not_at_all(string type)
    {
        var lines = Export(withKeys: true).Split('\n').ToList();
        lines.RemoveAt(lines.FindIndex(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal)));
        Assert.That(() => Import(string.Join('\n', lines), null), Throws.TypeOf<InvalidDataException>().With.Message.Contains("footer"));
        Assert.That(() => Import(Export(withKeys: true), null), Throws.Nothing, "What was not moved left the store empty.");
    }

    string Export(bool withKeys)
    {
        using var store = ReadOnlyStore.Open(service.Folder, options: new StorageOptions { Postgres = service.Postgres });
        using var output = new MemoryStream();
        LogExport.Write(store, withKeys, output, TimeProvider.System.GetUtcNow());
        return Encoding.UTF8.GetString(output.ToArray());
    }

    void Import(string export, string? postgres)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(export));
        LogImport.Run(input, folder, new StorageOptions { Postgres = postgres }, TimeProvider.System, CancellationToken.None);
    }
}
