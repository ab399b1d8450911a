using Matching.Api.Settings;
using Matching.Engine.Parsing;

namespace Matching.Api.Security.Tokens;

/// <summary>Whose tokens are taken, and what they give: <c>Oidc:*</c>.</summary>
/// <param name="Authority">The issuer; its discovery document stands under <c>.well-known/openid-configuration</c>.</param>
/// <param name="Audience">What a token must be meant for.</param>
/// <param name="Roles">What its claims give.</param>
public sealed record OidcSettings(string Authority, string Audience, ClaimMapping Roles)
{
    private const string Section = "Oidc";

    /// <summary>Reads them, noting every fault; null when no token is taken, or when they are at fault.</summary>
    internal static OidcSettings? Read(IConfiguration configuration, Problems problems)
    {
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any())
            return null;
        KnownKeys.Check(section, problems, "Authority", "Audience", "RolesFile", "RequireHttps");
        var authority = ReadAuthority(section, problems);
        var audience = section["Audience"];
        if (string.IsNullOrWhiteSpace(audience))
            problems.Add($"{Section}:Audience", "is required");
        var roles = ClaimMapping.Read(section["RolesFile"], $"{Section}:RolesFile", problems);
        return authority is null || roles is null || string.IsNullOrWhiteSpace(audience)
            ? null
            : new OidcSettings(authority, audience, roles);
    }

    private static string? ReadAuthority(IConfigurationSection section, Problems problems)
    {
        const string key = $"{Section}:Authority";
        var requireHttps = ReadRequireHttps(section, problems);
        if (
            !Uri.TryCreate(section["Authority"], UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http")
            || address.Query.Length > 0
            || address.Fragment.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            problems.Add(key, "must be the https address of an issuer, without a query");
            return null;
        }
        if (requireHttps && address.Scheme != "https")
            problems.Add(key, $"must be https, unless {Section}:RequireHttps is false and the issuer is on this machine");
        if (!requireHttps && !address.IsLoopback)
            problems.Add($"{Section}:RequireHttps", "may be false only for an issuer on this machine");
        return section["Authority"]!.TrimEnd('/');
    }

    private static bool ReadRequireHttps(IConfigurationSection section, Problems problems)
    {
        if (section["RequireHttps"] is not { } text)
            return true;
        if (bool.TryParse(text, out var value))
            return value;
        problems.Add($"{Section}:RequireHttps", "must be true or false");
        return true;
    }
}
