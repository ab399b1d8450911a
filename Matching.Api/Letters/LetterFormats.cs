using Microsoft.Net.Http.Headers;

namespace Matching.Api.Letters;

/// <summary>The forms a letter can be given in.</summary>
public enum LetterFormat
{
    Text,
    Page,
    Json,
}

/// <summary>Chooses the form by <c>Accept</c> (RFC 9110): the most specific range that fits decides, the highest quality wins, and on a tie plain text, then the page.</summary>
internal static class LetterFormats
{
    /// <summary>Every form with its media type, the one given when nothing is preferred first.</summary>
    public static IReadOnlyList<(LetterFormat Format, string MediaType)> All { get; } =
        [(LetterFormat.Text, "text/plain"), (LetterFormat.Page, "text/html"), (LetterFormat.Json, "application/json")];

    /// <summary>The form that is preferred; null when none is accepted. A header that cannot be read counts as none.</summary>
    public static LetterFormat? Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) || ranges.Count == 0)
            return LetterFormat.Text;
        var best = All.Select(form => (form.Format, Quality: QualityOf(form.MediaType, ranges))).MaxBy(form => form.Quality);
        return best.Quality > 0 ? best.Format : null;
    }

    private static double QualityOf(string mediaType, IList<MediaTypeHeaderValue> ranges)
    {
        var type = new MediaTypeHeaderValue(mediaType);
        // Parameters such as a charset say how to write it, not whether.
        var fitting = ranges.Where(range => range.MatchesAllTypes || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)))).ToList();
        return fitting.Count == 0 ? 0 : fitting.GroupBy(Specificity).MaxBy(group => group.Key)!.Max(range => range.Quality ?? 1);
    }

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
