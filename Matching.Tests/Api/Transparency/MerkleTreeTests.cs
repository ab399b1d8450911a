using System.Security.Cryptography;
using System.Text;
using FsCheck;
using Matching.Api.Transparency;
using Matching.Tests.Support;
using NUnit.Framework;

namespace Matching.Tests.Api.Transparency;

public sealed class MerkleTreeTests
{
    const int MostLeaves = 300;

    /// <summary>The leaves that implementations of RFC 6962 are tried with, and the roots over the first one, two, … of them.</summary>
    static readonly byte[][] KnownLeaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(
            Convert.FromHexString
        ),
    ];

    static readonly string[] KnownRoots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    static readonly byte[][] Leaves =
    [
        .. Enumerable.Range(0, MostLeaves).Select(i => SHA256.HashData(Encoding.ASCII.GetBytes($"leaf {i}"))),
    ];

    [Test]
    public void The_known_roots_come_out([Range(0, 8)] int size)
    {
        var growing = new CompactRange();
        foreach (var leaf in KnownLeaves.Take(size))
            growing.Add(leaf);

        Assert.That(Hex(MerkleTree.Root(size, Over(KnownLeaves))), Is.EqualTo(KnownRoots[size]));
        Assert.That(Hex(growing.Root()), Is.EqualTo(KnownRoots[size]));
    }

    [TestCase(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 "
            + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
            + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [TestCase(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b "
            + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 "
            + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [TestCase(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    public void The_known_inclusion_proofs_come_out(int index, int size, string hashes)
    {
        Assert.That(MerkleTree.Inclusion(index, size, Over(KnownLeaves)).Select(Hex), Is.EqualTo(hashes.Split(' ')));
    }

    [TestCase(1, 1, "")]
    [TestCase(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 "
            + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
            + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [TestCase(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a "
            + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 "
            + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    public void The_known_consistency_proofs_come_out(int from, int to, string hashes)
    {
        Assert.That(
            MerkleTree.Consistency(from, to, Over(KnownLeaves)).Select(Hex),
            Is.EqualTo(hashes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        );
    }

    [Test]
    public void Every_size_has_the_root_of_the_definition()
    {
        var growing = new CompactRange();
        var wrong = new List<int>();
        for (var size = 0; size <= MostLeaves; size++)
        {
            if (size > 0)
                growing.Add(Leaves[size - 1]);
            var defined = ByDefinition(Leaves.AsSpan(0, size));
            if (
                !MerkleTree.Root(size, Over(Leaves)).AsSpan().SequenceEqual(defined)
                || !growing.Root().AsSpan().SequenceEqual(defined)
                || growing.Size != size
            )
                wrong.Add(size);
        }
        Assert.That(wrong, Is.Empty);
    }

    [Holds(600)]
    public bool Every_leaf_of_every_size_is_proved_and_nothing_beside_it(PositiveInt some, NonNegativeInt other)
    {
        var size = 1 + (some.Get * 7919 % MostLeaves);
        var index = other.Get % size;
        var (leaf, proof, root) = (
            MerkleTree.LeafHash(Leaves[index]),
            MerkleTree.Inclusion(index, size, Over(Leaves)),
            ByDefinition(Leaves.AsSpan(0, size))
        );
        return MerkleProof.Includes(index, size, leaf, proof, root)
            && !MerkleProof.Includes(index + 1, size, leaf, proof, root)
            && !MerkleProof.Includes(index, size, leaf, [.. proof, leaf], root)
            && !MerkleProof.Includes(index, size, MerkleTree.LeafHash(root), proof, root)
            && (proof.Count == 0 || !MerkleProof.Includes(index, size, leaf, [.. proof.Skip(1)], root));
    }

    [Holds(600)]
    public bool Every_two_sizes_are_proved_to_be_consistent_and_no_others(PositiveInt some, NonNegativeInt other)
    {
        var to = 1 + (some.Get * 7919 % MostLeaves);
        var from = 1 + (other.Get % to);
        var (earlier, later) = (ByDefinition(Leaves.AsSpan(0, from)), ByDefinition(Leaves.AsSpan(0, to)));
        var proof = MerkleTree.Consistency(from, to, Over(Leaves));
        var rewritten = ByDefinition([.. Leaves.Take(from - 1), Leaves[^1].Reverse().ToArray()]);
        return MerkleProof.IsConsistent(from, earlier, to, later, proof)
            && !MerkleProof.IsConsistent(from, rewritten, to, later, proof)
            && !MerkleProof.IsConsistent(from, earlier, to, rewritten, proof)
            && !MerkleProof.IsConsistent(from, earlier, to, later, [.. proof, earlier])
            && (proof.Count == 0 || !MerkleProof.IsConsistent(from, earlier, to, later, [.. proof.Skip(1)]));
    }

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(13)]
    public void Every_leaf_is_proved_and_every_bit_flip_in_a_proof_refused(int size)
    {
        var root = MerkleTree.Root(size, Over(Leaves));
        var wrong = new List<string>();
        for (var index = 0; index < size; index++)
        {
            var leaf = MerkleTree.LeafHash(Leaves[index]);
            var proof = MerkleTree.Inclusion(index, size, Over(Leaves));
            if (!MerkleProof.Includes(index, size, leaf, proof, root))
                wrong.Add($"leaf {index} is not proved");
            wrong.AddRange(
                Flipped(proof).Where(flipped => MerkleProof.Includes(index, size, leaf, flipped, root)).Select(_ => $"leaf {index}")
            );
            wrong.AddRange(
                Flipped([leaf])
                    .Where(flipped => MerkleProof.Includes(index, size, flipped[0], proof, root))
                    .Select(_ => $"leaf {index} itself")
            );
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_bit_flip_in_a_consistency_proof_is_refused()
    {
        const int to = 13;
        var later = MerkleTree.Root(to, Over(Leaves));
        var wrong = new List<string>();
        for (var from = 1; from <= to; from++)
        {
            var earlier = MerkleTree.Root(from, Over(Leaves));
            var proof = MerkleTree.Consistency(from, to, Over(Leaves));
            if (!MerkleProof.IsConsistent(from, earlier, to, later, proof))
                wrong.Add($"from {from} is not proved");
            wrong.AddRange(
                Flipped(proof).Where(flipped => MerkleProof.IsConsistent(from, earlier, to, later, flipped)).Select(_ => $"from {from}")
            );
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Nonsense_is_refused_and_never_a_fault()
    {
        var hash = Leaves[0];
        bool[] answers =
        [
            MerkleProof.Includes(-1, 1, hash, [], hash),
            MerkleProof.Includes(0, 0, hash, [], hash),
            MerkleProof.Includes(1, 1, hash, [], hash),
            MerkleProof.Includes(
                0,
                2,
                hash,
                [
                    [1, 2],
                ],
                hash
            ),
            MerkleProof.Includes(0, 1, [], [], []),
            MerkleProof.IsConsistent(0, hash, 1, hash, []),
            MerkleProof.IsConsistent(2, hash, 1, hash, []),
            MerkleProof.IsConsistent(3, hash, 5, hash, []),
        ];
        Assert.That(answers, Is.All.False);
        Assert.That(() => MerkleTree.Inclusion(3, 3, Over(Leaves)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MerkleTree.Consistency(0, 3, Over(Leaves)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    static IEnumerable<byte[][]> Flipped(IReadOnlyList<byte[]> proof) =>
        from hash in Enumerable.Range(0, proof.Count)
        from bit in Enumerable.Range(0, 8 * MerkleTree.HashLength)
        select proof.Select((bytes, i) => i == hash ? Flip(bytes, bit) : bytes).ToArray();

    static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    static WholeSubtree Over(byte[][] leaves) => (level, index) => ByDefinition(leaves.AsSpan((int)(index << level), 1 << level));

    /// <summary>RFC 9162, section 2.1.1, word for word.</summary>
    static byte[] ByDefinition(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return SHA256.HashData([0, .. leaves[0]]);
        var k = 1;
        while (k * 2 < leaves.Length)
            k *= 2;
        return SHA256.HashData([1, .. ByDefinition(leaves[..k]), .. ByDefinition(leaves[k..])]);
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
