using System.Reflection;
using System.Text;
using System.Text.Json;
using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>What a case system calls a case: 1 to 64 letters, digits or - _ . /</summary>
public readonly record struct CaseReference
{
    private const string Field = "caseReference";
    private const int MostRunes = 64;

    /// <summary>
    /// Stands in an address for a reference that is in the query: programs on the way take <c>.</c> and <c>..</c> for folders. No reference
    /// can be this.
    /// </summary>
    private const string StandIn = "~";

    private const string InQuery = "reference";
    private const string Rule = "must be 1 to 64 letters, digits or - _ . /";

    private CaseReference(string value) => Value = value;

    /// <summary>The reference as it was written.</summary>
    public string Value { get; }

    /// <summary>
    /// Whether a case may begin under it. What was recorded before other ways to write a civil registration number and characters that are
    /// not seen were refused is still found, held and erased.
    /// </summary>
    public bool MayBegin => RefusedText.FaultOf(Value) is null;

    /// <summary>The address of something of a case, under which <see cref="BindAsync"/> finds it.</summary>
    /// <param name="reference">What the case is called.</param>
    /// <param name="rest">What follows it in the address.</param>
    internal static string AddressOf(string reference, string rest) =>
        reference is "." or ".."
            ? $"/v1/cases/{StandIn}{rest}?{InQuery}={reference}"
            : $"/v1/cases/{Uri.EscapeDataString(reference)}{rest}";

    /// <summary>Reads a reference; false when the text cannot be one.</summary>
    public static bool TryParse(string text, out CaseReference reference)
    {
        var isReference = text.Length is >= 1 and <= MostRunes && text.EnumerateRunes().All(IsAllowed);
        reference = isReference ? new CaseReference(text) : default;
        return isReference;
    }

    /// <summary>The query parameter of a reference that cannot stand in an address.</summary>
    internal static readonly DescribedParameter DescribedInQuery = new(
        InQuery,
        InHeader: false,
        $"The case reference where the address holds {StandIn} in its place, as it must for . and .. , which no address can hold."
    );

    /// <summary>
    /// Reads the reference of an address, in which the server decodes everything but the slash, or of the query where the address only
    /// holds its place; a fault is noted.
    /// </summary>
    public static ValueTask<CaseReference> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var segment = context.Request.RouteValues[Field] as string ?? "";
        var query = context.Request.Query[InQuery];
        if (segment != StandIn && query.Count > 0)
            context.Problems().Add(InQuery, $"goes with {StandIn} in the address only");
        var (field, text) =
            segment == StandIn
                ? (InQuery, query.Count == 1 ? query[0] ?? "" : "")
                : (Field, segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        if (CivilNumber.IsPlainlyIn(text))
            context.Problems().Add(field, RefusedText.CivilNumberRule);
        else if (TryParse(text, out var reference))
            return ValueTask.FromResult(reference);
        else
            context.Problems().Add(field, Rule);
        return ValueTask.FromResult(default(CaseReference));
    }

    /// <summary>The field <c>caseReference</c> of a body, which is required; null when the problems say why not.</summary>
    public static CaseReference? Read(ObjectReader reader)
    {
        if (!reader.Has(Field))
        {
            reader.Raw(Field);
            reader.Fault(Field, $"is required and {Rule}");
            return null;
        }
        var element = reader.Raw(Field)!.Value;
        if (element.ValueKind == JsonValueKind.String && JsonText.TryRead(element, out var text) && TryParse(text, out var reference))
            return reference;
        reader.Fault(Field, Rule);
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && (char.IsAsciiDigit((char)rune.Value) || rune.Value is '-' or '_' or '.' or '/'));
}
