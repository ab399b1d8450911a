using System.Security.Claims;
using System.Security.Cryptography;

namespace Matching.Api.Security;

/// <summary>Every caller the service knows by a key: those of the configuration and those with a key of the log.</summary>
public sealed class CallerDirectory(IReadOnlyList<Caller> configured, TimeProvider clock, StoredKeys? stored = null)
{
    private readonly KnownKey[] _configured = [.. configured.Select(caller => new KnownKey(caller))];

    /// <summary>
    /// The caller with this key; null when there is none or it has expired. Every key is compared in full, so timing says nothing.
    /// </summary>
    public ClaimsPrincipal? Find(string key) => Find(key, out _);

    /// <summary>The same, and whether another instance may have revoked the key.</summary>
    internal ClaimsPrincipal? Find(string key, out bool isRevocable)
    {
        var hash = SecretKey.Sha256(key);
        var found = Find(_configured, hash);
        isRevocable = found is null;
        // A stored key of a caller that was configured later opens nothing: the two could not be reported apart in the log.
        found ??= Find(stored?.NotRevoked ?? [], hash) is { } kept && !IsConfigured(kept.Caller.Name) ? kept : null;
        return found is null || found.Caller.Expires <= clock.GetUtcNow() ? null : found.Principal;
    }

    /// <summary>
    /// Whether the name is one no stored key may bear: a configured caller's, or the development caller's. Capitals make no difference.
    /// </summary>
    public bool IsConfigured(string name) =>
        name.Equals(DevelopmentKey.Name, StringComparison.OrdinalIgnoreCase)
        || Array.Exists(_configured, known => known.Caller.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static KnownKey? Find(IReadOnlyList<KnownKey> keys, byte[] hash)
    {
        KnownKey? found = null;
        for (var i = 0; i < keys.Count; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(keys[i].Caller.KeySha256, hash))
                found = keys[i];
        }
        return found;
    }
}
