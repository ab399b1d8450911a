using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>AES-256-GCM as it is stored: nonce, tag, ciphertext. Bound to a text that must be the same when it is opened.</summary>
static class AuthenticatedEncryption
{
    const int NonceLength = 12;
    const int TagLength = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plaintext, string boundTo)
    {
        var sealedBytes = new byte[NonceLength + TagLength + plaintext.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            nonce,
            plaintext,
            sealedBytes.AsSpan(NonceLength + TagLength),
            sealedBytes.AsSpan(NonceLength, TagLength),
            Encoding.UTF8.GetBytes(boundTo)
        );
        return sealedBytes;
    }

    /// <summary>Null when the bytes were not sealed with this key, for this text, exactly so.</summary>
    public static byte[]? TryOpen(byte[] key, ReadOnlySpan<byte> sealedBytes, string boundTo)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
            return null;

        var plaintext = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(
                sealedBytes[..NonceLength],
                sealedBytes[(NonceLength + TagLength)..],
                sealedBytes.Slice(NonceLength, TagLength),
                plaintext,
                Encoding.UTF8.GetBytes(boundTo)
            );
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
