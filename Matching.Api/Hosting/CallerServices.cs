using Matching.Api.Security;
using Matching.Api.Security.Tokens;
using Matching.Api.Storage;

namespace Matching.Api.Hosting;

/// <summary>
/// Puts together everyone who may call: the configured, those with a stored key, those with a token, or on one's own machine the
/// development key.
/// </summary>
internal static class CallerServices
{
    /// <summary>Makes the projections of callers and the ways to be known.</summary>
    public static IServiceCollection AddKnownCallers(this IServiceCollection services, ServiceSettings settings)
    {
        services.AddProjection<StoredKeys>();
        services.AddSingleton(provider => new CallerKeyHandler(
            provider.GetRequiredService<MatchingStore>(),
            provider.GetRequiredService<StoredKeys>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new CallerDirectory(
            settings.NeedsDevelopmentKey
                ? [ReadDevelopmentKey(provider.GetRequiredService<MatchingStore>().Directory.DevelopmentKey)]
                : settings.Callers,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StoredKeys>(),
            settings.Oidc?.Roles.Teams
        ));
        return services.AddCallers(settings.Oidc);
    }

    /// <summary>What is allowed among the callers but worth a line in the log at start.</summary>
    public static IEnumerable<string> Warnings(IServiceProvider services)
    {
        var callers = services.GetRequiredService<CallerDirectory>();
        return services
            .GetRequiredService<StoredKeys>()
            .NotRevoked.Select(key => key.Caller.Name)
            .Where(callers.IsConfigured)
            .Select(name => $"ApiKeys:{name} is also the name of a stored key, which opens nothing now.");
    }

    private static Caller ReadDevelopmentKey(string path)
    {
        var key = DevelopmentKey.ReadOrMake(path);
        Console.WriteLine("No ApiKeys and no Oidc are configured: a development key with all roles is used, on this machine only.");
        Console.WriteLine($"  X-Api-Key: {key}");
        Console.WriteLine($"  kept in:   {path}");
        return DevelopmentKey.Caller(key);
    }
}
