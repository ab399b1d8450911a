using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Security;

/// <summary>A key as its caller sends it: 32 random bytes in the alphabet of addresses.</summary>
internal static class SecretKey
{
    private const int Bytes = 32;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Sha256(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
