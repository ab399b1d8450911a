namespace Matching.Api.Transparency;

/// <summary>Reads a stream line by line without ever holding more than one line of bounded length.</summary>
internal static class BoundedLines
{
    /// <summary>The longest line, bytes.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>Each line without its line feed, valid until the next is asked for; null for one that is too long.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>?> Read(Stream input)
    {
        var buffer = new byte[FirstBuffer];
        var (start, end, searched) = (0, 0, 0);
        var isTooLong = false;
        while (true)
        {
            var feed = Array.IndexOf(buffer, (byte)'\n', searched, end - searched);
            if (feed >= 0)
            {
                yield return isTooLong ? null : buffer.AsMemory(start, feed - start);
                (start, searched, isTooLong) = (feed + 1, feed + 1, false);
                continue;
            }
            if (isTooLong || end - start >= MostBytes)
                (isTooLong, end) = (true, start);
            if (end == buffer.Length && start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            if (end == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, MostBytes + 1L));
            searched = end;
            var read = input.Read(buffer, end, buffer.Length - end);
            end += read;
            if (read > 0)
                continue;
            if (isTooLong || end > start)
                yield return isTooLong ? null : buffer.AsMemory(start, end - start);
            yield break;
        }
    }
}
