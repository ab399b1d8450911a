namespace Matching.Api.Storage;

/// <summary>The free space where the data directory lies, looked up at most once a second.</summary>
/// <param name="folder">The data directory.</param>
/// <param name="leastFreeMegabytes">Below this the disk counts as nearly full; 0 = never.</param>
/// <param name="clock">Says when a second has passed.</param>
public sealed class DiskSpace(string folder, int leastFreeMegabytes, TimeProvider clock)
{
    const long Megabyte = 1024 * 1024;
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    long? lookedUpAt;
    bool isNearlyFull;

    /// <summary>How many bytes are free.</summary>
    internal Func<string, long> Measure { get; set; } = static folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    public bool IsNearlyFull
    {
        get
        {
            if (leastFreeMegabytes == 0)
                return false;
            lock (gate)
            {
                if (lookedUpAt is { } then && clock.GetElapsedTime(then) < Freshness)
                    return isNearlyFull;
                isNearlyFull = Free() is { } free && free < leastFreeMegabytes * Megabyte;
                lookedUpAt = clock.GetTimestamp();
                return isNearlyFull;
            }
        }
    }

    /// <summary>Null when the system does not say; writing itself will then say.</summary>
    long? Free()
    {
        try
        {
            return Measure(folder);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>To be called before something large is begun.</summary>
    /// <exception cref="DiskNearlyFullException">It is; what is there can still be read.</exception>
    public void RefuseWhenNearlyFull()
    {
        if (IsNearlyFull)
            throw new DiskNearlyFullException();
    }
}
