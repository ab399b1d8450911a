using System.Globalization;
using System.Reflection;

namespace Matching.Api.Http;

/// <summary>The query parameter <c>top</c>, which shortens an answer.</summary>
/// <param name="Count">How many ranked placements are shown; null = all.</param>
public readonly record struct TopPlaces(int? Count)
{
    private const int Most = 20_000;

    /// <summary>Reads it; a fault is noted.</summary>
    public static ValueTask<TopPlaces> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        if (!context.Request.Query.TryGetValue(EndpointDescriptions.Top.Name, out var values))
            return ValueTask.FromResult(default(TopPlaces));
        if (
            values is [{ } text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top)
            && top is >= 1 and <= Most
        )
            return ValueTask.FromResult(new TopPlaces(top));
        context.Problems().Add(EndpointDescriptions.Top.Name, $"must be a whole number from 1 to {Most}");
        return ValueTask.FromResult(default(TopPlaces));
    }
}
