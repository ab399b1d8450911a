using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Matching.Api.Security;

/// <summary>Knows a caller by the header <c>X-Api-Key</c>.</summary>
public sealed class ApiKeyAuthentication(
    CallerDirectory callers,
    IOptionsMonitor<ApiKeyOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<ApiKeyOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";
    public const string Header = "X-Api-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 } key])
            return Task.FromResult(AuthenticateResult.NoResult());
        if (BearerScheme.IsClaimedBy(Request))
            return Task.FromResult(AuthenticateResult.Fail("A key and a token at once leave open who calls."));
        return Task.FromResult(
            callers.Find(key) is { } principal
                ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme))
                : AuthenticateResult.Fail("No caller has this key.")
        );
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Challenge.Write(Response, Options.TokensAreTaken);
        return Task.CompletedTask;
    }
}

/// <summary>How callers are asked to say who they are.</summary>
public sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    /// <summary>Whether a token would do as well.</summary>
    public bool TokensAreTaken { get; set; }
}
