using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Security.Tokens;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Api.Telemetry;
using Matching.Api.Transparency;
using Matching.Engine.Parsing;

namespace Matching.Api.Hosting;

/// <summary>The configuration of the service, read and checked at start with all problems at once.</summary>
/// <param name="Urls">Listening addresses, separated by semicolons.</param>
/// <param name="DataDirectory">Folder with database and keys.</param>
/// <param name="DataFolder">Folder with catalogue, rules, criteria and texts.</param>
/// <param name="Callers">The configured callers.</param>
/// <param name="Oidc">Whose tokens are taken; null = none.</param>
/// <param name="RequestsPerMinute">How many requests a caller may make within a minute; null = any number.</param>
/// <param name="Store">Where the record lies, what it is sealed with, and how it is written.</param>
/// <param name="Checkpoints">Where checkpoints of the log are kept and how often one is made.</param>
/// <param name="Telemetry">Where metrics and traces are sent; null = nowhere.</param>
/// <param name="Shutdown">How long what runs may take to end when the service is stopped.</param>
/// <param name="Warnings">What is allowed but worth a line in the log at start.</param>
public sealed record ServiceSettings(
    string Urls,
    string DataDirectory,
    string DataFolder,
    IReadOnlyList<Caller> Callers,
    OidcSettings? Oidc,
    int? RequestsPerMinute,
    StorageOptions Store,
    CheckpointSettings Checkpoints,
    TelemetrySettings? Telemetry,
    TimeSpan Shutdown,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Where the service listens unless configured otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    private const int DefaultShutdownSeconds = 30;
    private const int DefaultLeastFreeMegabytes = 64;
    private const int DefaultRequestsAtOnce = 512;
    private const int MostRequestsAtOnce = 5_000;

    /// <summary>Below this much free space on the data directory's disk, rankings are refused; 0 = never.</summary>
    public int LeastFreeMegabytes { get; init; } = DefaultLeastFreeMegabytes;

    /// <summary>How many requests are answered at once, over all callers.</summary>
    public int RequestsAtOnce { get; init; } = DefaultRequestsAtOnce;

    /// <summary>Whether a development key is used, because nobody else could call.</summary>
    public bool NeedsDevelopmentKey => Callers.Count == 0 && Oidc is null;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="SettingsException">Anything is wrong, or it would be unsafe to start so.</exception>
    public static ServiceSettings From(IConfiguration configuration)
    {
        var problems = new Problems();
        var warnings = new List<string>();
        TopLevelSettings.Check(configuration, problems);
        KnownKeys.Check(configuration.GetSection("RateLimit"), problems, "RequestsPerMinute", "RequestsAtOnce");
        TlsSettings.Check(configuration, problems);
        var addresses = ListeningAddresses.Read(configuration);
        var settings = new ServiceSettings(
            addresses.Urls,
            configuration["DataDirectory"] is { Length: > 0 } directory ? directory : DefaultDataDirectory(),
            configuration["DataFolder"] is { Length: > 0 } folder ? folder : ShippedData.DefaultFolder,
            CallerSettings.Read(configuration, TimeProvider.System.GetUtcNow(), problems, warnings),
            OidcSettings.Read(configuration, problems),
            WholeNumber.Read(configuration, "RateLimit:RequestsPerMinute", 1, 1_000_000, problems),
            StoreSettings.Read(configuration, problems),
            CheckpointSettings.From(configuration, problems),
            TelemetrySettings.Read(configuration, problems),
            TimeSpan.FromSeconds(WholeNumber.Read(configuration, "ShutdownSeconds", 1, 600, problems) ?? DefaultShutdownSeconds),
            warnings
        )
        {
            LeastFreeMegabytes =
                WholeNumber.Read(configuration, "Storage:LeastFreeMegabytes", 0, int.MaxValue, problems) ?? DefaultLeastFreeMegabytes,
            RequestsAtOnce =
                WholeNumber.Read(configuration, "RateLimit:RequestsAtOnce", 1, MostRequestsAtOnce, problems) ?? DefaultRequestsAtOnce,
        };
        if (settings.NeedsDevelopmentKey)
            addresses.RequireLoopback(problems);
        warnings.AddRange(addresses.Warnings());
        return problems.None ? settings : throw new SettingsException(problems);
    }

    /// <summary>In the repository when run from source, beside the program otherwise.</summary>
    public static string DefaultDataDirectory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Matching.sln")))
                return Path.Combine(folder.FullName, ".matching");
        }
        return Path.Combine(AppContext.BaseDirectory, ".matching");
    }
}
