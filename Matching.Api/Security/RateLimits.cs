using System.Net;
using System.Threading.RateLimiting;
using Matching.Api.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Matching.Api.Security;

/// <summary>
/// At most so many requests per minute and caller; whoever is not known shares the allowance of their address. Off unless set. Health is
/// exempt.
/// </summary>
public static class RateLimits
{
    // The minute slides by these, so nobody gets two allowances around the turn of a minute.
    private const int SlicesOfAMinute = 12;
    private const int NetworkBytes = 8;
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(1) / SlicesOfAMinute;

    /// <summary>Makes the limits; nothing without a number.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, int? requestsPerMinute) =>
        requestsPerMinute is not { } permits
            ? services
            : services.AddRateLimiter(options =>
            {
                options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                    RateLimitPartition.GetSlidingWindowLimiter(
                        Whose(context),
                        _ => new SlidingWindowRateLimiterOptions
                        {
                            PermitLimit = permits,
                            Window = TimeSpan.FromMinutes(1),
                            SegmentsPerWindow = SlicesOfAMinute,
                            QueueLimit = 0,
                        }
                    )
                );
                options.OnRejected = (rejected, _) => new ValueTask(Refuse(rejected));
            });

    /// <summary>
    /// Applies them; after callers are known and before anything is decided about them, so that guessing keys is limited too.
    /// </summary>
    public static void UseRateLimits(this WebApplication app, int? requestsPerMinute)
    {
        if (requestsPerMinute is not null)
            app.UseRateLimiter();
    }

    private static Task Refuse(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : Slice;
        return new ProblemAnswer(StatusCodes.Status429TooManyRequests, "There were too many requests within a minute.")
        {
            RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
        }.ExecuteAsync(rejected.HttpContext);
    }

    private static string Whose(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true }
            ? $"caller {context.CallerName()}"
            : $"address {Network(context.Connection.RemoteIpAddress)}";

    // Whoever has one IPv6 address has the whole /64 around it.
    private static string Network(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6)
            return $"{address?.MapToIPv4()}";
        return address.GetAddressBytes() is { Length: > NetworkBytes } bytes
            ? Convert.ToHexString(bytes, 0, NetworkBytes)
            : address.ToString();
    }
}
