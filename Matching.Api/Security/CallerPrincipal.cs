using System.Security.Claims;
using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>A caller as the framework knows one: a name, a claim for each role and a claim for each team.</summary>
public static class CallerPrincipal
{
    /// <summary>The claim that names a team.</summary>
    public const string Team = "team";

    /// <summary>Makes one.</summary>
    public static ClaimsPrincipal Of(string name, IEnumerable<Role> roles, TeamSet teams, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.Name, name),
                    .. roles.Select(role => new Claim(ClaimTypes.Role, Terms<Role>.Text(role))),
                    .. teams.Words.Select(team => new Claim(Team, team)),
                ],
                scheme
            )
        );

    /// <summary>The name of the caller.</summary>
    public static string CallerName(this HttpContext context) => context.User.Identity!.Name!;

    /// <summary>The name and the teams of the caller.</summary>
    public static CurrentCaller Caller(this HttpContext context) =>
        new(context.CallerName(), TeamSet.OfRecord(context.User.FindAll(Team).Select(claim => claim.Value)));
}
