namespace Matching.Api.Http;

/// <summary>Requests by HEAD, as monitors and load balancers send them.</summary>
internal static class HeadRequests
{
    /// <summary>
    /// Answers HEAD below some paths as GET; the server leaves out the body. Stands before routing, which knows GET alone.
    /// </summary>
    public static void UseHeadAsGet(this WebApplication app, params PathString[] paths) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    !HttpMethods.IsHead(context.Request.Method)
                    || !Array.Exists(paths, path => context.Request.Path.StartsWithSegments(path))
                )
                {
                    await next(context);
                    return;
                }
                context.Request.Method = HttpMethods.Get;
                try
                {
                    await next(context);
                }
                finally
                {
                    // Whoever measures requests is to see the method that was sent.
                    context.Request.Method = HttpMethods.Head;
                }
            }
        );
}
