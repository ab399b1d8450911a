using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Matching.Api.Telemetry;

/// <summary>
/// Takes every request and what happens within it, also when its caller would not. What the service does by itself, such as looking every
/// second for what other instances wrote, is no trace.
/// </summary>
internal sealed class RequestSampler : Sampler
{
    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(
            samplingParameters.Kind == ActivityKind.Server
            || samplingParameters.ParentContext.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? SamplingDecision.RecordAndSample
                : SamplingDecision.Drop
        );
}
