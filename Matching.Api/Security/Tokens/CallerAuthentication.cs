using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Matching.Api.Security.Tokens;

/// <summary>The ways in which a caller is known.</summary>
public static class CallerAuthentication
{
    private const string KeyOrToken = "KeyOrToken";

    /// <summary>Keys, tokens where an issuer is configured, roles, and closed by default.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services, OidcSettings? oidc = null)
    {
        // AddAuthentication would add data protection too, which at start writes keys for cookies below the user's home;
        // nothing here needs them.
        services
            .AddAuthenticationCore(options => options.DefaultScheme = oidc is null ? ApiKeyAuthentication.Scheme : KeyOrToken)
            .AddWebEncoders()
            .TryAddSingleton(TimeProvider.System);
        var authentication = new AuthenticationBuilder(services).AddScheme<ApiKeyOptions, ApiKeyAuthentication>(
            ApiKeyAuthentication.Scheme,
            options => options.TokensAreTaken = oidc is not null
        );
        if (oidc is not null)
            AddTokens(authentication, oidc);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    private static void AddTokens(AuthenticationBuilder authentication, OidcSettings oidc)
    {
        authentication.Services.AddSingleton(oidc).AddSingleton<IssuerKeys>();
        authentication
            .Services.AddOptions<JwtBearerOptions>(BearerScheme.Name)
            .Configure<IssuerKeys>((options, keys) => BearerTokens.Configure(options, oidc, keys));
        // AddJwtBearer would read the framework's own section of settings and fetch the keys in its own way.
        authentication
            .AddScheme<JwtBearerOptions, JwtBearerHandler>(BearerScheme.Name, null)
            .AddPolicyScheme(
                KeyOrToken,
                null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        BearerScheme.IsClaimedBy(context.Request) ? BearerScheme.Name : ApiKeyAuthentication.Scheme
            );
    }
}
