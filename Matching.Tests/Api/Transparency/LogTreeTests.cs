using System.Security.Cryptography;
using System.Text;
using Matching.Api.Storage;
using Matching.Api.Transparency;
using Matching.Tests.Api.Storage;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

/// <summary>The tree over a log in memory that can be cut and changed, and over a real one.</summary>
public sealed class LogTreeTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(257)]
    [TestCase(5000)]
    public void The_root_is_that_of_the_tree_over_all_hashes(int size)
    {
        var log = new MemoryLog(size);
        var head = new LogTree(log.After).Head();

        Assert.That((head.Size, Convert.ToHexString(head.Root)), Is.EqualTo(((long)size, Convert.ToHexString(RootOver(log, size)))));
        Assert.That(head.Hash, Is.EqualTo(size == 0 ? LogEntry.NoHash : log.Hashes[^1]));
    }

    [Test]
    public void A_growing_log_is_caught_up_with()
    {
        var log = new MemoryLog(0);
        var tree = new LogTree(log.After);
        var wrong = new List<int>();
        foreach (var size in new[] { 1, 2, 255, 256, 300, 511, 512, 513, 1024, 4096, 4097, 9000 })
        {
            log.GrowTo(size);
            if (!tree.Head().Root.AsSpan().SequenceEqual(RootOver(log, size)))
                wrong.Add(size);
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_proof_of_any_size_holds()
    {
        const int size = 1300;
        var log = new MemoryLog(size);
        var tree = new LogTree(log.After);
        var wrong = new List<string>();
        foreach (var older in new[] { 1, 2, 3, 128, 255, 256, 257, 511, 512, 513, 768, 1000, 1024, 1025, 1299, 1300 })
        {
            if (!tree.Root(older).AsSpan().SequenceEqual(RootOver(log, older)))
                wrong.Add($"root of {older}");
            foreach (var to in new[] { older, Math.Min(size, older + 1), 1025, size }.Where(to => to >= older))
            {
                var proof = tree.Consistency(older, to);
                if (!MerkleProof.IsConsistent(older, RootOver(log, older), to, RootOver(log, to), proof.Hashes))
                    wrong.Add($"{older} to {to}");
            }
            foreach (var sequence in new[] { 1, older / 2, older - 1, older }.Where(sequence => sequence > 0))
            {
                var proof = tree.Inclusion(sequence, older);
                if (
                    !MerkleProof.Includes(
                        sequence - 1,
                        older,
                        MerkleTree.LeafHash(Convert.FromHexString(log.Hashes[sequence - 1])),
                        proof.Hashes,
                        RootOver(log, older)
                    )
                    || Convert.ToHexStringLower(proof.Leaf) != log.Hashes[sequence - 1]
                    || proof.Index != sequence - 1
                )
                    wrong.Add($"{sequence} in {older}");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [TestCase(0, true)]
    [TestCase(400, true)]
    [TestCase(599, true)]
    public void A_log_that_got_shorter_is_noticed(int left, bool shorter)
    {
        var log = new MemoryLog(600);
        var tree = new LogTree(log.After);
        tree.Head();
        log.Hashes.RemoveRange(left, 600 - left);

        Assert.That(() => tree.Head(), Throws.InstanceOf<LogChangedException>().With.Property("GotShorter").EqualTo(shorter));
    }

    [Test]
    public void A_log_that_was_cut_and_grown_anew_is_noticed()
    {
        var log = new MemoryLog(600);
        var tree = new LogTree(log.After);
        tree.Head();
        log.Hashes.RemoveRange(500, 100);
        log.GrowTo(700, "another ");

        Assert.That(() => tree.Head(), Throws.InstanceOf<LogChangedException>().With.Property("GotShorter").False);
    }

    [Test]
    public void A_changed_entry_in_a_tile_is_noticed_when_the_tile_is_read()
    {
        var log = new MemoryLog(600);
        var tree = new LogTree(log.After);
        tree.Head();
        log.Hashes[99] = new string('a', 64);

        Assert.That(() => tree.Inclusion(50, 600), Throws.InstanceOf<LogChangedException>().With.Message.Contains("1 to 256"));
        Assert.That(() => tree.Root(100), Throws.InstanceOf<LogChangedException>());
        Assert.That(tree.Inclusion(300, 600).Index, Is.EqualTo(299));
    }

    [Test]
    public void An_entry_out_of_order_or_without_a_hash_gives_no_root()
    {
        Assert.That(
            () => new LogTree((_, _) => [new(2, new string('a', 64))]).Head(),
            Throws.InstanceOf<LogChangedException>().With.Message.Contains("Entry 1 is missing")
        );
        Assert.That(() => new LogTree((_, _) => [new(1, "A")]).Head(), Throws.InstanceOf<LogChangedException>());
    }

    [Test]
    public void What_is_not_there_is_not_proved()
    {
        var tree = new LogTree(new MemoryLog(5).After);

        Assert.That(() => tree.Root(6), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => tree.Inclusion(6, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => tree.Inclusion(0, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => tree.Consistency(3, 6), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Many_threads_get_sound_proofs_while_the_log_grows()
    {
        await using var temporary = TemporaryStore.Open();
        var tree = new LogTree(temporary.Store.Hashes);
        await temporary.RankAsync();
        var recording = Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                await Task.WhenAll(Enumerable.Range(0, 40).Select(n => temporary.RankAsync($"SOF-{n}")));
        });
        var heads = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        var seen = new List<TreeHead>();
                        do seen.Add(tree.Head());
                        while (!recording.IsCompleted);
                        return seen;
                    })
                )
        );
        await recording;
        var last = new LogTree(temporary.Store.Hashes).Head();
        var unsound = heads
            .SelectMany(seen => seen)
            .DistinctBy(head => head.Size)
            .Where(head =>
                !MerkleProof.IsConsistent(head.Size, head.Root, last.Size, last.Root, tree.Consistency(head.Size, last.Size).Hashes)
            );

        Assert.That(last.Size, Is.EqualTo(401));
        Assert.That(unsound, Is.Empty);
    }

    static byte[] RootOver(MemoryLog log, int size)
    {
        var tree = new CompactRange();
        foreach (var hash in log.Hashes.Take(size))
            tree.Add(Convert.FromHexString(hash));
        return tree.Root();
    }

    sealed class MemoryLog
    {
        public MemoryLog(int size) => GrowTo(size);

        public List<string> Hashes { get; } = [];

        public void GrowTo(int size, string of = "")
        {
            while (Hashes.Count < size)
                Hashes.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{of}{Hashes.Count}"))));
        }

        public IReadOnlyList<NumberedHash> After(long sequence, int most) =>
            [.. Hashes.Skip((int)sequence).Take(most).Select((hash, i) => new NumberedHash(sequence + i + 1, hash))];
    }
}
