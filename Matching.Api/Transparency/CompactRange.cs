namespace Matching.Api.Transparency;

/// <summary>A Merkle tree that takes one leaf after the other and gives its root at any time; it keeps one hash per level only.</summary>
public sealed class CompactRange
{
    private readonly Stack<(int Level, byte[] Hash)> _whole = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Adds the next leaf's data.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var (level, hash) = (0, MerkleTree.LeafHash(leaf));
        while (_whole.TryPeek(out var left) && left.Level == level)
        {
            hash = MerkleTree.NodeHash(_whole.Pop().Hash, hash);
            level++;
        }
        _whole.Push((level, hash));
        Size++;
    }

    /// <summary>The root over the leaves so far.</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var (_, hash) in _whole)
            root = root is null ? hash : MerkleTree.NodeHash(hash, root);
        return root ?? MerkleTree.EmptyRoot;
    }
}
