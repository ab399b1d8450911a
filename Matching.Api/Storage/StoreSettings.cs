using Matching.Api.Settings;
using Matching.Engine.Parsing;

namespace Matching.Api.Storage;

/// <summary>Where the record lies and what it is sealed with, as configured; the same for the service and for the verbs.</summary>
internal static class StoreSettings
{
    private const int DefaultQueueCapacity = 1024;
    private const int MostSeconds = 600;

    /// <summary>Reads them, noting every fault.</summary>
    public static StorageOptions Read(IConfiguration configuration, Problems problems)
    {
        KnownKeys.Check(
            configuration.GetSection("Storage"),
            problems,
            "QueueCapacity",
            "CommitPerEntry",
            "LeastFreeMegabytes",
            "ReconnectSeconds",
            "WrongClockUntilEntry"
        );
        KnownKeys.Check(configuration.GetSection("MasterKey"), problems, "File", "Key");
        var (file, key) = (Text(configuration, "MasterKey:File"), Text(configuration, "MasterKey:Key"));
        if (file is not null && key is not null)
            problems.Add("MasterKey", "needs either File or Key, not both");
        if (file is not null && !File.Exists(file))
            problems.Add("MasterKey:File", "is not there; a configured master key is never made by the service");
        return new StorageOptions
        {
            Postgres = PostgresSetting.Read(configuration, problems),
            MasterKeyFile = file is null ? null : Path.GetFullPath(file),
            MasterKey = key,
            QueueCapacity = WholeNumber.Read(configuration, "Storage:QueueCapacity", 1, 100_000, problems) ?? DefaultQueueCapacity,
            CommitPerEntry = configuration["Storage:CommitPerEntry"] == "true",
            WrongClockUntilEntry = WholeNumber.Read(configuration, "Storage:WrongClockUntilEntry", 0, int.MaxValue, problems) ?? 0,
            Patience = WholeNumber.Read(configuration, "Storage:ReconnectSeconds", 0, MostSeconds, problems) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : new StorageOptions().Patience,
        };
    }

    private static string? Text(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } text ? text : null;
}
