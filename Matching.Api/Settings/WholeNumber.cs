using System.Globalization;
using Matching.Engine.Parsing;

namespace Matching.Api.Settings;

/// <summary>A whole number among the settings.</summary>
internal static class WholeNumber
{
    /// <summary>
    /// Reads one within the range, both ends included; null when it is not set or, with the fault noted, is something else.
    /// </summary>
    public static int? Read(IConfiguration configuration, string key, int least, int most, Problems problems)
    {
        if (configuration[key] is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        problems.Add(key, $"must be a whole number from {least} to {most}");
        return null;
    }
}
