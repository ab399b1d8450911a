using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Profiles;

/// <summary>What the log holds of a version of a living profile, schema 1. Old schemas are read for ever.</summary>
/// <param name="Version">1, 2, … in the order of the log.</param>
/// <param name="Profile">The profile as it was sent, with the days its facts were last seen.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record ProfileRecord(int Schema, int Version, JsonElement Profile, string? Purpose);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProfileRecord))]
[JsonSerializable(typeof(string))]
internal sealed partial class ProfileJson : JsonSerializerContext
{
    private const int Schema = 1;

    public static byte[] Write(int version, JsonElement profile, string? purpose) =>
        JsonSerializer.SerializeToUtf8Bytes(new ProfileRecord(Schema, version, profile, purpose), Default.ProfileRecord);

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static ProfileRecord Read(byte[] payload)
    {
        var record = JsonSerializer.Deserialize(payload, Default.ProfileRecord)!;
        return record.Schema == Schema ? record : throw new FormatException("The record has a schema that this program does not know.");
    }
}

/// <summary>A version of a living profile with what the log gave it.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="RecordedAt">When, UTC.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Profile">The profile as it was sent.</param>
internal sealed record ProfileVersion(int Version, string RecordedAt, string By, JsonElement Profile);
