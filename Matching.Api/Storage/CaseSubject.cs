using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// The identifier of a case where its reference must not stand: a UUID of version 8 (RFC 9562, 32 lower-case hex digits) whose 122 free
/// bits are those of SHA-256 over a random nonce and the reference. It says nothing about the reference while the nonce is not known,
/// and for ever when the case is erased; and since every entry's hash covers it, nobody can give the case another reference, whichever
/// keys they hold. Cases begun before had a random UUID (version 4).
/// </summary>
static class CaseSubject
{
    const int NonceLength = 32;
    const int UuidLength = 16;

    // The position of the version in the 32 digits.
    const int VersionDigit = 12;

    /// <summary>A new identifier, and what has to be kept sealed to show that it belongs to the reference.</summary>
    public static (string SubjectId, byte[] Content) New(string caseReference)
    {
        byte[] content = [.. RandomNumberGenerator.GetBytes(NonceLength), .. Encoding.UTF8.GetBytes(caseReference)];
        return (Of(content), content);
    }

    /// <summary>The reference in what was kept; null when the identifier is not that of it.</summary>
    public static string? ReferenceIn(byte[] content, string subjectId)
    {
        if (!Commits(subjectId))
            return Encoding.UTF8.GetString(content);
        return content.Length > NonceLength && Of(content) == subjectId ? Encoding.UTF8.GetString(content.AsSpan(NonceLength)) : null;
    }

    /// <summary>Whether the identifier is one that belongs to one reference only.</summary>
    static bool Commits(string subjectId) => subjectId.Length > VersionDigit && subjectId[VersionDigit] == '8';

    static string Of(byte[] content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. "matching-case-subject-1"u8, .. content], hash);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return Convert.ToHexStringLower(hash[..UuidLength]);
    }
}
