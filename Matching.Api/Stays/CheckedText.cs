using System.Text;

namespace Matching.Api.Stays;

/// <summary>A file on its way to be read: it is counted, hashed, and refused as soon as it is too large or no text.</summary>
internal sealed class CheckedText(Stream source, long mostBytes) : Stream
{
    private readonly FileVersion _version = new();
    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private char[] _letters = [];
    private long _read;

    /// <summary>The version of what was read.</summary>
    public string Version => _version.Current;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What is said of a file that is larger than it may be.</summary>
    public static string TooLarge(long mostBytes) => $"is larger than {mostBytes} bytes";

    /// <exception cref="RefusedTextException">It is too large, or no text in UTF-8.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        var bytes = buffer[..count];
        _read += count;
        if (_read > mostBytes)
            throw new RefusedTextException(TooLarge(mostBytes));
        if (bytes.Contains((byte)0))
            throw new RefusedTextException("holds a NUL character: it is no text in UTF-8");
        if (_letters.Length < count + 1)
            _letters = new char[count + 1];
        try
        {
            _decoder.GetChars(bytes, _letters, flush: count == 0 && buffer.Length > 0);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedTextException("is not valid UTF-8");
        }
        _version.Add(bytes);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _version.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A file is not read on.</summary>
internal sealed class RefusedTextException(string message) : Exception(message);
