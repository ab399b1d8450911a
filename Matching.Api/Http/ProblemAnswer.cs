using System.Globalization;
using System.Text.Json;
using Matching.Api.Http.Faults;
using Matching.Api.Telemetry;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Api.Http;

/// <summary>
/// A request that fails is answered with one of these (RFC 9457), regardless of what it accepts and where the service runs, in the language
/// that it asks for (<see cref="FaultTexts"/>).
/// </summary>
public sealed record ProblemAnswer(int Status, string Title, string? Detail = null, IReadOnlyDictionary<string, string[]>? Errors = null)
    : IResult
{
    /// <summary>How long to wait before trying again, seconds.</summary>
    public int? RetryAfterSeconds { get; init; } = Status == StatusCodes.Status503ServiceUnavailable ? 1 : null;

    private const string ContentType = "application/problem+json";

    /// <summary>Writes members of this problem's own; null = none.</summary>
    public Action<Utf8JsonWriter, Language>? Extension { get; init; }

    /// <summary>Bad input: every fault by the path of its field.</summary>
    public static ProblemAnswer BadInput(Problems problems) =>
        new(StatusCodes.Status400BadRequest, "The request has faults.", "Every fault is listed by the field it is in.", problems.ByPath());

    /// <summary>The usual words for a status.</summary>
    public static ProblemAnswer ForStatus(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => new(status, "The request could not be read."),
            StatusCodes.Status401Unauthorized => new(
                status,
                "A valid key is needed.",
                "Send it in the header X-Api-Key, or a token in Authorization where tokens are taken."
            ),
            StatusCodes.Status403Forbidden => new(status, "The caller does not have the role this call needs."),
            StatusCodes.Status404NotFound => new(status, "There is nothing here."),
            StatusCodes.Status405MethodNotAllowed => new(status, "This method is not offered here."),
            StatusCodes.Status408RequestTimeout => new(status, "The request took too long to arrive."),
            StatusCodes.Status413PayloadTooLarge => new(
                status,
                "The request is too large.",
                $"A body may hold at most {RequestBody.MostBytes} bytes."
            ),
            StatusCodes.Status415UnsupportedMediaType => new(
                status,
                "The body must be application/json.",
                "A what-if also takes application/merge-patch+json."
            ),
            StatusCodes.Status503ServiceUnavailable => new(
                status,
                "The service cannot record right now; nothing was recorded. Try again shortly."
            ),
            _ => new(status, status >= 500 ? "Something went wrong on our side." : "The request failed."),
        };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        var language = AcceptedLanguage.Mark(httpContext);
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Json.Options);
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", FaultTexts.In(language, Title));
        writer.WriteNumber("status", Status);
        if (Detail is not null)
            writer.WriteString("detail", FaultTexts.In(language, Detail));
        if (Status >= StatusCodes.Status500InternalServerError)
            writer.WriteString("traceId", Tracing.IdOf(httpContext));
        if (Errors is not null)
            WriteErrors(writer, Errors, language);
        Extension?.Invoke(writer, language);
        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyDictionary<string, string[]> errors, Language language)
    {
        writer.WriteStartObject("errors");
        foreach (var (path, messages) in errors)
        {
            writer.WriteStartArray(path);
            foreach (var message in messages)
                writer.WriteStringValue(FaultTexts.In(language, message));
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
