using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Matching.Api.Health;

/// <summary>One thing the service must be able to do.</summary>
/// <param name="text">What is wrong when it is not met, for the operator: no personal data, no inner text.</param>
/// <param name="isMet">Whether it is. What it throws, and taking too long, count as no.</param>
internal sealed class ReadinessCheck(string text, Func<Task<bool>> isMet) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // The framework only asks a check that takes too long to stop, and a dead disk may hold whoever asks it.
            if (await Task.Run(isMet, cancellationToken).WaitAsync(cancellationToken))
                return HealthCheckResult.Healthy();
        }
        catch (Exception)
        {
            // As good as a no, and nothing of it is for callers.
        }
        return HealthCheckResult.Unhealthy(text);
    }
}

/// <summary>Why the service is not ready.</summary>
public sealed record ReadinessReason(string Code, string Text);
