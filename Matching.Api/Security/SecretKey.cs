using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Security;

/// <summary>A key as its caller sends it: 32 random bytes in the alphabet of addresses.</summary>
internal static class SecretKey
{
    private const int Bytes = 32;
    private static readonly byte[][] Nothing = [Sha256(""), Sha256("\n"), Sha256("\r\n")];

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Sha256(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a hash was taken of no key at all, or of the end of a line that stood behind none.</summary>
    public static bool IsSha256OfNothing(byte[] sha256) => Array.Exists(Nothing, hash => hash.AsSpan().SequenceEqual(sha256));
}
