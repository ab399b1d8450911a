using System.Net;
using System.Text.Json;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using Matching.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Matching.Tests.Api.Audit;

/// <summary>Checkpoints and proofs over HTTP, checked as an outsider would: with the public key and the answers alone.</summary>
public sealed class TransparencyTests
{
    LiveService service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await LiveService.StartAsync();
        for (var i = 0; i < 5; i++)
            await service.ReportAsync("nexus", i);
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task The_checkpoint_is_signed_and_covers_all_there_is()
    {
        var checkpoint = await CheckpointAsync();
        var verification = (await service.GetAsync("/v1/audit/verification")).Json;

        Assert.That(
            (checkpoint.Size, checkpoint.Head),
            Is.EqualTo((verification.GetProperty("entries").GetInt64(), verification.GetProperty("head").GetString()))
        );
    }

    [Test]
    public async Task Checkpoint_and_key_come_as_what_they_are()
    {
        var (checkpoint, key) = (
            await service.GetAsync("/v1/audit/checkpoint"),
            await service.GetAsync("/v1/audit/public-key", "visitator")
        );

        Assert.That((checkpoint.ContentType, key.ContentType), Is.EqualTo(("text/plain", "application/x-pem-file")));
        Assert.That(key.Text, Does.StartWith("-----BEGIN PUBLIC KEY-----\n").And.EndWith("-----END PUBLIC KEY-----\n"));
    }

    [Test]
    public async Task Every_entry_is_proved_to_be_in_the_checkpoint()
    {
        var checkpoint = await CheckpointAsync();
        for (var sequence = 1; sequence <= checkpoint.Size; sequence++)
        {
            var proof = (await service.GetAsync($"/v1/audit/inclusion-proofs/{sequence}?size={checkpoint.Size}")).Json;
            var leaf = proof.GetProperty("leaf").GetBytesFromBase64();

            Assert.That(
                MerkleProof.Includes(
                    proof.GetProperty("index").GetInt64(),
                    proof.GetProperty("size").GetInt64(),
                    MerkleTree.LeafHash(leaf),
                    Hashes(proof),
                    checkpoint.Root
                ),
                Is.True,
                $"entry {sequence}"
            );
            if (sequence == checkpoint.Size)
                Assert.That(Convert.ToHexStringLower(leaf), Is.EqualTo(checkpoint.Head));
        }
    }

    [Test]
    public async Task An_older_checkpoint_is_proved_to_be_the_beginning_of_a_newer_one()
    {
        var older = await CheckpointAsync();
        await service.ReportAsync("nexus", 1);
        await service.ReportAsync("nexus", 2);
        var newer = await CheckpointAsync();
        var proof = (await service.GetAsync($"/v1/audit/consistency-proofs?from={older.Size}&to={newer.Size}")).Json;

        Assert.That(MerkleProof.IsConsistent(older.Size, older.Root, newer.Size, newer.Root, Hashes(proof)), Is.True);
        Assert.That(proof.GetProperty("fromRoot").GetBytesFromBase64(), Is.EqualTo(older.Root));
    }

    [TestCase("/v1/audit/inclusion-proofs/0", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/-1", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/x", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/1000000", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/99999999999999999999", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/3?size=2", "sequence")]
    [TestCase("/v1/audit/inclusion-proofs/1?size=1000000", "size")]
    [TestCase("/v1/audit/inclusion-proofs/1?size=", "size")]
    [TestCase("/v1/audit/inclusion-proofs/1?size=1&size=2", "size")]
    [TestCase("/v1/audit/inclusion-proofs/1?sise=1", "sise")]
    [TestCase("/v1/audit/consistency-proofs", "from")]
    [TestCase("/v1/audit/consistency-proofs?from=0", "from")]
    [TestCase("/v1/audit/consistency-proofs?from=3&to=2", "from")]
    [TestCase("/v1/audit/consistency-proofs?from=1&to=1000000", "to")]
    [TestCase("/v1/audit/consistency-proofs?from=1&x=2", "x")]
    [TestCase("/v1/audit/checkpoint?size=2", "size")]
    [TestCase("/v1/audit/public-key?x=2", "x")]
    public async Task A_parameter_that_is_wrong_or_unknown_is_named(string path, string field)
    {
        var reply = await service.GetAsync(path);

        Assert.That((reply.Status, reply.FaultAsProblem()), Is.EqualTo((HttpStatusCode.BadRequest, (string?)null)));
        Assert.That(reply.FaultyFields, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task An_empty_log_has_a_checkpoint_and_no_proofs()
    {
        await using var empty = await LiveService.StartAsync();
        var checkpoint = await empty.GetAsync("/v1/audit/checkpoint");
        var proof = await empty.GetAsync("/v1/audit/inclusion-proofs/1");

        Assert.That(checkpoint.Text.Split('\n')[1..3], Is.EqualTo(new[] { "0", Convert.ToBase64String(MerkleTree.EmptyRoot) }));
        Assert.That((proof.Status, proof.FaultyFields), Is.EqualTo((HttpStatusCode.BadRequest, new[] { "sequence" })));
    }

    [Test]
    public async Task A_service_that_stops_leaves_a_checkpoint_of_all_it_recorded_and_goes_on_from_it()
    {
        await using var stopped = await LiveService.StartAsync("--Checkpoints:EverySeconds=3600");
        await stopped.ReportAsync("nexus", 1);
        await stopped.ReportAsync("nexus", 2);
        await stopped.StopAsync();
        var file = Path.Combine(stopped.Folder, "checkpoints", "checkpoint-000000000002.txt");

        Assert.That(File.Exists(file), Is.True);
        await using var again = await LiveService.StartOnAsync(stopped.Folder, "--Checkpoints:EverySeconds=3600");
        Assert.That(
            again.App.Services.GetRequiredService<CheckpointIssuer>().State,
            Is.EqualTo(new CheckpointState(CheckpointStatus.Ok, "The log begins with the 2 entries that the last checkpoint covers.", 2))
        );
    }

    [Test]
    public async Task A_log_put_back_to_an_older_copy_is_told_and_ranking_goes_on()
    {
        var secondPlace = Directory.CreateTempSubdirectory("matching-second-").FullName;
        var recorded = await LiveService.StartAsync($"--Checkpoints:Folder={secondPlace}");
        await recorded.ReportAsync("nexus", 1);
        await recorded.StopAsync();
        var database = Path.Combine(recorded.Folder, "matching.db");
        File.Copy(database, database + ".older");
        var more = await LiveService.StartOnAsync(recorded.Folder, $"--Checkpoints:Folder={secondPlace}");
        await more.ReportAsync("nexus", 2);
        await more.StopAsync();
        File.Move(database + ".older", database, overwrite: true);
        // Whoever puts an older copy back may put back, or take away, what lies beside it.
        File.Delete(Path.ChangeExtension(database, ".end"));

        await using var after = await LiveService.StartOnAsync(recorded.Folder, $"--Checkpoints:Folder={secondPlace}");
        var checkpoint = await after.GetAsync("/v1/audit/checkpoint");

        Assert.That(
            (await after.GetAsync("/v1/audit/verification")).Json.GetProperty("intact").GetBoolean(),
            Is.True,
            "the chain by itself shows nothing"
        );
        Assert.That(
            after.App.Services.GetRequiredService<CheckpointIssuer>().State.Status,
            Is.EqualTo(CheckpointStatus.LogShorterThanCheckpoint)
        );
        Assert.That((checkpoint.Status, checkpoint.FaultAsProblem()), Is.EqualTo((HttpStatusCode.Conflict, (string?)null)));
        Assert.That((await after.RankAsync(Example.Json)).Status, Is.EqualTo(HttpStatusCode.Created));
        Directory.Delete(secondPlace, recursive: true);
    }

    [Test]
    public async Task A_second_place_that_is_not_there_stops_no_ranking()
    {
        await using var alone = await LiveService.StartAsync($"--Checkpoints:Folder={TemporaryStore.NewFolder()}");
        var ranked = await alone.RankAsync(Example.Json);
        var issuer = alone.App.Services.GetRequiredService<CheckpointIssuer>();
        var state = await issuer.WriteIfGrownAsync();

        Assert.That((ranked.Status, state.Status), Is.EqualTo((HttpStatusCode.Created, CheckpointStatus.FolderUnwritable)));
        Assert.That((await alone.GetAsync("/v1/audit/checkpoint")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("x")]
    [TestCase("-1")]
    [TestCase("90000")]
    public void An_interval_that_is_none_is_refused_at_the_start(string seconds)
    {
        Assert.That(
            async () => await LiveService.StartAsync($"--Checkpoints:EverySeconds={seconds}"),
            Throws.InstanceOf<Matching.Api.Settings.SettingsException>().With.Message.Contains("Checkpoints:EverySeconds")
        );
    }

    async Task<Checkpoint> CheckpointAsync()
    {
        var verifier = CheckpointVerifier.FromPem((await service.GetAsync("/v1/audit/public-key")).Text);
        var checkpoint = verifier.Read((await service.GetAsync("/v1/audit/checkpoint")).Text, out var problem);
        Assert.That(problem, Is.Null);
        return checkpoint!;
    }

    static byte[][] Hashes(JsonElement proof) =>
        [.. proof.GetProperty("hashes").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
}
