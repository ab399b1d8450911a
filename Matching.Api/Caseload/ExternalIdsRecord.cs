using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Caseload;

/// <summary>What another system calls a case. What the log holds of it, schema 1; old schemas are read for ever.</summary>
/// <param name="Version">1, 2, … in the order of the log.</param>
/// <param name="CaseUuid">Its id there, a UUID in lower case; null when not said.</param>
/// <param name="CaseNumber">Its number there; null when not said.</param>
/// <param name="System">Which system.</param>
/// <param name="Purpose">What it was recorded for; null when not said.</param>
internal sealed record ExternalIdsRecord(int Schema, int Version, string? CaseUuid, string? CaseNumber, string System, string? Purpose)
{
    /// <summary>Whether the case is called so.</summary>
    public bool Is(string externalId) =>
        string.Equals(CaseUuid, externalId, StringComparison.OrdinalIgnoreCase) || CaseNumber == externalId;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExternalIdsRecord))]
internal sealed partial class ExternalIdsJson : JsonSerializerContext
{
    public const int Schema = 1;

    public static byte[] Write(ExternalIdsRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.ExternalIdsRecord);

    /// <exception cref="FormatException">It is of a schema this program does not know.</exception>
    public static ExternalIdsRecord Read(byte[] payload)
    {
        var record = JsonSerializer.Deserialize(payload, Default.ExternalIdsRecord)!;
        return record.Schema == Schema ? record : throw new FormatException("The record has a schema that this program does not know.");
    }
}
