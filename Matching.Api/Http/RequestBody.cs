using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Matching.Engine.Reading;
using Microsoft.Net.Http.Headers;

namespace Matching.Api.Http;

/// <summary>Reads a JSON body within limits.</summary>
public static class RequestBody
{
    /// <summary>The largest body, bytes.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int MostDepth = 32;

    /// <summary>The path of a fault in the body as a whole.</summary>
    public const string Whole = "body";

    /// <summary>Reads the body as JSON; gives a problem instead when it is too large, of another type, or not valid JSON in valid UTF-8.</summary>
    public static async Task<(JsonDocument? Json, ProblemAnswer? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        if (await ReadBytesAsync(request, cancellation) is not { } bytes)
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status413PayloadTooLarge));
        var problems = new Problems();
        return Parse(bytes, problems) is { } json ? (json, null) : (null, ProblemAnswer.BadInput(problems));
    }

    /// <summary>Reads bytes as a JSON object free of civil registration numbers; null when the problems say why not.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, Problems problems)
    {
        if (bytes.IsEmpty)
            problems.Add(Whole, "is required");
        else if (!Utf8.IsValid(bytes.Span))
            problems.Add(Whole, "is not valid UTF-8");
        if (!problems.None)
            return null;
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException)
        {
            problems.Add(Whole, $"is not valid JSON, or nested deeper than {MostDepth}");
            return null;
        }
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            problems.Add(Whole, "must be an object");
        CivilNumbers.Refuse(json.RootElement, "", problems);
        if (problems.None)
            return json;
        json.Dispose();
        return null;
    }

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
            return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > MostBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
