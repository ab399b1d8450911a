using System.Text.Json;
using Matching.Engine.Reading;

namespace Matching.Api.Http;

/// <summary>Refuses civil registration numbers anywhere in a request, in values, names and numbers alike, without repeating them.</summary>
internal static class CivilNumbers
{
    private const string Refusal = "must not hold a civil registration number (CPR)";

    public static void Refuse(JsonElement element, string path, Problems problems)
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
