using Matching.Api.Settings;
using Matching.Engine.Parsing;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Matching.Api.Hosting;

/// <summary>Refuses settings outside all sections that are read: a misspelt section would be silently ignored.</summary>
internal static class TopLevelSettings
{
    private const int MostEdits = 2;

    /// <summary>Up to this length one edit makes a word of another, so a variable of the environment may differ by one only.</summary>
    private const int ShortName = 7;

    /// <summary>A single variable as short as this may be anybody's.</summary>
    private const int LeastSingleName = 10;

    private static readonly string[] Own =
    [
        "urls",
        "DataDirectory",
        "DataFolder",
        "ShutdownSeconds",
        "ConnectionStrings",
        "MasterKey",
        "ApiKeys",
        "Oidc",
        "RateLimit",
        "Storage",
        "Checkpoints",
        "Telemetry",
    ];

    /// <summary>What host, web server and logging read, or put there themselves.</summary>
    private static readonly string[] Framework =
    [
        "AllowedHosts",
        "applicationName",
        "captureStartupErrors",
        "contentRoot",
        "detailedErrors",
        "environment",
        "FORWARDEDHEADERS_ENABLED",
        "hostBuilder",
        "hostingStartupAssemblies",
        "hostingStartupExcludeAssemblies",
        "http_ports",
        "https_port",
        "https_ports",
        "Kestrel",
        "Logging",
        "Metrics",
        "preferHostingUrls",
        "preventHostingStartup",
        "shutdownTimeoutSeconds",
        "startupAssembly",
        "staticWebAssets",
        "suppressStatusMessages",
        "webroot",
    ];

    /// <summary>
    /// Notes every name that nobody reads among the arguments and in the settings files. Of the environment, which other programs
    /// share, only names that are nearly one of ours.
    /// </summary>
    public static void Check(IConfiguration configuration, Problems problems)
    {
        KnownKeys.Check(configuration.GetSection("ConnectionStrings"), problems, "Postgres");
        foreach (var name in Unknown(configuration).Distinct(StringComparer.OrdinalIgnoreCase))
            problems.Add(JsonText.Shown(name), Fault(name));
    }

    private static IEnumerable<string> Unknown(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers.SelectMany(provider =>
            provider switch
            {
                ChainedConfigurationProvider chained => Unknown(chained.Configuration),
                EnvironmentVariablesConfigurationProvider environment => Names(environment).Where(name => IsNearlyOurs(name, environment)),
                _ => Names(provider),
            }
        )
        ?? [];

    private static IEnumerable<string> Names(IConfigurationProvider provider) =>
        provider.GetChildKeys([], null).Where(name => !Own.Concat(Framework).Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsNearlyOurs(string name, EnvironmentVariablesConfigurationProvider environment)
    {
        var isSection = environment.GetChildKeys([], name).Any();
        return (isSection || name.Length >= LeastSingleName)
            && Own.Any(own => Edits(own, name) <= (own.Length <= ShortName ? 1 : MostEdits));
    }

    private static string Fault(string name)
    {
        var nearest = Own.Concat(Framework).MinBy(known => Edits(known, name))!;
        return Edits(nearest, name) <= MostEdits
            ? $"is not a known setting; did you mean {nearest}?"
            : $"is not a known setting; known here: {string.Join(", ", Own)}";
    }

    /// <summary>
    /// How many letters must be put in, left out, exchanged or swapped with their neighbour to make one name of the other; capitals
    /// do not matter.
    /// </summary>
    private static int Edits(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }
                var exchanged = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(exchanged, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[a.Length, b.Length];
    }
}
