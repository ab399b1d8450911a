using System.Globalization;
using Matching.Api.Settings;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Transparency;

/// <summary>Where checkpoints are kept and how often one is made.</summary>
/// <param name="KeyFile">The signing key, PEM; null = <c>checkpoint.key</c> in the data directory, made at first need.</param>
/// <param name="Folder">The second place; null = <c>checkpoints</c> in the data directory, which is not a second place.</param>
/// <param name="Every">How often a checkpoint is written when the log has grown; zero = never.</param>
public sealed record CheckpointSettings(string? KeyFile, string? Folder, TimeSpan Every)
{
    private const int UsualSeconds = 60,
        MostSeconds = 86_400;
    private const string Interval = "Checkpoints:EverySeconds";

    /// <summary>Reads the configuration.</summary>
    public static CheckpointSettings From(IConfiguration configuration, Problems problems)
    {
        KnownKeys.Check(configuration.GetSection("Checkpoints"), problems, "Folder", "EverySeconds", "KeyFile");
        var seconds = UsualSeconds;
        if (
            configuration[Interval] is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds <= MostSeconds)
        )
            problems.Add(Interval, $"must be a whole number from 0 (off) to {MostSeconds}");
        return new CheckpointSettings(Path("Checkpoints:KeyFile"), Path("Checkpoints:Folder"), TimeSpan.FromSeconds(seconds));

        string? Path(string key) => configuration[key] is { Length: > 0 } path ? path : null;
    }

    /// <summary>The signing key's file, for a data directory.</summary>
    public string KeyFileIn(string dataDirectory) => KeyFile ?? Path.Combine(dataDirectory, "checkpoint.key");

    /// <summary>Where checkpoints are written, for a data directory.</summary>
    public string FolderIn(string dataDirectory) => Folder ?? Path.Combine(dataDirectory, "checkpoints");

    /// <summary>Where the public key is put, for a data directory.</summary>
    public static string PublicKeyFileIn(string dataDirectory) => DataDirectory.OpenToRead(dataDirectory).CheckpointPublicKey;
}
