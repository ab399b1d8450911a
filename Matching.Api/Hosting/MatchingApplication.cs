using System.Text;
using Matching.Api.Audit;
using Matching.Api.Health;
using Matching.Api.Http;
using Matching.Api.OpenApi;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Hosting;

/// <summary>Puts the service together.</summary>
public static class MatchingApplication
{
    private const int MaxHeaderBytes = 32 * 1024;
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Builds the service, opened and warm; call <c>Run</c> on it.</summary>
    /// <exception cref="SettingsException">The configuration is at fault, or unsafe.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = ServiceSettings.From(builder.Configuration);
        // Read and tried out beside the host and the store, which take about as long.
        var data = Task.Run(() => WarmUp.Rank(ShippedData.Load(settings.DataFolder)));
        builder.WebHost.UseUrls(settings.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // RequestBody sets the limit and stops reading there. Kestrel's own would cut the connection before the caller has read the 413; without it,
            // what is still coming is thrown away for some seconds at most.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            // A header that is not UTF-8 is refused by whoever reads it, with a problem; Kestrel would refuse the whole request without one.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.UTF8;
        });
        var started = false;
        builder.Logging.AddFilter(HostCategory, level => started && level >= LogLevel.Information); // A start that fails is told in plain words by whoever started it.
        AddServices(builder.Services, settings, data);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.UseProblems();
        app.UseSecurityHeaders();
        app.UseRouting();
        app.UseSwaggerPages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRankings();
        app.MapPlacements();
        app.MapAudit();
        app.MapHealth();
        try
        {
            Open(app);
            app.Services.GetRequiredService<WarmUp>().Run();
            return app;
        }
        catch
        {
            app.DisposeAsync().AsTask().GetAwaiter().GetResult(); // Lets go of the data directory.
            throw;
        }
    }

    /// <summary>What can be made ready while the data is still being read.</summary>
    private static void Open(WebApplication app)
    {
        app.Services.GetRequiredService<AvailabilityBoard>();
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
            _ = source.Endpoints.Count; // Has the handlers compiled.
    }

    private static void AddServices(IServiceCollection services, ServiceSettings settings, Task<ShippedData> data)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Today>();
        services.AddSingleton(_ => data.GetAwaiter().GetResult());
        services.AddSingleton(provider => MatchingStore.Open(
            settings.DataDirectory, provider.GetRequiredService<TimeProvider>(),
            new StorageOptions { QueueCapacity = settings.QueueCapacity, CommitPerEntry = settings.CommitPerEntry }));
        services.AddSingleton(provider => OpenBoard(provider.GetRequiredService<MatchingStore>()));
        services.AddSingleton(provider => new KnowledgeArchive(
            provider.GetRequiredService<ShippedData>(), provider.GetRequiredService<MatchingStore>().Documents.Find));
        services.AddSingleton(provider => new DiskSpace(settings.DataDirectory, settings.LeastFreeMegabytes, provider.GetRequiredService<TimeProvider>()));
        services.AddReadiness();
        services.AddSingleton<RankingDesk>();
        services.AddSingleton<Replay>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton(provider => Callers(settings, provider));
        services.AddCallers();
        services.AddJson();
        services.AddSwagger();
    }

    private static AvailabilityBoard OpenBoard(MatchingStore store)
    {
        var board = AvailabilityBoard.From(store.Entries);
        store.Log.ObserveStateChanges(board.Take);
        return board;
    }

    private static CallerRegister Callers(ServiceSettings settings, IServiceProvider provider)
    {
        if (settings.Callers.Count > 0)
            return new CallerRegister(settings.Callers);
        var path = provider.GetRequiredService<MatchingStore>().Directory.DevelopmentKey;
        var key = DevelopmentKey.ReadOrMake(path);
        Console.WriteLine($"No ApiKeys are configured: a development key with all roles is used, on this machine only.");
        Console.WriteLine($"  X-Api-Key: {key}");
        Console.WriteLine($"  kept in:   {path}");
        return new CallerRegister([DevelopmentKey.Caller(key)]);
    }
}
