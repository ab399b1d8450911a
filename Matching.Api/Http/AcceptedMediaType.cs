using Microsoft.Net.Http.Headers;

namespace Matching.Api.Http;

/// <summary>
/// Chooses a form by <c>Accept</c> (RFC 9110): the most specific range that fits decides, the highest quality wins, and on a tie the form
/// that is named first.
/// </summary>
internal static class AcceptedMediaType
{
    /// <summary>The media type that is preferred; null when none is accepted. A header that cannot be read counts as none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">What can be given, the one given when nothing is preferred first.</param>
    public static string? Of(HttpRequest request, params IReadOnlyList<string> offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) || ranges.Count == 0)
            return offered[0];
        var best = offered.Select(type => (Type: type, Quality: QualityOf(type, ranges))).MaxBy(form => form.Quality);
        return best.Quality > 0 ? best.Type : null;
    }

    private static double QualityOf(string mediaType, IList<MediaTypeHeaderValue> ranges)
    {
        var type = new MediaTypeHeaderValue(mediaType);
        // Parameters such as a charset say how to write it, not whether.
        var fitting = ranges
            .Where(range =>
                range.MatchesAllTypes
                || (
                    range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase)
                    && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase))
                )
            )
            .ToList();
        return fitting.Count == 0 ? 0 : fitting.GroupBy(Specificity).MaxBy(group => group.Key)!.Max(range => range.Quality ?? 1);
    }

    private static int Specificity(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes ? 0
        : range.MatchesAllSubTypes ? 1
        : 2;
}
