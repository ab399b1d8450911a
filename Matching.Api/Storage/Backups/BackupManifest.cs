using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Storage.Backups;

/// <summary>What a backup says of itself, in <c>manifest.json</c>.</summary>
/// <param name="Format">Always 1.</param>
/// <param name="TakenAt">When it was taken (UTC).</param>
/// <param name="Entries">How many entries its log holds.</param>
/// <param name="Head">The hash of the last of them.</param>
/// <param name="Files">The SHA-256 of each file beside it, in lower-case hex.</param>
public sealed record BackupManifest(int Format, string TakenAt, long Entries, string Head, SortedDictionary<string, string> Files)
{
    internal const string FileName = "manifest.json";

    internal static string HashOf(string file)
    {
        using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    internal void Write(string folder) =>
        PrivateFile.Create(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest));

    /// <exception cref="BackupRefusedException">There is none, or it cannot be read.</exception>
    internal static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new BackupRefusedException($"There is no backup in '{folder}': it has no {FileName}.");
        try
        {
            return
                JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupManifest)
                    is { Format: 1, Files: not null, Head: not null } manifest
                ? manifest
                : throw new BackupRefusedException($"'{path}' is of a format that this program does not know.");
        }
        catch (JsonException)
        {
            throw new BackupRefusedException($"'{path}' is not what a backup writes.", isTampered: true);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
