using System.Security.Claims;
using Matching.Api.Http;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Security.Tokens;

/// <summary>Which tokens in <c>Authorization: Bearer</c> are taken, and who their bearers are.</summary>
internal static class BearerTokens
{
    /// <summary>What a bearer's name begins with; no other caller's can, for settings and stored keys hold no colon.</summary>
    public const string NamePrefix = "oidc:";

    private const string Prefix = BearerScheme.Name + " ";
    private const int MostLetters = 255;
    private const int MostTokenLetters = 16 * 1024;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    // Signatures only the issuer can make. With HS* whoever can check a token could forge one.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    // A token made for something else, such as logging out, is no key, even when all the rest fits.
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Sets up the framework's check of tokens.</summary>
    public static void Configure(JwtBearerOptions options, OidcSettings settings, IssuerKeys keys)
    {
        // Otherwise keys that the issuer has withdrawn are taken for another hour.
        keys.UseLastKnownGoodConfiguration = false;
        options.ConfigurationManager = keys;
        // The check itself asks for newer keys, and takes them for the same request.
        options.RefreshOnIssuerKeyNotFound = false;
        options.SaveToken = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = MostTokenLetters });
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = settings.Audience,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = Algorithms,
            ClockSkew = ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
            TypeValidator = (type, _, _) =>
                string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase)
                    ? type
                    : throw new SecurityTokenInvalidTypeException("The token is of another type."),
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = received => ReceiveAsync(received, keys, settings.Roles.Claims),
            OnTokenValidated = validated => IdentifyAsync(validated, settings.Roles),
            OnChallenge = ChallengeAsync,
        };
    }

    private static async Task ReceiveAsync(MessageReceivedContext received, IssuerKeys keys, IReadOnlySet<string> mapped)
    {
        var headers = received.Request.Headers;
        if (
            headers.Authorization is not [{ } value]
            || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || headers.ContainsKey(ApiKeyAuthentication.Header)
        )
        {
            received.Fail("One token, and nothing beside it, is needed.");
            return;
        }
        if (value.Length > MostTokenLetters || !TokenShape.IsInOrder(value[Prefix.Length..].Trim(), mapped))
        {
            received.Fail("The token says something twice, in another type than it must have, or asks for what is not understood here.");
            return;
        }
        try
        {
            // The check goes on without keys when there are none, and would call every token wrong.
            await keys.GetConfigurationAsync(received.HttpContext.RequestAborted);
        }
        catch (IssuerUnavailableException unavailable)
        {
            received.Fail(unavailable);
        }
    }

    private static Task IdentifyAsync(TokenValidatedContext validated, ClaimMapping roles)
    {
        if (validated.SecurityToken is JsonWebToken token && Bearer(token, roles) is { } bearer)
            validated.Principal = bearer;
        else
            validated.Fail("The token names nobody.");
        return Task.CompletedTask;
    }

    private static async Task ChallengeAsync(JwtBearerChallengeContext challenge)
    {
        challenge.HandleResponse();
        if (challenge.AuthenticateFailure is IssuerUnavailableException)
            await new ProblemAnswer(
                StatusCodes.Status503ServiceUnavailable,
                "The issuer of the token cannot be asked right now. Try again shortly."
            )
            {
                RetryAfterSeconds = (int)IssuerKeys.AfterFailure.TotalSeconds,
            }.ExecuteAsync(challenge.HttpContext);
        else
            Challenge.Write(challenge.Response, tokensAreTaken: true);
    }

    private static ClaimsPrincipal? Bearer(JsonWebToken token, ClaimMapping mapping)
    {
        var claims = token.Claims.ToList();
        if (
            claims.Where(claim => claim.Type == JwtRegisteredClaimNames.Sub).ToList()
                is not [{ ValueType: ClaimValueTypes.String, Value: var subject }]
            || !IsName(subject)
        )
            return null;
        var (roles, teams) = mapping.Of(claims.Select(claim => (claim.Type, claim.Value)));
        return CallerPrincipal.Of(NamePrefix + subject, roles, teams, BearerScheme.Name);
    }

    // It is recorded in the clear, so it may not break a line, and a number that names a person is refused as everywhere. Most issuers give
    // a random identifier, which must not lock its bearer out for the digits in it.
    private static bool IsName(string subject) =>
        subject.Length is >= 1 and <= MostLetters
        && !string.IsNullOrWhiteSpace(subject)
        && !subject.Any(char.IsSurrogate)
        && UnseenLetters.MayStandInName(subject)
        && !CivilNumber.IsInIdentifier(subject);
}
