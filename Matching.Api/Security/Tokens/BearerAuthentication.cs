using System.Text.Encodings.Web;
using Matching.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Matching.Api.Security.Tokens;

/// <summary>Knows a caller by a token in <c>Authorization: Bearer</c>.</summary>
public sealed class BearerAuthentication(
    TokenCheck tokens,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = BearerScheme.Name;

    private const string Prefix = Scheme + " ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (
            Request.Headers.Authorization is not [{ } value]
            || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || Request.Headers.ContainsKey(ApiKeyAuthentication.Header)
        )
            return AuthenticateResult.Fail("One token, and nothing beside it, is needed.");
        try
        {
            return await tokens.FindAsync(value[Prefix.Length..].Trim(), Context.RequestAborted) is { } bearer
                ? AuthenticateResult.Success(new AuthenticationTicket(bearer, Scheme))
                : AuthenticateResult.Fail("The token is not right.");
        }
        catch (IssuerUnavailableException unavailable)
        {
            return AuthenticateResult.Fail(unavailable);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is IssuerUnavailableException)
        {
            await new ProblemAnswer(
                StatusCodes.Status503ServiceUnavailable,
                "The issuer of the token cannot be asked right now. Try again shortly."
            )
            {
                RetryAfterSeconds = (int)IssuerKeys.AfterFailure.TotalSeconds,
            }.ExecuteAsync(Context);
            return;
        }
        Challenge.Write(Response, tokensAreTaken: true);
    }
}
