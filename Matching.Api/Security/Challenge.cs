using Microsoft.Extensions.Primitives;

namespace Matching.Api.Security;

/// <summary>The refusal of a caller nobody knows: 401, naming every way to be known.</summary>
internal static class Challenge
{
    private const string Key = $"{ApiKeyAuthentication.Scheme} header=\"{ApiKeyAuthentication.Header}\"";

    public static void Write(HttpResponse response, bool tokensAreTaken)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = tokensAreTaken ? new StringValues([Key, BearerScheme.Name]) : Key;
    }
}
