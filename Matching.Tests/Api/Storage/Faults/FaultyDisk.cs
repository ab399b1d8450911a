using System.Collections.Concurrent;

namespace Matching.Tests.Api.Storage.Faults;

/// <summary>
/// The disk under one folder, as SQLite sees it: it fails as it is told to, and knows of every file what would be left after a power cut.
/// </summary>
sealed class FaultyDisk : IDisposable
{
    const int SlowMilliseconds = 4;

    readonly string prefix;
    readonly Random random;
    readonly Lock gate = new();
    readonly Lock changing = new();
    readonly ConcurrentDictionary<string, DurableImage> images = new(StringComparer.Ordinal);
    Fault? fault;
    int seen;
    long injected;

    FaultyDisk(string folder, int seed)
    {
        prefix = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        random = new Random(seed);
    }

    /// <summary>Takes over a folder, before the first database in it is opened.</summary>
    public static FaultyDisk Under(string folder, int seed = 1)
    {
        var disk = new FaultyDisk(folder, seed);
        FaultyVfs.Add(disk);
        return disk;
    }

    /// <summary>How many operations went wrong so far.</summary>
    public long Injected => Interlocked.Read(ref injected);

    public void Break(Fault planned)
    {
        lock (gate)
            (fault, seen) = (planned, 0);
    }

    public void Mend()
    {
        lock (gate)
            fault = null;
    }

    /// <summary>Takes it that nothing of a file that is there has been flushed.</summary>
    public void IsInMemoryOnly(string name)
    {
        var image = new DurableImage(prefix + name, random.Next());
        image.IsInMemoryOnly();
        images[prefix + name] = image;
    }

    public bool Holds(string path) => path.StartsWith(prefix, StringComparison.Ordinal);

    public FaultyFile Opened(string path) => new(this, path, images.GetOrAdd(path, _ => new DurableImage(path, random.Next())));

    public void Deleted(string path) => images.TryRemove(path, out _);

    /// <summary>
    /// Held while a file changes and while the files are copied: a kill or a power cut is one moment for all of them, so no copy holds the
    /// database of before a checkpoint beside the WAL of after it.
    /// </summary>
    public Lock.Scope Changing() => changing.EnterScope();

    /// <summary>The fault this operation meets; null when it goes well.</summary>
    public Fault? Next(FaultyOperation operation, string path)
    {
        Fault met;
        lock (gate)
        {
            if (fault is null || fault.Operation != operation || (fault.File is { } file && Path.GetFileName(path) != file))
                return null;
            var turn = seen++ - fault.After;
            if (turn < 0 || (fault.Times is { } times && turn >= times))
                return null;
            met = fault;
            injected++;
        }
        // The fault itself: a disk that answers late.
        if (met.Kind == FaultKind.Slow)
            Thread.Sleep(SlowMilliseconds);
        return met;
    }

    /// <summary>Copies the folder as it is this moment, nothing closed: what a killed process leaves.</summary>
    public void CopyAfterKill(string target) => Copy(target, path => File.Exists(path) ? TemporaryStore.ReadShared(path) : null);

    /// <summary>Copies what a power cut would leave: all that was flushed, and of the rest what chance decides.</summary>
    public void CopyAfterPowerCut(string target) =>
        Copy(target, path => images.TryGetValue(path, out var image) ? image.AfterPowerCut() : null);

    public void Dispose() => FaultyVfs.Remove(this);

    void Copy(string target, Func<string, byte[]?> contentOf)
    {
        Directory.CreateDirectory(target);
        File.Copy(prefix + "master.key", Path.Combine(target, "master.key"));
        using var moment = Changing();
        foreach (var name in new[] { "matching.db", "matching.db-wal" })
        {
            if (contentOf(prefix + name) is { } content)
                File.WriteAllBytes(Path.Combine(target, name), content);
        }
    }
}

/// <summary>One file SQLite has open on such a disk.</summary>
sealed class FaultyFile(FaultyDisk disk, string path, DurableImage image)
{
    public DurableImage Image => image;

    public Fault? Next(FaultyOperation operation) => disk.Next(operation, path);

    /// <inheritdoc cref="FaultyDisk.Changing"/>
    public Lock.Scope Changing() => disk.Changing();
}
