using Matching.Engine.Parsing;

namespace Matching.Api.Security;

/// <summary>Who may what. What does not say who may call it is closed to everyone who is not known.</summary>
public static class Authorisation
{
    /// <summary>Opens an endpoint to callers with one of the roles.</summary>
    public static TBuilder ForRoles<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireRole(roles.Select(Terms<Role>.Text)));
}
