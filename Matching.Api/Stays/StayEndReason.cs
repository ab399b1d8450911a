using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>How a stay ended, as it is reported. Who ended a breakdown, and where a transfer went, is reported beside it.</summary>
public enum StayEndReason
{
    /// <summary>As planned.</summary>
    Planned,

    /// <summary>An unplanned move or return home, because the child left, the place gave up, or both.</summary>
    Breakdown,

    /// <summary>A move to another place that was no breakdown.</summary>
    Transfer,

    /// <summary>The child turned eighteen.</summary>
    [JsonStringEnumMemberName("turned-18")]
    Turned18,
}

/// <summary>The words; one of them holds a number, which other vocabularies do not.</summary>
internal static class StayEndReasons
{
    private static readonly string[] Texts = ["planned", "breakdown", "transfer", "turned-18"];

    public static string Text(StayEndReason word) => Texts[(int)word];

    /// <exception cref="FormatException">The word is not one of them.</exception>
    public static StayEndReason Parse(string text) =>
        Array.IndexOf(Texts, text) is >= 0 and var position
            ? (StayEndReason)position
            : throw new FormatException("The record has an ending that this program does not know.");

    /// <summary>Reads a field; null, with the fault noted unless it is absent, when it is none of them.</summary>
    public static StayEndReason? Read(ObjectReader reader, string field)
    {
        if (reader.Raw(field) is not { } value)
            return null;
        if (
            value.ValueKind == JsonValueKind.String
            && JsonText.TryRead(value, out var text)
            && Array.IndexOf(Texts, text) is >= 0 and var position
        )
            return (StayEndReason)position;
        reader.Fault(field, $"must be one of: {string.Join(", ", Texts)}");
        return null;
    }
}
