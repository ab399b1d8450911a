using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

/// <summary>Checkpoints of a real store, whose file someone with full rights changes.</summary>
public sealed class CheckpointIssuerTests
{
    const string DropGuards = "DROP TRIGGER log_entries_are_never_changed; DROP TRIGGER log_entries_are_never_deleted;";

    TemporaryStore temporary = null!;
    string secondPlace = "";

    [SetUp]
    public void Open()
    {
        temporary = TemporaryStore.Open();
        secondPlace = Directory.CreateTempSubdirectory("matching-second-").FullName;
    }

    [TearDown]
    public async Task Remove()
    {
        await temporary.DisposeAsync();
        if (Directory.Exists(secondPlace))
            Directory.Delete(secondPlace, recursive: true);
    }

    [Test]
    public async Task A_log_that_has_grown_gets_one_checkpoint_named_by_its_size()
    {
        using var issuer = Issuer();
        await issuer.WriteIfGrownAsync();
        await RankAsync(3);
        var state = await issuer.WriteIfGrownAsync();
        await issuer.WriteIfGrownAsync();
        await RankAsync(2);
        await issuer.WriteIfGrownAsync();

        Assert.That(Files(), Is.EqualTo(new[] { "checkpoint-000000000003.txt", "checkpoint-000000000005.txt" }));
        Assert.That(
            state,
            Is.EqualTo(new CheckpointState(CheckpointStatus.Ok, "The log begins with the 3 entries that the last checkpoint covers.", 3))
        );
    }

    [Test]
    public async Task What_is_written_is_the_tree_of_the_log_signed_under_the_stores_own_name()
    {
        using var issuer = Issuer();
        await RankAsync(3);
        await issuer.WriteIfGrownAsync();
        var head = new LogTree(temporary.Store.Hashes).Head();
        var checkpoint = CheckpointVerifier
            .FromPem(await issuer.PublicKeyAsync(CancellationToken.None))
            .Read(File.ReadAllText(Path.Combine(secondPlace, Files()[0])), out _)!;

        Assert.That(checkpoint, Is.EqualTo(checkpoint with { Size = 3, Head = head.Hash, Time = "2026-11-22T08:15:30.123Z" }));
        Assert.That(checkpoint.Root, Is.EqualTo(head.Root));
        Assert.That(checkpoint.Origin, Does.Match("^matching/[0-9a-f]{32}$"));
        Assert.That((await issuer.MakeAsync(CancellationToken.None)).KeyName, Is.EqualTo(checkpoint.Origin), "the store's id stays");
    }

    [TestCase("DELETE FROM log_entries WHERE sequence >= 3", CheckpointStatus.LogShorterThanCheckpoint)]
    [TestCase(
        "UPDATE log_entries SET hash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE sequence = 4",
        CheckpointStatus.LogDiffersFromCheckpoint
    )]
    [TestCase(
        "UPDATE log_entries SET hash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE sequence = 2",
        CheckpointStatus.LogDiffersFromCheckpoint
    )]
    public async Task A_log_that_does_not_fit_its_checkpoint_is_never_signed(string tampering, CheckpointStatus expected)
    {
        using (var issuer = Issuer())
        {
            await RankAsync(4);
            await issuer.WriteIfGrownAsync();
        }
        temporary.Execute(DropGuards + tampering);
        await temporary.ReopenAsync();
        using var after = Issuer();
        await RankAsync(1);
        var state = await after.WriteIfGrownAsync();

        Assert.That((state.Status, state.LastSize, after.State), Is.EqualTo((expected, (long?)4, state)));
        Assert.That(Files(), Has.Length.EqualTo(1));
        Assert.That(() => after.MakeAsync(CancellationToken.None), Throws.InstanceOf<CheckpointRefusedException>());
    }

    [TestCase("DELETE FROM log_entries WHERE sequence >= 3", CheckpointStatus.LogShorterThanCheckpoint)]
    [TestCase(
        "UPDATE log_entries SET hash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE sequence = 4",
        CheckpointStatus.LogDiffersFromCheckpoint
    )]
    [TestCase("", CheckpointStatus.Ok)]
    public async Task The_quick_look_at_the_start_sees_the_end_of_the_log(string tampering, CheckpointStatus expected)
    {
        using (var issuer = Issuer())
        {
            await RankAsync(4);
            await issuer.WriteIfGrownAsync();
        }
        temporary.Execute(DropGuards + tampering);
        await temporary.ReopenAsync();
        using var after = Issuer();
        after.CheckAtStart();

        Assert.That(after.State.Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_checkpoint_that_was_removed_from_the_folder_is_still_remembered()
    {
        using var issuer = Issuer();
        await RankAsync(4);
        await issuer.WriteIfGrownAsync();
        File.Delete(Path.Combine(secondPlace, Files()[0]));
        temporary.Execute(
            DropGuards
                + "UPDATE log_entries SET hash = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE sequence = 4"
        );

        Assert.That((await issuer.WriteIfGrownAsync()).Status, Is.EqualTo(CheckpointStatus.LogDiffersFromCheckpoint));
    }

    [Test]
    public async Task A_newest_checkpoint_that_is_not_authentic_stops_the_signing()
    {
        using var issuer = Issuer();
        await RankAsync(2);
        await issuer.WriteIfGrownAsync();
        var file = Path.Combine(secondPlace, Files()[0]);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\n2\n", "\n3\n", StringComparison.Ordinal));
        await RankAsync(1);

        Assert.That((await issuer.WriteIfGrownAsync()).Status, Is.EqualTo(CheckpointStatus.CheckpointNotAuthentic));
        Assert.That(Files(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_newest_checkpoint_that_others_signed_too_is_relied_on_as_before()
    {
        using (var issuer = Issuer())
        {
            await RankAsync(2);
            await issuer.WriteIfGrownAsync();
        }
        File.AppendAllText(Path.Combine(secondPlace, Files()[0]), Signatures(16));
        using var after = Issuer();
        after.CheckAtStart();
        Assert.That(
            after.State,
            Is.EqualTo(new CheckpointState(CheckpointStatus.Ok, "The log begins with the 2 entries that the last checkpoint covers.", 2))
        );
        await RankAsync(1);

        Assert.That((await after.WriteIfGrownAsync()).Status, Is.EqualTo(CheckpointStatus.Ok));
        Assert.That(Files(), Is.EqualTo(new[] { "checkpoint-000000000002.txt", "checkpoint-000000000003.txt" }));
        var kept = KeptCheckpoints.Read([secondPlace], CheckpointVerifier.FromPem(await after.PublicKeyAsync(CancellationToken.None)));
        Assert.That((kept.Authentic.Count, string.Join('\n', kept.Problems)), Is.EqualTo((2, "")));
    }

    [Test]
    public async Task A_newest_checkpoint_that_is_no_text_in_UTF_8_is_not_authentic()
    {
        using var issuer = Issuer();
        await RankAsync(2);
        await issuer.WriteIfGrownAsync();
        var file = Path.Combine(secondPlace, Files()[0]);
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file), .. "— witness"u8, 0xFF, .. " AQIDBAA=\n"u8]);

        Assert.That((await issuer.WriteIfGrownAsync()).Status, Is.EqualTo(CheckpointStatus.CheckpointNotAuthentic));
    }

    // As long as those of witnesses may be.
    static string Signatures(int count) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => $"— witness.example.org/{i} {Convert.ToBase64String([1, 2, 3, (byte)i, .. new byte[4_700]])}\n")
        );

    [Test]
    public async Task A_checkpoint_under_another_size_than_its_own_is_not_authentic()
    {
        using var issuer = Issuer();
        await RankAsync(2);
        await issuer.WriteIfGrownAsync();
        File.Copy(Path.Combine(secondPlace, Files()[0]), Path.Combine(secondPlace, "checkpoint-000000000009.txt"));

        Assert.That((await issuer.WriteIfGrownAsync()).Status, Is.EqualTo(CheckpointStatus.CheckpointNotAuthentic));
    }

    [Test]
    public async Task A_second_place_that_is_gone_shows_and_comes_right_again()
    {
        using var issuer = Issuer();
        await RankAsync(2);
        Directory.Delete(secondPlace);
        var gone = await issuer.WriteIfGrownAsync();
        var made = await issuer.MakeAsync(CancellationToken.None);
        Directory.CreateDirectory(secondPlace);
        var back = await issuer.WriteIfGrownAsync();

        Assert.That((gone.Status, back.Status, Files().Length), Is.EqualTo((CheckpointStatus.FolderUnwritable, CheckpointStatus.Ok, 1)));
        Assert.That(made.Text, Does.Contain("\n2\n"), "whoever asks still gets one");
    }

    [Test]
    public async Task Two_instances_may_keep_their_checkpoints_in_one_folder()
    {
        using var one = Issuer();
        using var other = Issuer();
        await RankAsync(2);
        var states = await Task.WhenAll(one.WriteIfGrownAsync(), other.WriteIfGrownAsync());

        Assert.That(states.Select(state => state.Status), Is.All.EqualTo(CheckpointStatus.Ok));
        Assert.That(Directory.GetFiles(secondPlace).Select(Path.GetFileName), Is.EqualTo(new[] { "checkpoint-000000000002.txt" }));
    }

    [Test]
    public async Task Without_a_second_place_they_are_kept_in_the_data_directory()
    {
        using var issuer = new CheckpointIssuer(
            temporary.Store,
            new LogTree(temporary.Store.Hashes),
            new CheckpointSettings(null, null, TimeSpan.Zero),
            new FakeTimeProvider(TemporaryStore.Now)
        );
        await RankAsync(1);
        await issuer.WriteIfGrownAsync();

        Assert.That(File.Exists(Path.Combine(temporary.Folder, "checkpoints", "checkpoint-000000000001.txt")), Is.True);
        Assert.That(File.Exists(Path.Combine(temporary.Folder, "checkpoint.key")), Is.True);
        Assert.That(
            File.ReadAllText(Path.Combine(temporary.Folder, "checkpoint.pub.pem")),
            Is.EqualTo(await issuer.PublicKeyAsync(CancellationToken.None))
        );
    }

    [Test]
    public void A_configured_key_that_is_missing_is_refused_at_the_start_and_never_made()
    {
        var configured = Path.Combine(secondPlace, "signing.key");
        using var issuer = new CheckpointIssuer(
            temporary.Store,
            new LogTree(temporary.Store.Hashes),
            new CheckpointSettings(configured, secondPlace, TimeSpan.Zero),
            new FakeTimeProvider(TemporaryStore.Now)
        );

        Assert.That(issuer.CheckAtStart, Throws.InstanceOf<CheckpointKeyException>().With.Message.Contains("signing.key"));
        Assert.That(File.Exists(configured), Is.False);
    }

    CheckpointIssuer Issuer() =>
        new(
            temporary.Store,
            new LogTree(temporary.Store.Hashes),
            new CheckpointSettings(null, secondPlace, TimeSpan.Zero),
            new FakeTimeProvider(TemporaryStore.Now)
        );

    Task RankAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => temporary.RankAsync()));

    string[] Files() => [.. Directory.GetFiles(secondPlace).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
