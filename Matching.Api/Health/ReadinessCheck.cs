namespace Matching.Api.Health;

/// <summary>One thing the service must be able to do.</summary>
/// <param name="Code">What callers and alarms go by, in kebab-case.</param>
/// <param name="Text">What is wrong when it is not met, for the operator: no personal data, no inner text.</param>
/// <param name="IsMet">Whether it is. What it throws, and taking too long, count as no.</param>
public sealed record ReadinessCheck(string Code, string Text, Func<Task<bool>> IsMet);

/// <summary>Why the service is not ready.</summary>
public sealed record ReadinessReason(string Code, string Text);
