using Matching.Engine.Reading;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Matching.Api.Security;

/// <summary>Who may what. Whatever does not say who may call it is closed to everyone without a key.</summary>
public static class Authorisation
{
    /// <summary>Keys, roles, and closed by default.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddAuthentication(ApiKeyAuthentication.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>Opens an endpoint to callers with one of the roles.</summary>
    public static TBuilder ForRoles<TBuilder>(this TBuilder builder, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireRole(roles.Select(Terms<Role>.Text)));
}
