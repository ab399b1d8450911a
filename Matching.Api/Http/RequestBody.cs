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

    private const string Whole = "body";

    /// <summary>Reads the body as JSON; gives a problem instead when it is too large, of another type, or not valid JSON in valid UTF-8.</summary>
    public static async Task<(JsonDocument? Json, ProblemAnswer? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        if (await ReadBytesAsync(request, cancellation) is not { } bytes)
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status413PayloadTooLarge));
        return Parse(bytes);
    }

    private static (JsonDocument?, ProblemAnswer?) Parse(byte[] bytes)
    {
        if (bytes.Length == 0)
            return (null, ProblemAnswer.BadInput(Whole, "is required"));
        if (!Utf8.IsValid(bytes))
            return (null, ProblemAnswer.BadInput(Whole, "is not valid UTF-8"));
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException)
        {
            return (null, ProblemAnswer.BadInput(Whole, $"is not valid JSON, or nested deeper than {MostDepth}"));
        }
        var problems = new Problems();
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            problems.Add(Whole, "must be an object");
        CivilNumbers.Refuse(json.RootElement, "", problems);
        if (problems.None)
            return (json, null);
        json.Dispose();
        return (null, ProblemAnswer.BadInput(problems));
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
