using System.Globalization;
using System.Text.RegularExpressions;

namespace Matching.Engine.Scoring;

/// <summary>A range of whole numbers as it is written in data: <c>0</c>, <c>1-2</c> or <c>10+</c>.</summary>
internal static partial class Bin
{
    [GeneratedRegex("^[0-9]{1,4}(-[0-9]{1,4}|\\+)?\\z")]
    private static partial Regex Pattern();

    public static bool IsBin(string text) => Pattern().IsMatch(text);

    public static int From(string bin) => int.Parse(bin.Split('-', '+')[0], CultureInfo.InvariantCulture);

    /// <summary>The last number of the bin; null for an open one.</summary>
    public static int? To(string bin) => bin.EndsWith('+') ? null : int.Parse(bin.Split('-')[^1], CultureInfo.InvariantCulture);
}
