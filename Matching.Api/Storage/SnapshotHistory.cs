namespace Matching.Api.Storage;

/// <summary>
/// The snapshots of a projection, one for each entry that changed it. One thread adds; any number read without a lock.
/// </summary>
/// <typeparam name="T">An immutable snapshot.</typeparam>
/// <param name="empty">What is in force before the first entry.</param>
public sealed class SnapshotHistory<T>(T empty)
    where T : class
{
    private const int FirstCapacity = 16;

    private volatile Versions _versions = new(new long[FirstCapacity], new T[FirstCapacity], 0);

    /// <summary>What is in force now.</summary>
    public T Current => _versions is { Count: > 0 and var count } versions ? versions.Snapshots[count - 1] : empty;

    /// <summary>What was in force once the entry of that number was applied, or the last one before it.</summary>
    /// <param name="sequence">A number of the log; 0 = before the first entry.</param>
    public T At(long sequence)
    {
        var versions = _versions;
        var index = Array.BinarySearch(versions.Sequences, 0, versions.Count, sequence);
        if (index < 0)
            index = ~index - 1;
        return index < 0 ? empty : versions.Snapshots[index];
    }

    /// <summary>Adds the snapshot that an entry led to.</summary>
    /// <param name="sequence">The entry's number, larger than any before.</param>
    /// <param name="snapshot">What is in force from then on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not larger than the last one.</exception>
    public void Add(long sequence, T snapshot)
    {
        var (sequences, snapshots, count) = _versions;
        if (count > 0)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sequence, sequences[count - 1]);
        if (count == sequences.Length)
        {
            // Readers keep the arrays they have.
            Array.Resize(ref sequences, count * 2);
            Array.Resize(ref snapshots, count * 2);
        }
        (sequences[count], snapshots[count]) = (sequence, snapshot);
        _versions = new Versions(sequences, snapshots, count + 1);
    }

    private sealed record Versions(long[] Sequences, T[] Snapshots, int Count);
}
