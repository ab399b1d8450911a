using Matching.Api.Security.Tokens;
using Matching.Engine.Reading;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Matching.Api.Security;

/// <summary>Who may what. Whatever does not say who may call it is closed to everyone who is not known.</summary>
public static class Authorisation
{
    private const string KeyOrToken = "KeyOrToken";

    /// <summary>Keys, tokens where an issuer is configured, roles, and closed by default.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services, OidcSettings? oidc = null)
    {
        var authentication = services.AddAuthentication(oidc is null ? ApiKeyAuthentication.Scheme : KeyOrToken)
            .AddScheme<ApiKeyOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, options => options.TokensAreTaken = oidc is not null);
        if (oidc is not null)
            AddTokens(authentication, oidc);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>Opens an endpoint to callers with one of the roles.</summary>
    public static TBuilder ForRoles<TBuilder>(this TBuilder builder, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireRole(roles.Select(Terms<Role>.Text)));

    private static void AddTokens(AuthenticationBuilder authentication, OidcSettings oidc)
    {
        authentication.Services.AddSingleton(oidc).AddSingleton<IssuerKeys>().AddSingleton<TokenCheck>();
        authentication
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Scheme, null)
            .AddPolicyScheme(KeyOrToken, null, options => options.ForwardDefaultSelector = context =>
                BearerAuthentication.IsClaimedBy(context.Request) ? BearerAuthentication.Scheme : ApiKeyAuthentication.Scheme);
    }
}
