namespace Matching.Api.Security;

/// <summary>The scheme <c>Bearer</c> of the header Authorization (RFC 6750).</summary>
public static class BearerScheme
{
    /// <summary>Its name.</summary>
    public const string Name = "Bearer";

    /// <summary>Whether the request claims to hold a token.</summary>
    public static bool IsClaimedBy(HttpRequest request)
    {
        foreach (var value in request.Headers.Authorization)
        {
            if (value?.StartsWith(Name, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }
        return false;
    }
}
