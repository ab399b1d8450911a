using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Engine.Parsing;
using Matching.Engine.Profiles;

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

/// <summary>What lists need of a profile, read without the rest.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="Urgency">How soon a place is needed; null when not known.</param>
/// <param name="NeededFrom">The day from which it is; null when not known.</param>
internal sealed record ProfileSummary(int Version, Urgency? Urgency, DateOnly? NeededFrom)
{
    /// <summary>Reads it of a record.</summary>
    public static ProfileSummary Read(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        var profile = json.RootElement.GetProperty("profile");
        return new ProfileSummary(
            json.RootElement.GetProperty("version").GetInt32(),
            Text(profile, "urgency") is { } urgency && Terms<Urgency>.TryParse(urgency, out var word) ? word : null,
            Text(profile, "neededFrom") is { } day
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : null
        );
    }

    private static string? Text(JsonElement profile, string field) =>
        profile.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A version of a living profile with what the log gave it.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="RecordedAt">When, UTC.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Profile">The profile as it was sent.</param>
internal sealed record ProfileVersion(int Version, string RecordedAt, string By, JsonElement Profile);
