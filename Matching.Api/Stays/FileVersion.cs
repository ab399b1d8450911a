using System.Security.Cryptography;

namespace Matching.Api.Stays;

/// <summary>The version of a file: the first 32 hexadecimal digits of SHA-256 over its bytes.</summary>
internal sealed class FileVersion : IDisposable
{
    private const int Length = 32;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Of what was added so far.</summary>
    public string Current => Convert.ToHexStringLower(_hash.GetCurrentHash())[..Length];

    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public void Dispose() => _hash.Dispose();
}
