using System.Security.Cryptography;

namespace Matching.Api.Storage;

/// <summary>A versioned document that rankings name: rules, criteria, catalogue, texts, a model.</summary>
public sealed record StoredDocument(string Version, string Kind, byte[] Content, string ContentSha256, string RecordedAt)
{
    internal static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
