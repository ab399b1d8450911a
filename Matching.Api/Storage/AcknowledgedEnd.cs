using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Matching.Api.Storage;

/// <summary>
/// The end of the log that was last answered for, in a small file beside the embedded database, flushed before the answer. A database whose
/// tail was lost, or that was copied without its WAL, is shorter than that, and is told. Against tampering stands <see cref="LogSeal"/>.
/// </summary>
sealed class AcknowledgedEnd(string path) : IDisposable
{
    // Written in turn and far apart: a write that is cut off leaves the other as it was.
    const int Slots = 2;
    const int SlotLength = 4096;

    SafeFileHandle? handle;
    int nextSlot;
    long lastWritten = -1;

    /// <summary>The number and hash of the last entry that was answered for; null when none is known.</summary>
    public (long Sequence, string Hash)? Read()
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        (long Sequence, string Hash)? last = null;
        for (var start = 0; start < content.Length; start += SlotLength)
        {
            if (
                ReadSlot(content.AsSpan(start, Math.Min(SlotLength, content.Length - start))) is { } read
                && !(read.Sequence <= last?.Sequence)
            )
                last = read;
        }
        return last;
    }

    /// <summary>Notes what is answered for from now on; returns when it is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(long sequence, string hash)
    {
        if (sequence == lastWritten)
            return;
        handle ??= Open();
        var slot = Encoding.ASCII.GetBytes(Line(sequence, hash));
        RandomAccess.Write(handle, slot, nextSlot * SlotLength);
        RandomAccess.FlushToDisk(handle);
        (lastWritten, nextSlot) = (sequence, (nextSlot + 1) % Slots);
    }

    public void Dispose() => handle?.Dispose();

    SafeFileHandle Open()
    {
        if (!File.Exists(path))
            PrivateFile.Create(path, new byte[Slots * SlotLength]);
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    static string Line(long sequence, string hash)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{sequence} {hash} ");
        return what + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(what))) + "\n";
    }

    static (long Sequence, string Hash)? ReadSlot(ReadOnlySpan<byte> slot)
    {
        var end = slot.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var line = Encoding.ASCII.GetString(slot[..(end + 1)]);
        var words = line.Split(' ');
        return
            words.Length == 3
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && line == Line(sequence, words[1])
            ? (sequence, words[1])
            : null;
    }
}
