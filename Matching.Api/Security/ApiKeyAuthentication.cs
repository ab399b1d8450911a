using System.Text.Encodings.Web;
using Matching.Api.Http;
using Matching.Api.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Matching.Api.Security;

/// <summary>Knows a caller by the header <c>X-Api-Key</c>.</summary>
public sealed class ApiKeyAuthentication(
    CallerDirectory callers,
    IOptionsMonitor<ApiKeyOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    MatchingStore? store = null // none where nothing is recorded, and nothing can be revoked
) : AuthenticationHandler<ApiKeyOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 } key])
            return AuthenticateResult.NoResult();
        if (BearerScheme.IsClaimedBy(Request))
            return AuthenticateResult.Fail("A key and a token at once leave open who calls.");
        var principal = callers.Find(key, out var isRevocable);
        if (principal is not null && isRevocable && !IsOpenToAll)
        {
            if (store is not null && !await store.Others.AreHeardAsync(Context.RequestAborted))
                return AuthenticateResult.Fail(new RevocationsUnheardException());
            principal = callers.Find(key);
        }
        return principal is not null
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme))
            : AuthenticateResult.Fail("No caller has this key.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is RevocationsUnheardException)
            await new ProblemAnswer(
                StatusCodes.Status503ServiceUnavailable,
                "Whether this key was revoked cannot be known right now: the database does not answer. Try again shortly."
            )
            {
                RetryAfterSeconds = (int)OtherInstances.NextTry.TotalSeconds,
            }.ExecuteAsync(Context);
        else
            Challenge.Write(Response, Options.TokensAreTaken);
    }

    // Health is asked when the database is away, too.
    private bool IsOpenToAll => Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private sealed class RevocationsUnheardException() : Exception("What other instances record is not heard.");
}

/// <summary>How callers are asked to say who they are.</summary>
public sealed class ApiKeyOptions : AuthenticationSchemeOptions
{
    /// <summary>Whether a token would do as well.</summary>
    public bool TokensAreTaken { get; set; }
}
