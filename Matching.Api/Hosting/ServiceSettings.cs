using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Matching.Api.Security;
using Matching.Engine.Reading;

namespace Matching.Api.Hosting;

/// <summary>The configuration of the service, read and checked at start with all problems at once.</summary>
/// <param name="Urls">Listening addresses, separated by semicolons.</param>
/// <param name="DataDirectory">Folder with database and keys.</param>
/// <param name="DataFolder">Folder with catalogue, rules, criteria and texts.</param>
/// <param name="Callers">The configured callers; empty = a development key is used.</param>
/// <param name="QueueCapacity">How many rankings may wait to be written before the service answers 503.</param>
/// <param name="CommitPerEntry">One commit per request: the naive way, for measuring.</param>
public sealed record ServiceSettings(
    string Urls, string DataDirectory, string DataFolder, IReadOnlyList<Caller> Callers, int QueueCapacity, bool CommitPerEntry)
{
    /// <summary>Where the service listens unless told otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    private const int DefaultQueueCapacity = 1024;
    private const int DefaultLeastFreeMegabytes = 64;

    /// <summary>Below this much free space on the data directory's disk, rankings are refused; 0 = never.</summary>
    public int LeastFreeMegabytes { get; init; } = DefaultLeastFreeMegabytes;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="SettingsException">Anything is wrong, or it would be unsafe to start so.</exception>
    public static ServiceSettings From(IConfiguration configuration)
    {
        var problems = new Problems();
        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Postgres")))
            problems.Add("ConnectionStrings:Postgres", "is not supported by this version; leave it empty to use the embedded database");
        var callers = configuration.GetSection("ApiKeys").GetChildren().Select(section => ReadCaller(section, problems)).OfType<Caller>().ToList();
        foreach (var twice in callers.GroupBy(caller => Convert.ToHexString(caller.KeySha256)).Where(same => same.Count() > 1))
            problems.Add($"ApiKeys:{twice.Last().Name}", "has the same key as another caller");
        var urls = configuration["urls"] is { Length: > 0 } configured ? configured : DefaultUrls;
        var listening = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "")).ToList();
        foreach (var url in listening.Where(url => callers.Count == 0 && !IsLoopback(url)))
            problems.Add("urls", $"without configured ApiKeys the service listens on loopback addresses only, not on {url}");
        var capacity = ReadCapacity(configuration, problems);
        var leastFree = configuration.GetValue("Storage:LeastFreeMegabytes", DefaultLeastFreeMegabytes.ToString(CultureInfo.InvariantCulture));
        if (!int.TryParse(leastFree, NumberStyles.None, CultureInfo.InvariantCulture, out var leastFreeMegabytes))
            problems.Add("Storage:LeastFreeMegabytes", "must be a whole number from 0");
        if (!problems.None)
            throw new SettingsException(problems);
        return new ServiceSettings(
            urls,
            configuration["DataDirectory"] is { Length: > 0 } directory ? directory : DefaultDataDirectory(),
            configuration["DataFolder"] is { Length: > 0 } folder ? folder : ShippedData.DefaultFolder,
            callers, capacity, configuration["Storage:CommitPerEntry"] == "true")
        { LeastFreeMegabytes = leastFreeMegabytes };
    }

    private static int ReadCapacity(IConfiguration configuration, Problems problems)
    {
        if (configuration["Storage:QueueCapacity"] is not { } text)
            return DefaultQueueCapacity;
        if (int.TryParse(text, out var capacity) && capacity is >= 1 and <= 100_000)
            return capacity;
        problems.Add("Storage:QueueCapacity", "must be a whole number from 1 to 100000");
        return DefaultQueueCapacity;
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

    private static Caller? ReadCaller(IConfigurationSection section, Problems problems)
    {
        var (key, hash) = (section["Key"], section["KeySha256"]);
        var path = $"ApiKeys:{section.Key}";
        if (string.IsNullOrEmpty(key) == string.IsNullOrEmpty(hash))
            problems.Add(path, "needs either Key or KeySha256");
        var sha256 = string.IsNullOrEmpty(key) ? ReadHash(hash) : SHA256.HashData(Encoding.UTF8.GetBytes(key));
        if (sha256 is null)
            problems.Add($"{path}:KeySha256", "must be 64 hexadecimal digits");
        var roles = new List<Role>();
        foreach (var word in (section["Roles"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Terms<Role>.TryParse(word, out var role))
                roles.Add(role);
            else
                problems.Add($"{path}:Roles", $"must be of: {string.Join(", ", Terms<Role>.AllTexts)}");
        }
        if (roles.Count == 0)
            problems.Add($"{path}:Roles", "needs at least one role");
        if (section.Key.Any(char.IsControl))
            problems.Add(path, "must not hold control characters");
        return sha256 is null ? null : new Caller(section.Key, sha256, roles);
    }

    private static byte[]? ReadHash(string? hex) =>
        hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    private static bool IsLoopback(string url)
    {
        string host;
        try
        {
            host = BindingAddress.Parse(url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}").Host.Trim('[', ']');
        }
        catch (FormatException)
        {
            return false;
        }
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
