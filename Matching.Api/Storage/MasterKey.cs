using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Storage;

/// <summary>
/// The secret everything else is sealed with: 32 random bytes, in a file or given by the environment. It never seals anything itself; each
/// purpose has a subkey of its own (HKDF-SHA256). It wraps the keys of the cases and a second secret that stays with the store for ever, so
/// that it can be exchanged: what the log holds is never sealed again. Losing it makes every payload unreadable.
/// </summary>
public sealed class MasterKey
{
    const int Length = 32;
    const string StoreSecretBinding = "matching-store-secret";

    readonly byte[] secret;
    readonly byte[] storeSecret;
    readonly byte[] identity;
    readonly byte[] logSeal;
    readonly byte[] caseLookup;
    readonly byte[] caseLike;
    readonly byte[] fingerprint;
    readonly byte[] documentSeal;

    MasterKey(byte[] secret, byte[] storeSecret)
    {
        this.secret = secret;
        this.storeSecret = storeSecret;
        CaseKeyWrap = Subkey(secret, "case-key-wrap");
        logSeal = Subkey(secret, "log-seal");
        identity = Subkey(secret, "fingerprint");
        SystemPayload = Subkey(storeSecret, "system-payload");
        caseLookup = Subkey(storeSecret, "case-lookup");
        caseLike = Subkey(storeSecret, "case-like");
        fingerprint = Subkey(storeSecret, "fingerprint");
        documentSeal = Subkey(storeSecret, "document-seal");
    }

    /// <summary>Wraps the keys of the cases; goes with the master key.</summary>
    internal byte[] CaseKeyWrap { get; }

    /// <summary>Seals what is about no case; stays with the store.</summary>
    internal byte[] SystemPayload { get; }

    /// <summary>Same for every database this key opens; says nothing about the key.</summary>
    internal string Identity => Keyed(identity, "matching: which master key"u8);

    /// <summary>
    /// A keyed fingerprint (HMAC-SHA256, lower-case hex): equal content gives equal text, and without the key nothing can be guessed from
    /// it.
    /// </summary>
    public string Fingerprint(ReadOnlySpan<byte> content) => Keyed(fingerprint, content);

    internal string CaseLookup(string caseReference) => Keyed(caseLookup, Encoding.UTF8.GetBytes(caseReference));

    /// <summary>The same for every reference that looks the same.</summary>
    internal string CaseLike(string caseReference) =>
        LikeLetters.Version + Keyed(caseLike, Encoding.UTF8.GetBytes(LikeLetters.Seen(caseReference)));

    internal string Seal(long sequence, string hash) => Keyed(logSeal, Encoding.UTF8.GetBytes($"{sequence}|{hash}"));

    internal string SealDocument(ReadOnlySpan<byte> content) => Keyed(documentSeal, content);

    /// <summary>The store's secret as the database keeps it.</summary>
    internal string WrapStoreSecret() =>
        Convert.ToBase64String(AuthenticatedEncryption.Seal(Subkey(secret, "store-secret-wrap"), storeSecret, StoreSecretBinding));

    /// <summary>This key with the secret that a database keeps.</summary>
    /// <exception cref="MasterKeyException">It was not wrapped by this key, or was changed.</exception>
    internal MasterKey WithStoreSecret(string wrapped)
    {
        var bytes = new byte[wrapped.Length];
        if (
            Convert.TryFromBase64String(wrapped, bytes, out var written)
            && AuthenticatedEncryption.TryOpen(Subkey(secret, "store-secret-wrap"), bytes.AsSpan(0, written), StoreSecretBinding)
                is { Length: Length } opened
        )
            return new(secret, opened);
        throw new MasterKeyException(
            "The secret that the database keeps does not open with this master key. Restore the right key, or a backup; nothing was "
                + "changed."
        );
    }

    /// <summary>This key for a database that is new: with a secret of its own.</summary>
    internal MasterKey WithNewStoreSecret() => new(secret, RandomNumberGenerator.GetBytes(Length));

    /// <summary>Another master key for the same store.</summary>
    internal MasterKey Exchanged(byte[] newSecret) => new(newSecret, storeSecret);

    /// <summary>The key as text: base64, one line.</summary>
    internal static string NewText(out byte[] newSecret)
    {
        newSecret = RandomNumberGenerator.GetBytes(Length);
        return Convert.ToBase64String(newSecret) + "\n";
    }

    /// <exception cref="MasterKeyException">The file is missing, malformed or open to others.</exception>
    public static MasterKey Open(DataDirectory directory)
    {
        if (directory.MasterKeyText is { } given)
            return Parse(given, "The configured MasterKey:Key");

        var path = directory.MasterKey;
        if (!File.Exists(path))
            throw new MasterKeyException(
                $"The master key '{path}' is missing. Restore it from where it is kept; without it no record can be read."
            );
        if (PrivateFile.IsOpenToOthers(path))
            throw new MasterKeyException(
                $"The master key '{path}' can be read by others than its owner. Make it private (chmod 600) and consider it known."
            );
        return Parse(File.ReadAllText(path), $"The master key '{path}'");
    }

    /// <summary>
    /// Makes the key at first start. A database that holds a record already but has no key is refused: a new key would not fit it.
    /// </summary>
    internal static MasterKey OpenOrCreate(DataDirectory directory, Database database)
    {
        if (directory.MayMakeMasterKey && !File.Exists(directory.MasterKey) && !database.HoldsRecord())
            PrivateFile.Create(directory.MasterKey, Encoding.ASCII.GetBytes(NewText(out _)));
        return Open(directory);
    }

    static MasterKey Parse(string text, string what)
    {
        var bytes = new byte[Length + 1];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var written) || written != Length)
            throw new MasterKeyException($"{what} is malformed: it must hold {Length} bytes as base64.");

        // Until the database says otherwise, as it was before there was a second secret.
        return new(bytes[..Length], bytes[..Length]);
    }

    static byte[] Subkey(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Length, salt: [], info: Encoding.UTF8.GetBytes(purpose));

    static string Keyed(byte[] key, ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(key, content));
}
