using System.Security.Cryptography;

namespace Matching.Tests.Support;

/// <summary>Identifiers as the service and its callers make them, the same for the same seed.</summary>
public static class SomeIdentifiers
{
    const long FirstMillisecond = 1_577_836_800_000,
        Milliseconds = 1_000_000_000_000;

    /// <summary>The kinds: of each, some hold ten digits that would be a civil registration number if they stood alone.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["UUIDv7", "UUIDv4", "UUIDv4 without dashes", "SHA-256 in hex"];

    /// <summary>Many of one kind.</summary>
    public static IEnumerable<string> Of(string kind, int count, int seed = 20_261_128)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            yield return kind switch
            {
                "UUIDv7" => Version7(bytes, random.NextInt64(Milliseconds)).ToString("D"),
                "UUIDv4" => Version(bytes, 4).ToString("D"),
                "UUIDv4 without dashes" => Version(bytes, 4).ToString("N"),
                "SHA-256 in hex" => Convert.ToHexStringLower(SHA256.HashData(bytes)),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
            };
        }
    }

    static Guid Version7(byte[] bytes, long milliseconds)
    {
        for (var i = 0; i < 6; i++)
            bytes[i] = (byte)((FirstMillisecond + milliseconds) >> (40 - 8 * i));
        return Version(bytes, 7);
    }

    static Guid Version(byte[] bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
