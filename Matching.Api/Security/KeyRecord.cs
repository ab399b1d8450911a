using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matching.Api.Security;

/// <summary>A change of the stored keys as the log holds it: one was issued, perhaps in the place of another, or one was revoked.</summary>
/// <param name="By">The caller who made the change.</param>
/// <param name="KeySha256">Lower-case hex; the key itself is never stored.</param>
/// <param name="Replaces">The key that this one follows, which opens nothing from <paramref name="ReplacedExpires"/> on.</param>
internal sealed record KeyRecord(
    int Schema,
    string Change,
    string KeyId,
    string By,
    string? Name = null,
    IReadOnlyList<string>? Roles = null,
    IReadOnlyList<string>? Teams = null,
    string? KeySha256 = null,
    DateTimeOffset? Expires = null,
    string? Replaces = null,
    DateTimeOffset? ReplacedExpires = null
)
{
    public const int CurrentSchema = 1;
    public const string Issued = "issued",
        Revoked = "revoked";

    public byte[] Payload() => JsonSerializer.SerializeToUtf8Bytes(this, KeyJson.Default.KeyRecord);

    public static KeyRecord Read(byte[] payload) => JsonSerializer.Deserialize(payload, KeyJson.Default.KeyRecord)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(KeyRecord))]
internal sealed partial class KeyJson : JsonSerializerContext;
