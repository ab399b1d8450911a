using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Matching.Api.Storage;

/// <summary>
/// The end of the log that was last answered for, in a small file beside the embedded database, flushed before the answer. A database whose
/// tail was lost, or that was copied without its WAL, is shorter than that, and is told: the note is then set aside and stays, and another
/// begins. Against tampering stands <see cref="LogSeal"/>.
/// </summary>
sealed class AcknowledgedEnd(string path) : IDisposable
{
    // Written in turn and far apart: a write that is cut off leaves the other as it was.
    const int Slots = 2;
    const int SlotLength = 4096;
    const byte Distrusted = (byte)'!';

    SafeFileHandle? handle;
    int nextSlot;
    long lastWritten = -1;

    /// <summary>Where a note is kept that the log once did not reach.</summary>
    string LostPath => Path.ChangeExtension(path, ".lost");

    /// <summary>Whether the log lost its end once.</summary>
    public bool IsLost => File.Exists(LostPath);

    /// <summary>
    /// The number and hash of the last entry that was answered for, or of the one the log did not reach once; null when none is known.
    /// </summary>
    public (long Sequence, string Hash)? Read() => ReadLast(LostPath)?.Note ?? ReadCurrent();

    /// <summary>The last entry that was answered for since the log lost its end, if it ever did; null when none is known.</summary>
    public (long Sequence, string Hash)? ReadCurrent() => ReadLast(path)?.Note;

    /// <summary>Keeps the note as that of a log that does not reach it. What was kept so before stays.</summary>
    public void SetAside()
    {
        if (IsLost)
            File.Delete(path);
        else
            File.Move(path, LostPath);
        PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Whether the database is not to be trusted before all of its WAL is written again, whoever opens it.</summary>
    public bool IsDistrusted
    {
        get
        {
            if (!File.Exists(path))
                return false;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Position = Slots * SlotLength;
            return stream.ReadByte() == Distrusted;
        }
    }

    /// <summary>Notes that, or that it is over, in a place that a full disk has room for; returns when it is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void MarkDistrusted(bool isDistrusted)
    {
        handle ??= Open();
        RandomAccess.Write(handle, [isDistrusted ? Distrusted : (byte)0], Slots * SlotLength);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Notes what is answered for from now on; returns when it is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(long sequence, string hash)
    {
        if (sequence == lastWritten)
            return;
        handle ??= Open();
        if (sequence < lastWritten)
            throw new IOException($"The log ends at number {sequence}, and {lastWritten} was answered for.");
        var slot = Encoding.ASCII.GetBytes(Line(sequence, hash));
        RandomAccess.Write(handle, slot, nextSlot * SlotLength);
        RandomAccess.FlushToDisk(handle);
        (lastWritten, nextSlot) = (sequence, (nextSlot + 1) % Slots);
    }

    public void Dispose() => handle?.Dispose();

    SafeFileHandle Open()
    {
        if (!File.Exists(path))
            PrivateFile.Create(path, new byte[(Slots + 1) * SlotLength]);
        if (ReadLast(path) is { } last)
            (lastWritten, nextSlot) = (last.Note.Sequence, (last.Slot + 1) % Slots);
        return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    static (int Slot, (long Sequence, string Hash) Note)? ReadLast(string file)
    {
        if (!File.Exists(file))
            return null;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        (int Slot, (long Sequence, string Hash) Note)? last = null;
        Span<byte> content = stackalloc byte[SlotLength];
        for (var slot = 0; slot < Slots; slot++)
        {
            var length = stream.ReadAtLeast(content, SlotLength, throwOnEndOfStream: false);
            if (ReadSlot(content[..length]) is { } note && !(note.Sequence <= last?.Note.Sequence))
                last = (slot, note);
        }
        return last;
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
