using Matching.Api.Audit;
using Matching.Api.Caseload;
using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Effects;
using Matching.Api.Exports;
using Matching.Api.Health;
using Matching.Api.Http;
using Matching.Api.Letters;
using Matching.Api.Models;
using Matching.Api.OpenApi;
using Matching.Api.Placements;
using Matching.Api.Profiles;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Searches;
using Matching.Api.Security;
using Matching.Api.Settings;
using Matching.Api.Stays;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Api.Training;
using Matching.Api.Transparency;
using Matching.Api.WhatIfs;

namespace Matching.Api.Hosting;

/// <summary>Puts the service together.</summary>
public static class MatchingApplication
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Builds the service, opened and warm; call <c>Run</c> on it.</summary>
    /// <param name="args">Settings, which come before those of files and the environment.</param>
    /// <param name="clock">The clock; null = the machine's.</param>
    /// <exception cref="SettingsException">The configuration is at fault, or unsafe.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = ServiceSettings.From(builder.Configuration);
        // Read beside the host and the store, which take about as long, and tried out beside the start of the server.
        var data = Task.Run(() => ShippedData.Load(settings.DataFolder));
        var warm = Task.Run(async () => WarmUp.Rank(await data));
        builder.ListenAs(settings);
        var started = false;
        // A start that fails is reported in plain words by whoever started it.
        builder.Logging.AddFilter(HostCategory, level => started && level >= LogLevel.Information);
        AddServices(builder.Services, settings, data, warm, clock ?? TimeProvider.System);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UseRequestTelemetry();
        app.UseProblems();
        app.UseSecurityHeaders();
        app.UseRequestCeiling(settings.RequestsAtOnce, HealthApi.Path);
        app.UseRequestSize();
        app.UseHeadAsGet(HealthApi.Path, OpenApiServices.Path);
        app.UseRouting();
        app.UseSwaggerPages();
        app.UseAuthentication();
        app.UseRateLimits(settings.RequestsPerMinute);
        app.UseAuthorization();
        app.MapRankings();
        app.MapWhatIfs();
        app.MapLetters();
        app.MapCases();
        app.MapProfiles();
        app.MapStays();
        app.MapSearches();
        app.MapCaseload();
        app.MapExports();
        app.MapSelection();
        app.MapPlacements();
        app.MapCodes();
        app.MapModels();
        app.MapTrainingRuns();
        app.MapAudit();
        app.MapKeys();
        app.MapTransparency();
        app.MapHealth();
        try
        {
            Open(app);
            await data;
            _ = ReportFaultAsync(warm, app.Logger);
            await app.Services.GetRequiredService<WarmUp>().RunAsync();
            foreach (var warning in settings.Warnings.Concat(CallerServices.Warnings(app.Services)))
                app.Logger.LogWarning("{Warning}", warning);
            return app;
        }
        catch
        {
            await app.DisposeAsync(); // Lets go of the data directory.
            throw;
        }
    }

    /// <summary>Sets where and within which limits it listens.</summary>
    internal static void ListenAs(this WebApplicationBuilder builder, ServiceSettings settings)
    {
        builder.WebHost.UseUrls(settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(KestrelLimits.Set);
    }

    private static async Task ReportFaultAsync(Task warm, ILogger logger)
    {
        try
        {
            await warm;
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "The made-up case could not be ranked; the service is not ready");
        }
    }

    /// <summary>What can be made ready while the data is still being read.</summary>
    private static void Open(WebApplication app)
    {
        app.Services.GetRequiredService<PlacementStateProjection>();
        app.Services.GetRequiredService<ModelStateProjection>();
        app.Services.GetRequiredService<RetentionRules>();
        app.Services.GetRequiredService<CodeLists>();
        app.Services.GetRequiredService<SearchRules>();
        app.Services.GetRequiredService<CaseloadProjection>();
        app.Services.GetRequiredService<LearningData>();
        app.Services.GetRequiredService<Uploads>();
    }

    private static void AddServices(
        IServiceCollection services,
        ServiceSettings settings,
        Task<ShippedData> data,
        Task warm,
        TimeProvider clock
    )
    {
        services.AddTelemetry(settings.Telemetry);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Shutdown);
        services.AddSingleton(clock);
        services.AddStorage(settings.DataDirectory, settings.Store, settings.LeastFreeMegabytes);
        services.AddReferenceData(data);
        services.AddKnownCallers(settings);
        services.AddReadiness();
        services.AddReadinessCheck(
            "starting",
            "The service has not yet ranked a case of its own, so that the first answers would take long.",
            async provider =>
            {
                await provider.GetRequiredService<FirstRanking>().Done;
                return true;
            }
        );
        services.AddReadinessCheck(
            "checkpoint-does-not-fit",
            "The log does not fit its last signed checkpoint: it was changed, or an older copy was put in its place.",
            provider => Task.FromResult(provider.GetRequiredService<CheckpointIssuer>().State.Fits)
        );
        services.AddSingleton(_ => CodeLists.Load(settings.DataFolder));
        services.AddCases(settings.DataFolder);
        services.AddProjection<PlacementStateProjection>();
        services.AddProjection<StaysSinceReports>();
        services.AddTransparency(settings.Checkpoints);
        services.AddModels(settings.DataDirectory, settings.DataFolder);
        services.AddRankings();
        services.AddWhatIfs();
        services.AddStays();
        services.AddProfiles();
        services.AddSearches(settings.DataFolder);
        services.AddCaseload();
        services.AddExports();
        services.AddTraining();
        services.AddSingleton<OffPolicyStudy>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton(new FirstRanking(warm));
        services.AddSingleton<LongWork>();
        services.AddSingleton<EngineWork>();
        services.AddSingleton(provider => new Uploads(settings.DataDirectory, provider.GetRequiredService<DiskSpace>()));
        if (settings.Store.Postgres is not null)
            RequestCeiling.HaveThreadsFor(settings.RequestsAtOnce);
        services.AddRateLimits(settings.RequestsPerMinute);
        services.AddQuietLogs();
        services.AddJson(AnswerJsonContext.Default);
        services.AddOpenApi(settings.DataFolder);
    }
}
