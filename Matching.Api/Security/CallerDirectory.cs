using System.Security.Claims;
using System.Security.Cryptography;

namespace Matching.Api.Security;

/// <summary>Every caller the service knows by a key: those of the configuration and those with a key of the log.</summary>
/// <param name="configured">Those of the configuration.</param>
/// <param name="clock">Tells which keys have expired.</param>
/// <param name="stored">Those with a key of the log.</param>
/// <param name="teamsByToken">The teams that tokens can give.</param>
public sealed class CallerDirectory(
    IReadOnlyList<Caller> configured,
    TimeProvider clock,
    StoredKeys? stored = null,
    IReadOnlySet<string>? teamsByToken = null
)
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

    /// <summary>
    /// Whether someone works for a team by its name. Who works for every team does not count: a case that only they can see has as a rule
    /// been given a misspelt one.
    /// </summary>
    public bool HasTeam(string team) =>
        teamsByToken?.Contains(team) == true
        || _configured
            .Concat(stored?.NotRevoked ?? [])
            .Any(known => !(known.Caller.Expires <= clock.GetUtcNow()) && known.Caller.Teams.Words.Contains(team, StringComparer.Ordinal));

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
