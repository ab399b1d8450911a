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
    Content durable = new([]);

    public DurableImage(string path, int seed)
    {
        random = new Random(seed);
        if (!File.Exists(path))
            return;
        durable = new Content(TemporaryStore.ReadShared(path));
    }

    /// <summary>
    /// Takes it that nothing of the file has reached the disk: the system shows what a killed process wrote, and no more.
    /// </summary>
    public void IsInMemoryOnly()
    {
        lock (gate)
        {
            waiting.Insert(0, (0, durable.ToArray()));
            durable = new Content([]);
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
        {
            var left = new Content(durable);
            foreach (var change in waiting.Where(_ => random.Next(2) == 0))
                left.Apply(change);
            return left.ToArray();
        }
    }

    void Settle(Func<(long, byte[]?), bool> reachesDisk)
    {
        foreach (var change in waiting.Where(reachesDisk))
            durable.Apply(change);
        waiting.Clear();
    }

    /// <summary>The bytes of a file that grows.</summary>
    sealed class Content
    {
        byte[] bytes;
        int length;

        public Content(byte[] bytes) => (this.bytes, length) = (bytes, bytes.Length);

        public Content(Content other)
            : this(other.ToArray()) { }

        public byte[] ToArray() => bytes[..length];

        public void Apply((long Offset, byte[]? Content) change)
        {
            if (change.Content is not { } content)
            {
                Shorten((int)Math.Min(length, change.Offset));
                return;
            }
            var end = (int)change.Offset + content.Length;
            if (end > bytes.Length)
                Array.Resize(ref bytes, Math.Max(end, bytes.Length * 2));
            content.CopyTo(bytes, change.Offset);
            length = Math.Max(length, end);
        }

        void Shorten(int to)
        {
            bytes.AsSpan(to, length - to).Clear();
            length = to;
        }
    }
}
