using Matching.Api.Http;

namespace Matching.Api.Letters;

/// <summary>The forms a letter can be given in.</summary>
public enum LetterFormat
{
    Text,
    Page,
    Json,
}

/// <summary>Chooses the form by <c>Accept</c>; on a tie plain text, then the page.</summary>
internal static class LetterFormats
{
    /// <summary>Every form with its media type, the one given when nothing is preferred first.</summary>
    public static IReadOnlyList<(LetterFormat Format, string MediaType)> All { get; } =
    [(LetterFormat.Text, "text/plain"), (LetterFormat.Page, "text/html"), (LetterFormat.Json, "application/json")];

    /// <summary>The forms beside JSON, for the OpenAPI document.</summary>
    public static OtherForms Described { get; } = new(["text/plain", "text/html"]);

    /// <summary>The answer where none is accepted.</summary>
    public static ProblemAnswer NoneAccepted() =>
        new(
            StatusCodes.Status406NotAcceptable,
            "A letter is given in none of the forms that are accepted.",
            $"Accept one of: {string.Join(", ", All.Select(one => one.MediaType))}."
        );

    /// <summary>The form that is preferred; null when none is accepted.</summary>
    public static LetterFormat? Accepted(HttpRequest request) =>
        AcceptedMediaType.Of(request, [.. All.Select(form => form.MediaType)]) is { } type
            ? All.First(form => form.MediaType == type).Format
            : null;
}
