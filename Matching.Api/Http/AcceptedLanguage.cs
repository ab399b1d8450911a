using Matching.Engine.Localization;
using Matching.Engine.Parsing;
using Microsoft.Net.Http.Headers;

namespace Matching.Api.Http;

/// <summary>The language a caller reads best: Danish unless English is preferred.</summary>
public static class AcceptedLanguage
{
    /// <summary>From <c>Accept-Language</c>; a header that cannot be read counts as none.</summary>
    public static Language Of(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wanted))
            return Language.Da;
        var (danish, english) = (QualityOf(wanted, "da"), QualityOf(wanted, "en"));
        return english > danish ? Language.En : Language.Da;
    }

    /// <summary>The language of an answer, said in its <c>Content-Language</c> and <c>Vary</c>.</summary>
    public static Language Mark(HttpContext context)
    {
        var language = Of(context.Request);
        context.Response.Headers.ContentLanguage = Terms<Language>.Text(language);
        context.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return language;
    }

    private static double QualityOf(IList<StringWithQualityHeaderValue> wanted, string language)
    {
        var named = wanted
            .Where(value =>
                value.Value.Equals(language, StringComparison.OrdinalIgnoreCase)
                || value.Value.StartsWith($"{language}-", StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return named.Count == 0 ? 0 : named.Max(value => value.Quality ?? 1);
    }
}
