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
}
