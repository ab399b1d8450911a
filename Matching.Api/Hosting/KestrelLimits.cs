using System.Security.Authentication;
using System.Text;
using Matching.Api.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Matching.Api.Hosting;

/// <summary>What the web server lets through before anything of ours is asked.</summary>
internal static class KestrelLimits
{
    private const int MostConnections = 5_000;
    private const int MostStreams = 100;

    // On the average of the whole body, before BodyArrival looks at what came lately.
    private const double LeastBytesSentPerSecond = 240;

    // On the average of the whole answer; StreamedAnswer looks at each piece of what is long.
    private const double LeastBytesReadPerSecond = 4 * 1024;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Sets them; those of the section <c>Kestrel:Limits</c> are not heard.</summary>
    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        // RequestBody sets the limit and stops reading there. Kestrel's own would cut the connection before the caller has read the 413;
        // without it,
        // what is still coming is thrown away for some seconds at most.
        limits.MaxRequestBodySize = null;
        // RequestSize refuses long before, with a problem.
        limits.MaxRequestHeaderCount = RequestSize.MostHeaders * RequestSize.Slack;
        limits.MaxRequestHeadersTotalSize = RequestSize.MostHeaderBytes * RequestSize.Slack;
        limits.MaxRequestLineSize = RequestSize.MostAddress * RequestSize.Slack;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.KeepAliveTimeout = IdleTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesSentPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(LeastBytesReadPerSecond, Grace);
        limits.MaxConcurrentConnections = MostConnections;
        limits.Http2.MaxStreamsPerConnection = MostStreams;
        // A header that is not UTF-8 is refused by whoever reads it, with a problem; Kestrel would refuse the whole request without one.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
    }
}
