using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Api.Security;

/// <summary>Every caller the service knows by a key.</summary>
public sealed class CallerRegister(IReadOnlyList<Caller> configured, TimeProvider clock)
{
    private readonly CallerEntry[] _configured = [.. configured.Select(caller => new CallerEntry(caller))];

    /// <summary>The caller with this key; null when there is none or it has expired. Every key is compared in full, so timing tells nothing.</summary>
    public ClaimsPrincipal? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        CallerEntry? found = null;
        foreach (var entry in _configured)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Caller.KeySha256, hash))
                found = entry;
        }
        return found is null || found.Caller.Expires <= clock.GetUtcNow() ? null : found.Principal;
    }

    private sealed class CallerEntry(Caller caller)
    {
        public Caller Caller => caller;

        public ClaimsPrincipal Principal { get; } = CallerPrincipal.Of(caller.Name, caller.Roles, caller.Teams, ApiKeyAuthentication.Scheme);
    }
}
