using System.Diagnostics.CodeAnalysis;
using Matching.Api.Storage;

namespace Matching.Api.Transparency;

/// <summary>
/// The Merkle tree over the log as it stands: the leaf of entry n is at index n-1, and its data are the 32 bytes of the entry's chain hash.
/// Nothing of it is
/// stored: the hashes of whole tiles of 256 entries are kept in memory, the log is caught up with on demand, and the leaves of a tile are
/// read when a proof
/// needs them. Safe for many threads.
/// </summary>
public sealed class LogTree
{
    private const int TileLevel = 8,
        TileSize = 1 << TileLevel,
        PageSize = 16 * TileSize;

    private readonly Func<long, int, IReadOnlyList<NumberedHash>> _hashesAfter;
    private readonly Lock _gate = new();

    // The whole subtrees of level 8 and above; the leaf hashes behind the last whole tile; the last leaf as it was read.
    private readonly List<List<byte[]>> _levels =
    [
        [],
    ];
    private readonly List<byte[]> _tail = new(TileSize);
    private string _lastHash = LogEntry.NoHash;

    /// <summary>The tree over a log's hashes.</summary>
    public LogTree(LogHashes hashes)
        : this(hashes.After) { }

    /// <param name="hashesAfter">The next hashes after a number, at most so many.</param>
    internal LogTree(Func<long, int, IReadOnlyList<NumberedHash>> hashesAfter) => _hashesAfter = hashesAfter;

    /// <summary>The tree over all there is now.</summary>
    /// <exception cref="LogChangedException">The log is not what it was.</exception>
    public TreeHead Head()
    {
        lock (_gate)
        {
            CatchUp();
            return new TreeHead(Size, MerkleTree.Root(Size, Subtree([])), _lastHash);
        }
    }

    /// <summary>The root over the first entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    /// <exception cref="LogChangedException">The log is not what it was.</exception>
    public byte[] Root(long size) => With(size, subtree => MerkleTree.Root(size, subtree));

    /// <summary>Proves that an entry is in the tree over the first entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many, or the entry is not among them.</exception>
    /// <exception cref="LogChangedException">The log is not what it was.</exception>
    public InclusionProof Inclusion(long sequence, long size) =>
        With(
            size,
            subtree => new InclusionProof(
                size,
                MerkleTree.Root(size, subtree),
                sequence - 1,
                LeafOf(sequence),
                MerkleTree.Inclusion(sequence - 1, size, subtree)
            )
        );

    /// <summary>Proves that the tree over the first entries is the beginning of a later one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many, or the sizes are in the wrong order.</exception>
    /// <exception cref="LogChangedException">The log is not what it was.</exception>
    public ConsistencyProof Consistency(long from, long to) =>
        With(
            to,
            subtree => new ConsistencyProof(
                from,
                MerkleTree.Root(from, subtree),
                to,
                MerkleTree.Root(to, subtree),
                MerkleTree.Consistency(from, to, subtree)
            )
        );

    private long Size => ((long)_levels[0].Count << TileLevel) + _tail.Count;

    private T With<T>(long size, Func<WholeSubtree, T> prove)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        lock (_gate)
        {
            CatchUp();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
            return prove(Subtree([]));
        }
    }

    private void CatchUp()
    {
        IReadOnlyList<NumberedHash> page;
        do
        {
            // The last one is read again, so that a log that was cut and grown again is noticed.
            var known = Size;
            page = _hashesAfter(Math.Max(0, known - 1), PageSize);
            var fresh = known == 0 ? page : CheckLast(page, known);
            foreach (var next in fresh)
                Add(next);
        } while (page.Count == PageSize);
    }

    private IEnumerable<NumberedHash> CheckLast(IReadOnlyList<NumberedHash> page, long known)
    {
        if (page.Count == 0)
            throw new LogChangedException(gotShorter: true, $"The log had {known} entries; entry {known} is gone.");
        if (page[0] != new NumberedHash(known, _lastHash))
            Differs(known);
        return page.Skip(1);
    }

    private void Add(NumberedHash next)
    {
        var expected = Size + 1;
        if (next.Sequence != expected)
            throw new LogChangedException(gotShorter: false, $"Entry {expected} is missing; the next one there is number {next.Sequence}.");
        _tail.Add(MerkleTree.LeafHash(LeafData(next)));
        _lastHash = next.Hash;
        if (_tail.Count == TileSize)
            CloseTile();
    }

    private void CloseTile()
    {
        var hash = Combine(_tail);
        _tail.Clear();
        for (var level = 0; ; level++)
        {
            if (level == _levels.Count)
                _levels.Add([]);
            var row = _levels[level];
            row.Add(hash);
            if (row.Count % 2 == 1)
                return;
            hash = MerkleTree.NodeHash(row[^2], row[^1]);
        }
    }

    private WholeSubtree Subtree(Dictionary<long, IReadOnlyList<byte[]>> tilesAtHand) =>
        (level, index) =>
        {
            if (level >= TileLevel)
                return _levels[level - TileLevel][(int)index];
            var tile = index >> (TileLevel - level);
            if (!tilesAtHand.TryGetValue(tile, out var leaves))
                tilesAtHand[tile] = leaves = tile == _levels[0].Count ? _tail : ReadTile(tile);
            var first = (int)((index << level) - (tile << TileLevel));
            return Combine(leaves.Skip(first).Take(1 << level));
        };

    private List<byte[]> ReadTile(long tile)
    {
        var first = (tile << TileLevel) + 1;
        var hashes = _hashesAfter(first - 1, TileSize);
        var leaves = new List<byte[]>(TileSize);
        foreach (var (hash, i) in hashes.Select((hash, i) => (hash, i)))
        {
            if (hash.Sequence != first + i)
                Differs(first + i);
            leaves.Add(MerkleTree.LeafHash(LeafData(hash)));
        }
        if (leaves.Count < TileSize)
            throw new LogChangedException(gotShorter: true, $"The log had {Size} entries; entry {first + leaves.Count} is gone.");
        if (!Combine(leaves).AsSpan().SequenceEqual(_levels[0][(int)tile]))
            throw new LogChangedException(
                gotShorter: false,
                $"One of the entries {first} to {first + TileSize - 1} is not the one that was there before."
            );
        return leaves;
    }

    private byte[] LeafOf(long sequence)
    {
        if (sequence < 1 || sequence > Size)
            throw new ArgumentOutOfRangeException(nameof(sequence));
        var found = _hashesAfter(sequence - 1, 1);
        if (found is not [var one] || one.Sequence != sequence)
            Differs(sequence);
        return LeafData(found[0]);
    }

    private static byte[] LeafData(NumberedHash entry) =>
        TryLeafData(entry.Hash) ?? throw new LogChangedException(gotShorter: false, $"The hash of entry {entry.Sequence} is not one.");

    /// <summary>The 32 bytes of a chain hash; null when it is not one as the log writes it.</summary>
    internal static byte[]? TryLeafData(string hash) =>
        hash.Length == 2 * MerkleTree.HashLength && hash.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(hash) : null;

    private static byte[] Combine(IEnumerable<byte[]> hashes)
    {
        var row = hashes.ToList();
        for (; row.Count > 1; row = [.. row.Chunk(2).Select(pair => MerkleTree.NodeHash(pair[0], pair[1]))]) { }
        return row[0];
    }

    [DoesNotReturn]
    private static void Differs(long sequence) =>
        throw new LogChangedException(gotShorter: false, $"Entry {sequence} is not the one that was there before.");
}

/// <summary>A tree over the whole log at some moment.</summary>
/// <param name="Size">How many entries it covers.</param>
/// <param name="Root">The Merkle root.</param>
/// <param name="Hash">The chain hash of the last entry; 64 zeros when there is none.</param>
public sealed record TreeHead(long Size, byte[] Root, string Hash);

/// <summary>That a leaf stands at an index of the tree of some size.</summary>
/// <param name="Size">How many entries the tree covers.</param>
/// <param name="Root">Its root.</param>
/// <param name="Index">The entry's number less one.</param>
/// <param name="Leaf">The leaf's data: the entry's chain hash.</param>
/// <param name="Hashes">From the leaf up.</param>
public sealed record InclusionProof(long Size, byte[] Root, long Index, byte[] Leaf, IReadOnlyList<byte[]> Hashes);

/// <summary>That the tree of one size is the beginning of that of another.</summary>
/// <param name="From">The earlier size.</param>
/// <param name="FromRoot">The root then.</param>
/// <param name="Size">The later size.</param>
/// <param name="Root">The root at that size.</param>
/// <param name="Hashes">As in RFC 9162, section 2.1.4.</param>
public sealed record ConsistencyProof(long From, byte[] FromRoot, long Size, byte[] Root, IReadOnlyList<byte[]> Hashes);
