using Matching.Api.Http;
using Matching.Engine.Parsing;

namespace Matching.Api.Models;

/// <summary>The names of people who answer for a model, and their reasons.</summary>
internal static class ModelNames
{
    public const int Longest = 100,
        LongestReason = 1000;

    /// <summary>The rule for a name, in words.</summary>
    public const string Rule =
        "must be the name of a person, 1 to 100 characters, none of them invisible or put upon another, and no civil registration number "
        + "(CPR)";

    /// <summary>Reads a name; null when it is not given or, with the fault noted, is none.</summary>
    public static string? Read(ObjectReader body, string field)
    {
        if (body.Text(field, Longest) is not { } name)
            return null;
        if (IsName(name))
            return name.Trim();
        body.Fault(field, Rule);
        return null;
    }

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= Longest && UnseenLetters.MayStandInName(text) && text.Any(char.IsLetter) && !CivilNumber.IsIn(text);

    /// <summary>Whether a text can be a reason.</summary>
    public static bool IsReason(string text) =>
        text.Length is >= 1 and <= LongestReason
        && !text.Any(letter => char.IsControl(letter) && letter != '\n')
        && RefusedText.FaultOf(text) is null;
}
