using System.Runtime.InteropServices;
using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>Refuses civil registration numbers anywhere in a request, in values, names and numbers alike, without repeating them.</summary>
internal static class CivilNumbers
{
    internal const string Refusal = "must not hold a civil registration number (CPR)";

    public static void Refuse(JsonElement element, Problems problems)
    {
        // Hardly any request holds one, so paths are put together only when there is something to point at.
        if (IsIn(element))
            Refuse(element, "", problems);
    }

    private static bool IsIn(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => IsInAnyProperty(element),
            JsonValueKind.Array => IsInAnyItem(element),
            JsonValueKind.String => JsonMarshal.GetRawUtf8Value(element).Length >= CivilNumber.Digits
                && JsonText.TryRead(element, out var text)
                && CivilNumber.IsIn(text),
            JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(element).Length >= CivilNumber.Digits
                && CivilNumber.IsIn(element.GetRawText()),
            _ => false,
        };

    private static bool IsInAnyProperty(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (
                IsIn(property.Value)
                || (
                    JsonMarshal.GetRawUtf8PropertyName(property).Length >= CivilNumber.Digits && CivilNumber.IsIn(JsonText.NameOf(property))
                )
            )
                return true;
        }
        return false;
    }

    private static bool IsInAnyItem(JsonElement element)
    {
        foreach (var item in element.EnumerateArray())
        {
            if (IsIn(item))
                return true;
        }
        return false;
    }

    private static void Refuse(JsonElement element, string path, Problems problems)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    var name = JsonText.NameOf(property);
                    var inside = path.Length == 0 ? JsonText.Shown(name) : $"{path}.{JsonText.Shown(name)}";
                    if (CivilNumber.IsIn(name))
                        problems.Add(inside, Refusal);
                    Refuse(property.Value, inside, problems);
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Refuse(item, $"{path}[{index++}]", problems);
                break;
            case JsonValueKind.String when JsonText.TryRead(element, out var text) && CivilNumber.IsIn(text):
            case JsonValueKind.Number when CivilNumber.IsIn(element.GetRawText()):
                problems.Add(path, Refusal);
                break;
        }
    }
}
