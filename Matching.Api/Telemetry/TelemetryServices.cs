using Microsoft.Extensions.Logging.Console;

namespace Matching.Api.Telemetry;

/// <summary>Puts measuring, tracing and trace ids in the log together.</summary>
internal static class TelemetryServices
{
    /// <summary>Without settings nothing is listened to, and nothing that listens is loaded.</summary>
    public static void AddTelemetry(this IServiceCollection services, TelemetrySettings? settings)
    {
        services.AddSingleton<Measurements>();
        services.AddSingleton<IExternalScopeProvider, TraceScopes>();
        services.Configure<JsonConsoleFormatterOptions>(options => options.IncludeScopes = true);
        services.Configure<SimpleConsoleFormatterOptions>(options => options.IncludeScopes = true);
        if (settings is not null)
            services.AddExporting(settings);
    }
}
