using System.Globalization;
using System.Text.Json;

namespace Matching.Api.Exports;

/// <summary>
/// A recorded request without what names the child: no case reference, whole years for the date of birth, months for days.
/// </summary>
internal static class BlurredRequest
{
    private const string Day = "yyyy-MM-dd",
        CaseReference = "caseReference",
        BirthDate = "birthDate",
        AgeYears = "ageYears";

    /// <summary>
    /// Writes it as the field <c>request</c>. Every other text in a request is a word of a fixed list or the id of a place.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, JsonElement request, DateOnly asOf)
    {
        writer.WritePropertyName("request");
        Copy(writer, request, asOf);
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement element, DateOnly asOf)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().Where(property => property.Name != CaseReference))
                    CopyProperty(writer, property, asOf);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(writer, item, asOf);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when ReadDay(element) is not null:
                writer.WriteStringValue(element.GetString().AsSpan(0, "yyyy-MM".Length));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void CopyProperty(Utf8JsonWriter writer, JsonProperty property, DateOnly asOf)
    {
        if (property.Name == BirthDate)
        {
            if (ReadDay(property.Value) is { } born)
                writer.WriteNumber(AgeYears, AgeAt(born, asOf));
            return;
        }
        // Exactly one of the two is known; a null beside the date of birth says nothing.
        if (property is { Name: AgeYears, Value.ValueKind: JsonValueKind.Null })
            return;
        writer.WritePropertyName(property.Name);
        Copy(writer, property.Value, asOf);
    }

    private static int AgeAt(DateOnly born, DateOnly day)
    {
        var years = day.Year - born.Year;
        return day < born.AddYears(years) ? years - 1 : years;
    }

    private static DateOnly? ReadDay(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(element.GetString(), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
