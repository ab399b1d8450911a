using Matching.Api.Security;

namespace Matching.Api.Hosting;

/// <summary>
/// Keeps the parts of the framework that repeat what was sent (addresses with their query, malformed headers) from logging below Warning,
/// regardless of the
/// configuration says: keys and civil registration numbers could stand there.
/// </summary>
internal static class QuietLogs
{
    private static readonly string[] Repeaters =
    [
        "Microsoft.AspNetCore",
        "System.Net.Http",
        "Microsoft.IdentityModel",
        // The framework's own lines about keys bear the name of our type.
        typeof(ApiKeyAuthentication).FullName!,
    ];

    // Its lines are errors. Anyone may ask whether the service is ready, as often as they like, and the answer says why it is not.
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    public static void AddQuietLogs(this IServiceCollection services) =>
        services.PostConfigure<LoggerFilterOptions>(options =>
        {
            var rules = options.Rules.ToList();
            options.Rules.Clear();
            if (!rules.Exists(rule => rule is { ProviderName: null, CategoryName: null }))
                rules.Add(new LoggerFilterRule(null, null, options.MinLevel, null));
            foreach (var rule in rules)
                options.Rules.Add(
                    new LoggerFilterRule(
                        rule.ProviderName,
                        rule.CategoryName,
                        rule.LogLevel,
                        (provider, category, level) =>
                            (level >= LogLevel.Warning || !IsRepeater(category))
                            && category?.StartsWith(HealthChecks, StringComparison.OrdinalIgnoreCase) != true
                            && rule.Filter?.Invoke(provider, category, level) != false
                    )
                );
        });

    private static bool IsRepeater(string? category) =>
        category is not null && Array.Exists(Repeaters, repeater => category.StartsWith(repeater, StringComparison.OrdinalIgnoreCase));
}
