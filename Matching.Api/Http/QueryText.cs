using System.Globalization;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>Reads query parameters, noting every fault.</summary>
internal static class QueryText
{
    /// <summary>Refuses what nobody asks for, so that a misspelt parameter is never silently ignored.</summary>
    public static void RejectUnknownParameters(IQueryCollection query, Problems problems, params string[] known)
    {
        foreach (var unknown in query.Keys.Where(name => !known.Contains(name)))
            problems.Add(JsonText.Shown(unknown), "is not a known parameter");
    }

    /// <summary>A word of a vocabulary; null when not given.</summary>
    public static T? Word<T>(IQueryCollection query, string name, Problems problems)
        where T : struct, Enum
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values is [{ } text] && Terms<T>.TryParse(text, out var word))
            return word;
        problems.Add(name, $"must be one of: {string.Join(", ", Terms<T>.AllTexts)}");
        return null;
    }

    /// <summary>A day, <c>yyyy-MM-dd</c>; null when not given.</summary>
    public static DateOnly? Date(IQueryCollection query, string name, Problems problems)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (
            values is [{ } text]
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
            return day;
        problems.Add(name, "must be one date, yyyy-MM-dd");
        return null;
    }
}
