using System.Numerics;
using System.Security.Cryptography;

namespace Matching.Api.Transparency;

/// <summary>The hash of the whole subtree over the leaves from index × 2^level up to, not including, (index + 1) × 2^level.</summary>
public delegate byte[] WholeSubtree(int level, long index);

/// <summary>
/// The Merkle tree of RFC 6962 and RFC 9162 over any leaves: its root, the proof that a leaf is in it, and the proof that a tree only grew.
/// Pure; whoever calls says where the hashes of whole subtrees come from.
/// </summary>
public static class MerkleTree
{
    /// <summary>Bytes of every hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0,
        NodePrefix = 1;

    /// <summary>The root of the tree without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>The hash of a leaf's data; its prefix keeps a leaf from passing for a node.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = data.Length < 256 ? stackalloc byte[1 + data.Length] : new byte[1 + data.Length];
        bytes[0] = LeafPrefix;
        data.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The hash of a node from those of its children.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + HashLength + HashLength];
        bytes[0] = NodePrefix;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashLength)..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The root over the first leaves.</summary>
    /// <param name="size">How many leaves, 0 or more.</param>
    /// <param name="subtree">Hashes of whole subtrees within them.</param>
    public static byte[] Root(long size, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? EmptyRoot : Hash(0, size, subtree);
    }

    /// <summary>The hashes that lead from a leaf to the root, from the leaf up.</summary>
    /// <param name="index">The leaf, from 0.</param>
    /// <param name="size">How many leaves the tree has, more than the index.</param>
    /// <param name="subtree">Hashes of whole subtrees within the tree.</param>
    public static IReadOnlyList<byte[]> Inclusion(long index, long size, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<byte[]>();
        AddPath(index, 0, size, subtree, proof);
        return proof;
    }

    /// <summary>The hashes that show a tree to be the beginning of a later one; none when they are of one size.</summary>
    /// <param name="from">Leaves of the earlier tree, 1 or more.</param>
    /// <param name="to">Leaves of the later one, not fewer.</param>
    /// <param name="subtree">Hashes of whole subtrees within the later one.</param>
    public static IReadOnlyList<byte[]> Consistency(long from, long to, WholeSubtree subtree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var proof = new List<byte[]>();
        AddSubproof(from, 0, to, isEarlierTree: true, subtree, proof);
        return proof;
    }

    private static byte[] Hash(long start, long end, WholeSubtree subtree)
    {
        var size = end - start;
        if (BitOperations.IsPow2(size))
            return subtree(BitOperations.Log2((ulong)size), start / size);
        var middle = start + Split(size);
        return NodeHash(Hash(start, middle, subtree), Hash(middle, end, subtree));
    }

    private static void AddPath(long index, long start, long end, WholeSubtree subtree, List<byte[]> proof)
    {
        if (end - start == 1)
            return;
        var middle = start + Split(end - start);
        if (index < middle)
        {
            AddPath(index, start, middle, subtree, proof);
            proof.Add(Hash(middle, end, subtree));
        }
        else
        {
            AddPath(index, middle, end, subtree, proof);
            proof.Add(Hash(start, middle, subtree));
        }
    }

    private static void AddSubproof(long from, long start, long end, bool isEarlierTree, WholeSubtree subtree, List<byte[]> proof)
    {
        if (from == end)
        {
            if (!isEarlierTree)
                proof.Add(Hash(start, end, subtree));
            return;
        }
        var middle = start + Split(end - start);
        if (from <= middle)
        {
            AddSubproof(from, start, middle, isEarlierTree, subtree, proof);
            proof.Add(Hash(middle, end, subtree));
        }
        else
        {
            AddSubproof(from, middle, end, isEarlierTree: false, subtree, proof);
            proof.Add(Hash(start, middle, subtree));
        }
    }

    /// <summary>The largest power of two below a size of 2 or more.</summary>
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
