using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Matching.Engine.Parsing;
using Microsoft.Net.Http.Headers;

namespace Matching.Api.Http;

/// <summary>Reads a JSON body within limits.</summary>
public static class RequestBody
{
    /// <summary>The largest body, bytes.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The deepest nesting.</summary>
    public const int MostDepth = 32;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const string Type = "application/json";

    /// <summary>What editors may put before a text in UTF-8. It is no part of it.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The path of a fault in the body as a whole.</summary>
    public const string Field = "body";

    /// <summary>
    /// Reads the body as a JSON object; gives a problem instead when it is too large, of another type, or not that in valid UTF-8. Faults
    /// that leave it readable are only noted, so that the reader's own are listed beside them.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="problems">Takes the faults.</param>
    /// <param name="cancellation">Ends the wait for the body.</param>
    /// <param name="mediaTypes">The media types that are taken; null = application/json.</param>
    public static async Task<(JsonDocument? Json, ProblemAnswer? Problem)> ReadAsync(
        HttpRequest request,
        Problems problems,
        CancellationToken cancellation,
        IReadOnlyList<string>? mediaTypes = null
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(mediaTypes ?? [Type]).Any(taken => type.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase))
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        )
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        if (await ReadBytesAsync(request, cancellation) is not { } bytes)
            return (null, ProblemAnswer.ForStatus(StatusCodes.Status413PayloadTooLarge));
        return Parse(bytes, problems) is { } json ? (json, null) : (null, ProblemAnswer.BadInput(problems));
    }

    /// <summary>
    /// Reads bytes as a JSON object, a byte order mark before it or not; null when the problems say why not. Civil registration numbers are
    /// noted too, and leave it readable: whoever reads on uses nothing of it unless there are no problems in the end.
    /// </summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, Problems problems)
    {
        if (bytes.Span.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        if (bytes.IsEmpty)
        {
            problems.Add(Field, "is required");
            return null;
        }
        if (!Utf8.IsValid(bytes.Span))
        {
            problems.Add(Field, "is not valid UTF-8");
            return null;
        }
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException broken)
        {
            if (IsTooDeep(bytes.Span))
                problems.Add(Field, $"is nested deeper than {MostDepth}");
            else
                NoteWhere(broken, bytes.Span, problems);
            return null;
        }
        RefusedText.Refuse(json.RootElement, problems);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
            return json;
        problems.Add(Field, "must be an object");
        json.Dispose();
        return null;
    }

    /// <summary>Whether depth is the first thing that is wrong with it.</summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostBytes });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MostDepth)
                    return true;
            }
        }
        catch (JsonException)
        {
            // It breaks off before it is too deep.
        }
        return false;
    }

    /// <summary>
    /// Notes where it breaks off, as an editor counts: lines and the letters of a line from 1. What stands there is not told.
    /// </summary>
    private static void NoteWhere(JsonException broken, ReadOnlySpan<byte> json, Problems problems)
    {
        var line = broken.LineNumber ?? 0;
        for (var before = line; before > 0; before--)
            json = json[(json.IndexOf((byte)'\n') + 1)..];
        var column = Encoding.UTF8.GetCharCount(json[..(int)Math.Min(broken.BytePositionInLine ?? 0, json.Length)]);
        problems.Add(Field, string.Create(CultureInfo.InvariantCulture, $"is not valid JSON at line {line + 1}, column {column + 1}"));
    }

    /// <summary>The body as it is; null when it holds more bytes.</summary>
    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
            return null;
        using var arrival = new BodyArrival(request, Longest, cancellation);
        var known = 0L;
        while (true)
        {
            var read = await arrival.ReadAsync();
            arrival.Arrived(read.Buffer.Length - known);
            known = read.Buffer.Length;
            if (known > MostBytes)
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
