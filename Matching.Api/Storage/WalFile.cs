using System.Buffers.Binary;

namespace Matching.Api.Storage;

/// <summary>The write-ahead log of an SQLite database as a file (https://www.sqlite.org/walformat.html).</summary>
static class WalFile
{
    const int Header = 32,
        PageHeader = 24,
        PageSizeAt = 8;

    /// <summary>Shortens it to so many pages, and flushes it; one that is not there or shorter stays as it is.</summary>
    /// <exception cref="IOException">It could not be shortened.</exception>
    public static void CutTo(string path, long pages)
    {
        if (!File.Exists(path))
            return;
        using var wal = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (wal.Length <= Header)
            return;
        Span<byte> header = stackalloc byte[Header];
        wal.ReadExactly(header);
        var length = Header + pages * (PageHeader + BinaryPrimitives.ReadUInt32BigEndian(header[PageSizeAt..]));
        if (wal.Length > length)
            wal.SetLength(length);
        wal.Flush(flushToDisk: true);
    }
}
