using System.Diagnostics;
using Matching.Engine;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Matching.Api.Telemetry;

/// <summary>
/// Sends metrics and spans to a collector while the service runs, and what is left when it stops. A collector that is away stops nothing.
/// </summary>
internal static class Exporting
{
    private const int Patience = 3_000;

    /// <summary>Adds what sends; it is built and started with the service.</summary>
    public static void AddExporting(this IServiceCollection services, TelemetrySettings settings)
    {
        // What callers send along beside the trace's id (baggage) is neither read nor sent on.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName, serviceVersion: Matcher.EngineVersion))
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(Measurements.Name)
                    .AddRuntimeInstrumentation()
                    .AddOtlpExporter(options => Aim(options, settings, "metrics"))
            )
            .WithTracing(traces =>
                traces
                    .SetSampler(new RequestSampler())
                    .AddSource(Tracing.Name)
                    .AddAspNetCoreInstrumentation(options => options.EnrichWithHttpResponse = Describe)
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddInstrumentation(SpanScrubber.WithoutExceptions)
                    // Before the exporter, which takes spans as they are then.
                    .AddProcessor(new SpanScrubber())
                    .AddOtlpExporter(options => Aim(options, settings, "traces"))
            );
    }

    private static void Describe(Activity span, HttpResponse response)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested)
            span.SetTag("http.response.status_code", RequestTelemetry.GoneAway);
    }

    private static void Aim(OtlpExporterOptions options, TelemetrySettings settings, string signal)
    {
        options.Endpoint = settings.AddressOf(signal);
        options.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = Patience;
    }
}
