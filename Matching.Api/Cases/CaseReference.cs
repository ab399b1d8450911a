using System.Text;
using System.Text.Json;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>What a case system calls a case: 1 to 64 letters, digits or - _ . /</summary>
public readonly record struct CaseReference
{
    private const int MostRunes = 64;
    private const string Rule = "must be 1 to 64 letters, digits or - _ . /";

    private CaseReference(string value) => Value = value;

    /// <summary>The reference as it was written.</summary>
    public string Value { get; }

    /// <summary>Reads a reference; false when the text cannot be one.</summary>
    public static bool TryParse(string text, out CaseReference reference)
    {
        var isReference = text.Length is >= 1 and <= MostRunes && text.EnumerateRunes().All(IsAllowed);
        reference = isReference ? new CaseReference(text) : default;
        return isReference;
    }

    /// <summary>
    /// The reference of an address, in which the server decodes everything but the slash; null when the problems say why not.
    /// </summary>
    public static CaseReference? Read(string segment, Problems problems)
    {
        var text = segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (CivilNumber.IsIn(text))
            problems.Add("caseReference", "must not hold a civil registration number (CPR)");
        else if (TryParse(text, out var reference))
            return reference;
        else
            problems.Add("caseReference", Rule);
        return null;
    }

    /// <summary>The field <c>caseReference</c> of a body, which is required; null when the problems say why not.</summary>
    public static CaseReference? Read(ObjectReader reader)
    {
        if (!reader.Has("caseReference"))
        {
            reader.Raw("caseReference");
            reader.Fault("caseReference", $"is required and {Rule}");
            return null;
        }
        var element = reader.Raw("caseReference")!.Value;
        if (element.ValueKind == JsonValueKind.String && JsonText.TryRead(element, out var text) && TryParse(text, out var reference))
            return reference;
        reader.Fault("caseReference", Rule);
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && (char.IsAsciiDigit((char)rune.Value) || rune.Value is '-' or '_' or '.' or '/'));
}
