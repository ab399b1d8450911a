using System.Globalization;
using Matching.Engine.Localization;

namespace Matching.Api.Commands.Models;

/// <summary>Numbers in tables, as the language writes them.</summary>
internal static class TableNumber
{
    /// <summary>A number with at most so many decimals; the word for what is not reported where there is none.</summary>
    public static string Ok(double? value, int decimals, TextSet texts)
    {
        if (value is not { } number || !double.IsFinite(number))
            return texts.Label("not-told");
        return WrittenNumber.InLanguage(Math.Round(number, decimals).ToString(CultureInfo.InvariantCulture), texts.Language);
    }
}
