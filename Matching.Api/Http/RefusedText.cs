using System.Runtime.InteropServices;
using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>
/// Refuses civil registration numbers and characters that are not seen anywhere in a request, in values, names and numbers alike, without
/// repeating them.
/// </summary>
internal static class RefusedText
{
    internal const string CivilNumberRule = "must not hold a civil registration number (CPR)";

    /// <summary>Why a text that a person wrote is refused; null when it is not.</summary>
    public static string? FaultOf(string text) =>
        CivilNumber.IsIn(text) ? CivilNumberRule
        : UnseenLetters.AreIn(text) ? UnseenLetters.Rule
        : null;

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
            JsonValueKind.String => MayBeRefused(JsonMarshal.GetRawUtf8Value(element))
                && JsonText.TryRead(element, out var text)
                && FaultOf(text) is not null,
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
                || (MayBeRefused(JsonMarshal.GetRawUtf8PropertyName(property)) && FaultOf(JsonText.NameOf(property)) is not null)
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

    // As it is written: an escape, or a byte outside ASCII, may stand for anything.
    private static bool MayBeRefused(ReadOnlySpan<byte> raw) =>
        raw.Length >= CivilNumber.Digits || raw.Contains((byte)'\\') || raw.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static void Refuse(JsonElement element, string path, Problems problems)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    var name = JsonText.NameOf(property);
                    var inside = path.Length == 0 ? JsonText.Shown(name) : $"{path}.{JsonText.Shown(name)}";
                    if (FaultOf(name) is { } wrongName)
                        problems.Add(inside, wrongName);
                    Refuse(property.Value, inside, problems);
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Refuse(item, $"{path}[{index++}]", problems);
                break;
            case JsonValueKind.String when JsonText.TryRead(element, out var text) && FaultOf(text) is { } wrong:
                problems.Add(path, wrong);
                break;
            case JsonValueKind.Number when CivilNumber.IsIn(element.GetRawText()):
                problems.Add(path, CivilNumberRule);
                break;
        }
    }
}
