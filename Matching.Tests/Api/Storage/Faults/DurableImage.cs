namespace Matching.Tests.Api.Storage.Faults;

/// <summary>
/// What of a file would be left after a power cut. A flush that fails is the worst kind: the system forgets what it could not write, still
/// shows it to
/// whoever reads, and reports the next flush as done (as Linux does).
/// </summary>
sealed class DurableImage
{
    readonly Lock gate = new();
    readonly Random random;
    readonly List<(long Offset, byte[]? Content)> waiting = [];
    byte[] durable = [];

    public DurableImage(string path, int seed)
    {
        random = new Random(seed);
        if (!File.Exists(path))
            return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        durable = new byte[file.Length];
        file.ReadExactly(durable);
    }

    /// <summary>
    /// Takes it that nothing of the file has reached the disk: the system shows what a killed process wrote, and no more.
    /// </summary>
    public void IsInMemoryOnly()
    {
        lock (gate)
        {
            waiting.Insert(0, (0, durable));
            durable = [];
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> content)
    {
        lock (gate)
            waiting.Add((offset, content.ToArray()));
    }

    public void Truncate(long size)
    {
        lock (gate)
            waiting.Add((size, null));
    }

    public void Synced()
    {
        lock (gate)
            Settle(_ => true);
    }

    public void SyncFailed()
    {
        lock (gate)
            Settle(_ => random.Next(2) == 0);
    }

    public byte[] AfterPowerCut()
    {
        lock (gate)
            return waiting.Where(_ => random.Next(2) == 0).Aggregate((byte[])durable.Clone(), Apply);
    }

    void Settle(Func<(long, byte[]?), bool> reachesDisk)
    {
        durable = waiting.Where(reachesDisk).Aggregate(durable, Apply);
        waiting.Clear();
    }

    static byte[] Apply(byte[] file, (long Offset, byte[]? Content) change)
    {
        if (change.Content is null)
            return file.AsSpan(0, (int)Math.Min(file.Length, change.Offset)).ToArray();
        if (file.Length < change.Offset + change.Content.Length)
            Array.Resize(ref file, (int)change.Offset + change.Content.Length);
        change.Content.CopyTo(file, change.Offset);
        return file;
    }
}
