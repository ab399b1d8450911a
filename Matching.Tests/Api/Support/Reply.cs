using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Matching.Engine.Localization;
using Matching.Engine.Parsing;

namespace Matching.Tests.Api.Support;

/// <summary>An answer, read whole.</summary>
sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    public string? ContentType => ContentHeaders.ContentType?.MediaType;

    public string RankingId => Json.GetProperty("rankingId").GetString()!;

    /// <summary>The paths of the faults, in order; empty when the problem lists none.</summary>
    public string[] FaultyFields =>
        Json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name)] : [];

    /// <summary>The answer without what differs between two recordings of the same.</summary>
    public string WithoutIdAndTime
    {
        get
        {
            var json = Json;
            return Text.Replace(json.GetProperty("rankingId").GetString()!, "", StringComparison.Ordinal)
                .Replace(json.GetProperty("recordedAt").GetString()!, "", StringComparison.Ordinal);
        }
    }

    public override string ToString() => $"{(int)Status} {Text}";

    /// <summary>What is wrong with the answer as a refusal; null when nothing is.</summary>
    public string? FaultAsProblem()
    {
        if ((int)Status is < 400 or > 499)
            return $"status {(int)Status}";
        if (ContentType != "application/problem+json")
            return $"{(int)Status} of type {ContentType}";
        var problem = Json;
        if (problem.GetProperty("status").GetInt32() != (int)Status || string.IsNullOrEmpty(problem.GetProperty("title").GetString()))
            return "status or title are not as they must be";
        if (!Headers.TryGetValues("X-Content-Type-Options", out var options) || options.Single() != "nosniff")
            return "the header X-Content-Type-Options is missing";
        return FaultOfLanguage(problem);
    }

    /// <summary>What is wrong with the words of a problem; null when all of them are in the language that it says.</summary>
    string? FaultOfLanguage(JsonElement problem)
    {
        if (ContentHeaders.ContentLanguage.ToArray() is not [var told] || !Terms<Language>.TryParse(told, out var language))
            return "the header Content-Language is missing";
        if (!Headers.Vary.Contains("Accept-Language"))
            return "the header Vary does not name Accept-Language";
        var words = new List<string?> { problem.GetProperty("title").GetString() };
        if (problem.TryGetProperty("detail", out var detail))
            words.Add(detail.GetString());
        if (problem.TryGetProperty("errors", out var errors))
            words.AddRange(errors.EnumerateObject().SelectMany(error => error.Value.EnumerateArray()).Select(one => one.GetString()));
        return words.FirstOrDefault(word => !KnownMessages.Are(language, word!)) is { } other
            ? $"not in the language {told}: {other}"
            : null;
    }

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        using (response)
            return new Reply(
                response.StatusCode,
                response.Headers,
                response.Content.Headers,
                await response.Content.ReadAsByteArrayAsync()
            );
    }
}
