using Microsoft.Extensions.Primitives;

namespace Matching.Api.Http;

/// <summary>Headers that every answer carries.</summary>
public static class SecurityHeaders
{
    private const string Pages = "/swagger",
        Calls = "/v1";
    private const string PermissionsPolicy = "Permissions-Policy",
        ReferrerPolicy = "Referrer-Policy";
    private const string OpenerPolicy = "Cross-Origin-Opener-Policy",
        ResourcePolicy = "Cross-Origin-Resource-Policy",
        EmbedderPolicy = "Cross-Origin-Embedder-Policy";

    // Answers are data: a browser that takes one for a page may load and run nothing.
    private static readonly StringValues NothingRuns = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The pages to try calls on run their own scripts alone; their styles are also written into the elements.
    private static readonly StringValues OwnPagesRun =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri "
        + "'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSensors = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    private static readonly StringValues OneYear = "max-age=31536000";
    private static readonly StringValues NoSniff = "nosniff",
        Deny = "DENY",
        NoReferrer = "no-referrer",
        SameOrigin = "same-origin",
        RequireOwn = "require-corp",
        NoStore = "no-store";

    /// <summary>
    /// Keeps answers from being framed, guessed at, cached or leaked by referrer. Set as the answer starts, so that clearing it after a
    /// fault takes none away.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(Set, context);
                return next(context);
            }
        );

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        // A page that brings a style of its own says so itself, and allows no more than that.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(Pages) ? OwnPagesRun : NothingRuns;
        headers[ReferrerPolicy] = NoReferrer;
        headers[PermissionsPolicy] = NoSensors;
        headers[OpenerPolicy] = SameOrigin;
        headers[ResourcePolicy] = SameOrigin;
        headers[EmbedderPolicy] = RequireOwn;
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = OneYear;
        if (headers.CacheControl.Count == 0 && context.Request.Path.StartsWithSegments(Calls))
            headers.CacheControl = NoStore;
        return Task.CompletedTask;
    }
}
