using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Stays;

/// <summary>A file on its way to be read: it is counted, hashed, and refused as soon as it is too large or no text.</summary>
internal sealed class CheckedText(Stream source, long mostBytes) : Stream
{
    private const int VersionLength = 32;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private char[] _letters = [];
    private long _read;

    /// <summary>The first 32 hexadecimal digits of SHA-256 over what was read.</summary>
    public string Version => Convert.ToHexStringLower(_hash.GetCurrentHash())[..VersionLength];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="RefusedTextException">It is too large, or no text in UTF-8.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        var bytes = buffer[..count];
        _read += count;
        if (_read > mostBytes)
            throw new RefusedTextException($"is larger than {mostBytes} bytes");
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
        _hash.AppendData(bytes);
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
            _hash.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A file is not read on.</summary>
internal sealed class RefusedTextException(string message) : Exception(message);
