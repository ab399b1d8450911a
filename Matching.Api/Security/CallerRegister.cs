using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Matching.Engine.Reading;

namespace Matching.Api.Security;

/// <summary>Every caller the service knows.</summary>
public sealed class CallerRegister(IReadOnlyList<Caller> callers)
{
    private readonly (Caller Caller, ClaimsPrincipal Principal)[] _callers = [.. callers.Select(caller => (caller, Principal(caller)))];

    /// <summary>The caller with this key; null when there is none. Every key is compared in full, so timing tells nothing.</summary>
    public ClaimsPrincipal? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        ClaimsPrincipal? found = null;
        foreach (var (caller, principal) in _callers)
        {
            if (CryptographicOperations.FixedTimeEquals(caller.KeySha256, hash))
                found = principal;
        }
        return found;
    }

    private static ClaimsPrincipal Principal(Caller caller) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, caller.Name), .. caller.Roles.Select(role => new Claim(ClaimTypes.Role, Terms<Role>.Text(role)))],
        ApiKeyAuthentication.Scheme));
}
