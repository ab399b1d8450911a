using System.Security.Claims;
using Matching.Engine.Parsing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Api.Security.Tokens;

/// <summary>Says whether a token is one of ours to take, and who its bearer is.</summary>
public sealed class TokenCheck(OidcSettings settings, IssuerKeys keys)
{
    /// <summary>What a bearer's name begins with; no other caller's can, for settings and stored keys hold no colon.</summary>
    public const string NamePrefix = "oidc:";

    private const int MostLetters = 255;
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

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 16 * 1024 };

    /// <summary>The bearer; null when the token is not right.</summary>
    /// <exception cref="IssuerUnavailableException">It cannot be reported.</exception>
    public async Task<ClaimsPrincipal?> FindAsync(string token, CancellationToken cancellation)
    {
        var issuer = await keys.CurrentAsync(cancellation);
        var result = await _handler.ValidateTokenAsync(token, Expected(issuer));
        if (
            result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await keys.RefreshedAsync(issuer, cancellation) is var refreshed
            && refreshed != issuer
        )
            result = await _handler.ValidateTokenAsync(token, Expected(refreshed));
        return result is { IsValid: true, SecurityToken: JsonWebToken read } ? Bearer(read) : null;
    }

    private TokenValidationParameters Expected(OpenIdConnectConfiguration issuer) =>
        new()
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = settings.Audience,
            IssuerSigningKeys = issuer.SigningKeys,
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

    private ClaimsPrincipal? Bearer(JsonWebToken token)
    {
        var claims = token.Claims.ToList();
        if (
            claims.Where(claim => claim.Type == JwtRegisteredClaimNames.Sub).ToList()
                is not [{ ValueType: ClaimValueTypes.String, Value: var subject }]
            || !IsName(subject)
        )
            return null;
        var (roles, teams) = settings.Roles.Of(claims.Select(claim => (claim.Type, claim.Value)));
        return CallerPrincipal.Of(NamePrefix + subject, roles, teams, BearerAuthentication.Scheme);
    }

    // It is recorded in the clear, so it may not break a line, and a number that names a person is refused as everywhere. Most issuers give
    // a random identifier, which must not lock its bearer out for the digits in it.
    private static bool IsName(string subject) =>
        subject.Length is >= 1 and <= MostLetters
        && !string.IsNullOrWhiteSpace(subject)
        && !subject.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter))
        && !CivilNumber.IsInIdentifier(subject);
}
