using Microsoft.Extensions.Logging.Console;

namespace Matching.Api.Telemetry;

/// <summary>Puts measuring, tracing and trace ids in the log together.</summary>
internal static class TelemetryServices
{
    /// <summary>
    /// Must come before all other hosted services: what is started first is stopped last, and then sends what the others have done.
    /// </summary>
    public static void AddTelemetry(this IServiceCollection services, TelemetrySettings? settings)
    {
        services.AddSingleton<Measurements>();
        services.AddSingleton<IExternalScopeProvider, TraceScopes>();
        services.Configure<JsonConsoleFormatterOptions>(options => options.IncludeScopes = true);
        services.Configure<SimpleConsoleFormatterOptions>(options => options.IncludeScopes = true);
        if (settings is null)
            return;
        services.AddSingleton(settings);
        services.AddHostedService<Exporting>();
    }
}
