using System.Text.RegularExpressions;

namespace Matching.Engine.Profiles;

/// <summary>How sure a diagnosis is.</summary>
public enum DiagnosisStatus
{
    Confirmed,
    Suspected,
}

/// <summary>A diagnosis of the child.</summary>
/// <param name="Code">ICD-10, any chapter, normalised (<c>F90.0</c>).</param>
/// <param name="Status">Null when not known; it then weighs as a suspicion.</param>
public sealed partial record Diagnosis(string Code, DiagnosisStatus? Status)
{
    [GeneratedRegex("^[A-Z][0-9]{2}(\\.?[0-9A-Z]{1,4})?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    // ICD-10 (WHO, version 2019), chapter V. The Danish classification (SKS) has the same categories and more subdivisions.
    private static readonly HashSet<string> MentalDisorders =
    [
        .. Categories((0, 7), (9, 25), (28, 34), (38, 45), (48, 48), (50, 55), (59, 66), (68, 73), (78, 84), (88, 95), (98, 99)),
    ];

    /// <summary>
    /// Whether ICD-10 has the category of a code, its first three characters. Asked of chapter V alone (F, mental and behavioural
    /// disorders), whose categories are what needs follow from; other chapters and subdivisions pass.
    /// </summary>
    /// <param name="code">A code as <see cref="ParseCode"/> gives it.</param>
    public static bool HasCategory(string code) => code[0] != 'F' || MentalDisorders.Contains(code[..3]);

    /// <summary>
    /// Reads an ICD-10 code, international (<c>F84</c>, <c>F90.0</c>) or Danish with the leading D (<c>DF900</c>); null when it is neither.
    /// A code such as <c>D50</c> is the international chapter D: the Danish form has a letter after its D.
    /// </summary>
    public static string? ParseCode(string text)
    {
        var code = text.Length > 1 && text[0] == 'D' && char.IsAsciiLetterUpper(text[1]) ? text[1..] : text;
        if (!Pattern().IsMatch(code))
            return null;
        return code.Length <= 3 || code[3] == '.' ? code : $"{code[..3]}.{code[3..]}";
    }

    private static IEnumerable<string> Categories(params (int First, int Last)[] blocks) =>
        blocks.SelectMany(block => Enumerable.Range(block.First, block.Last - block.First + 1)).Select(number => $"F{number:00}");
}
