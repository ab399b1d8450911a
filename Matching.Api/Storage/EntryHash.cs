using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// The hash that chains the entries: SHA-256 over every column in a fixed order. Each part carries its type and length,
/// so no two entries give the same bytes. Changing this encoding breaks every log there is.
/// </summary>
static class EntryHash
{
    const byte Null = 0,
        Integer = 1,
        Text = 2,
        Bytes = 3;

    public static string Of(LogEntry entry, ReadOnlySpan<byte> payloadHash)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "matching-log-entry-1");
        Add(hash, entry.Sequence);
        Add(hash, entry.EntryId);
        Add(hash, entry.Kind);
        Add(hash, entry.RecordedAt);
        Add(hash, entry.Caller);
        Add(hash, entry.SubjectId);
        Add(hash, entry.StateSequence);
        Add(hash, entry.Idempotency);
        Add(hash, entry.BodyFingerprint);
        Add(hash, Bytes, payloadHash);
        Add(hash, entry.PreviousHash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Add(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        Add(hash, Integer, bytes);
    }

    static void Add(IncrementalHash hash, string? value)
    {
        if (value is null)
            Add(hash, Null, []);
        else
            Add(hash, Text, Encoding.UTF8.GetBytes(value));
    }

    static void Add(IncrementalHash hash, byte type, ReadOnlySpan<byte> content)
    {
        Span<byte> prefix = stackalloc byte[1 + sizeof(int)];
        prefix[0] = type;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], content.Length);
        hash.AppendData(prefix);
        hash.AppendData(content);
    }
}
