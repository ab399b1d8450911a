using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Matching.Api.Security.Tokens;

/// <summary>
/// Whether a token says each thing once and in the type it must have (RFC 7519). The framework takes the last of two members, makes a text
/// of a number, and passes over what it does not know, also what the header calls critical (RFC 7515, 4.1.11): another reader of the same
/// token could then find another caller in it.
/// </summary>
internal static class TokenShape
{
    private const int Parts = 3;

    // Nothing critical is understood here, and b64 (RFC 7797) changes what was signed.
    private static readonly string[] RefusedInHeader = ["crit", "b64"];
    private static readonly string[] Texts = [JwtRegisteredClaimNames.Sub, JwtRegisteredClaimNames.Iss];
    private static readonly string[] Times = [JwtRegisteredClaimNames.Exp, JwtRegisteredClaimNames.Nbf, JwtRegisteredClaimNames.Iat];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Whether it may be looked at further; who made it is not asked here.</summary>
    /// <param name="token">The token as it was sent.</param>
    /// <param name="mapped">The claims that are given a meaning.</param>
    public static bool IsInOrder(string token, IReadOnlySet<string> mapped)
    {
        if (token.Split('.') is not { Length: Parts } parts)
            return false;
        using var header = Read(parts[0]);
        using var claims = Read(parts[1]);
        return header is not null
            && claims is not null
            && !Array.Exists(RefusedInHeader, name => header.RootElement.TryGetProperty(name, out _))
            && claims.RootElement.EnumerateObject().All(claim => IsInOrder(claim, mapped));
    }

    private static bool IsInOrder(JsonProperty claim, IReadOnlySet<string> mapped)
    {
        var kind = claim.Value.ValueKind;
        if (Texts.Contains(claim.Name, StringComparer.Ordinal))
            return kind == JsonValueKind.String;
        if (Times.Contains(claim.Name, StringComparer.Ordinal))
            return kind == JsonValueKind.Number;
        return (claim.Name != JwtRegisteredClaimNames.Aud && !mapped.Contains(claim.Name))
            || kind == JsonValueKind.String
            || (kind == JsonValueKind.Array && claim.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));
    }

    private static JsonDocument? Read(string part)
    {
        try
        {
            var json = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json;
            json.Dispose();
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or DecoderFallbackException) { }
        return null;
    }
}
