using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// The secret everything else is sealed with: 32 random bytes in <c>master.key</c>. It never seals anything itself;
/// each purpose has a subkey of its own (HKDF-SHA256). Losing it makes every payload unreadable.
/// </summary>
public sealed class MasterKey
{
    const int Length = 32;

    readonly byte[] caseLookup;
    readonly byte[] fingerprint;
    readonly byte[] logSeal;
    readonly byte[] documentSeal;

    MasterKey(byte[] secret)
    {
        CaseKeyWrap = Subkey(secret, "case-key-wrap");
        SystemPayload = Subkey(secret, "system-payload");
        caseLookup = Subkey(secret, "case-lookup");
        fingerprint = Subkey(secret, "fingerprint");
        logSeal = Subkey(secret, "log-seal");
        documentSeal = Subkey(secret, "document-seal");
    }

    internal byte[] CaseKeyWrap { get; }

    internal byte[] SystemPayload { get; }

    /// <summary>A keyed fingerprint (HMAC-SHA256, lower-case hex): equal content gives equal text, and without the key nothing can be guessed from it.</summary>
    public string Fingerprint(ReadOnlySpan<byte> content) => Keyed(fingerprint, content);

    internal string CaseLookup(string caseReference) => Keyed(caseLookup, Encoding.UTF8.GetBytes(caseReference));

    internal string Seal(long sequence, string hash) => Keyed(logSeal, Encoding.UTF8.GetBytes($"{sequence}|{hash}"));

    internal string SealDocument(ReadOnlySpan<byte> content) => Keyed(documentSeal, content);

    /// <summary>Same for every database made with this key; says nothing about the key.</summary>
    internal string Identity => Fingerprint("matching: which master key"u8);

    /// <exception cref="MasterKeyException">The file is missing, malformed or open to others.</exception>
    public static MasterKey Open(DataDirectory directory)
    {
        var path = directory.MasterKey;
        if (!File.Exists(path))
            throw new MasterKeyException($"The master key '{path}' is missing. Restore it from where it is kept; without it no record can be read.");
        if (PrivateFile.IsOpenToOthers(path))
            throw new MasterKeyException($"The master key '{path}' can be read by others than its owner. Make it private (chmod 600) and consider it known.");

        var secret = new byte[Length + 1];
        if (!Convert.TryFromBase64String(File.ReadAllText(path).Trim(), secret, out var written) || written != Length)
            throw new MasterKeyException($"The master key '{path}' is malformed: it must hold {Length} bytes as base64.");
        return new(secret[..Length]);
    }

    /// <summary>Makes the key at first start. A database that holds a record already but has no key is refused: a new key would not fit it.</summary>
    internal static MasterKey OpenOrCreate(DataDirectory directory, Database database)
    {
        if (!File.Exists(directory.MasterKey) && !database.HoldsRecord())
            PrivateFile.Create(directory.MasterKey, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
        return Open(directory);
    }

    static byte[] Subkey(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Length, salt: [], info: Encoding.UTF8.GetBytes(purpose));

    static string Keyed(byte[] key, ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(key, content));
}
