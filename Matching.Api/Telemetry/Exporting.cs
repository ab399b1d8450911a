using Matching.Engine;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Matching.Api.Telemetry;

/// <summary>
/// Sends metrics and spans to a collector while the service runs, and what is left when it stops. A collector that is away stops nothing.
/// </summary>
internal sealed class Exporting(TelemetrySettings settings) : IHostedService, IDisposable
{
    private const int Patience = 3_000;
    private Task<(MeterProvider Metrics, TracerProvider Traces)>? _providers;

    /// <summary>Begins beside the start of the service, which does not wait for it.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _providers = Task.Run(Begin, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_providers is null)
            return;
        var (metrics, traces) = await _providers;
        await Task.WhenAll(
            Task.Run(() => metrics.Shutdown(Patience), CancellationToken.None),
            Task.Run(() => traces.Shutdown(Patience), CancellationToken.None)
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_providers is not { IsCompletedSuccessfully: true, Result: var (metrics, traces) })
            return;
        metrics.Dispose();
        traces.Dispose();
    }

    private (MeterProvider, TracerProvider) Begin()
    {
        var resource = ResourceBuilder.CreateDefault().AddService(settings.ServiceName, serviceVersion: Matcher.EngineVersion);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Measurements.Name)
            .AddOtlpExporter(options => Aim(options, "metrics"))
            .Build();
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new AlwaysOnSampler())
            .AddSource(Tracing.Name)
            .AddOtlpExporter(options => Aim(options, "traces"))
            .Build();
        return (metrics, traces);
    }

    private void Aim(OtlpExporterOptions options, string signal)
    {
        options.Endpoint = settings.AddressOf(signal);
        options.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = Patience;
    }
}
