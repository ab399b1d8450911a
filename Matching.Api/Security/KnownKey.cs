using System.Security.Claims;

namespace Matching.Api.Security;

/// <summary>A caller beside the principal that its requests run as.</summary>
internal sealed class KnownKey(Caller caller)
{
    public Caller Caller => caller;

    public ClaimsPrincipal Principal { get; } = CallerPrincipal.Of(caller.Name, caller.Roles, caller.Teams, ApiKeyAuthentication.Scheme);
}
