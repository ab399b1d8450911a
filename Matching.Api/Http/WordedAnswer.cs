using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>Answers about a child in the caller's language: kept by nobody on the way.</summary>
internal static class WordedAnswer
{
    /// <summary>Sets the head of the answer, and gives the language its texts are to be in.</summary>
    public static Language Begin(HttpContext context, int status)
    {
        var response = context.Response;
        var language = AcceptedLanguage.Of(context.Request);
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = Terms<Language>.Text(language);
        response.Headers.Vary = "Accept-Language";
        return language;
    }
}
