namespace Matching.Api.Transparency;

/// <summary>
/// Checks proofs, knowing nothing of the log but what it is given (RFC 9162, sections 2.1.3.2 and 2.1.4.2). What does not fit is false,
/// never a fault.
/// </summary>
public static class MerkleProof
{
    /// <summary>Whether the leaf stands at that index of the tree with that root.</summary>
    public static bool Includes(long index, long size, byte[] leafHash, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || !AllAreHashes(proof, leafHash, root))
            return false;
        var (node, last) = (index, size - 1);
        var hash = leafHash;
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if (IsOdd(node) || node == last)
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                while (!IsOdd(node) && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.NodeHash(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && Same(hash, root);
    }

    /// <summary>Whether the tree with the first root is the beginning of the one with the second.</summary>
    public static bool IsConsistent(long from, byte[] fromRoot, long to, byte[] toRoot, IReadOnlyList<byte[]> proof)
    {
        if (from < 1 || from > to || !AllAreHashes(proof, fromRoot, toRoot))
            return false;
        if (from == to)
            return proof.Count == 0 && Same(fromRoot, toRoot);

        // A whole earlier tree is a node of the later one, so the proof does not repeat its root.
        IReadOnlyList<byte[]> path = (from & (from - 1)) == 0 ? [fromRoot, .. proof] : proof;
        if (path.Count == 0)
            return false;
        var (node, last) = (from - 1, to - 1);
        while (IsOdd(node))
            (node, last) = (node >> 1, last >> 1);
        var (earlier, later) = (path[0], path[0]);
        foreach (var hash in path.Skip(1))
        {
            if (last == 0)
                return false;
            if (IsOdd(node) || node == last)
            {
                earlier = MerkleTree.NodeHash(hash, earlier);
                later = MerkleTree.NodeHash(hash, later);
                while (!IsOdd(node) && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                later = MerkleTree.NodeHash(later, hash);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && Same(earlier, fromRoot) && Same(later, toRoot);
    }

    private static bool IsOdd(long number) => (number & 1) == 1;

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static bool AllAreHashes(IReadOnlyList<byte[]> proof, byte[] one, byte[] other) =>
        one.Length == MerkleTree.HashLength
        && other.Length == MerkleTree.HashLength
        && proof.All(hash => hash.Length == MerkleTree.HashLength);
}
