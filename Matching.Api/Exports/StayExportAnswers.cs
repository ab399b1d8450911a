using System.Text.Json;
using CsvHelper;
using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Api.Stays;

namespace Matching.Api.Exports;

/// <summary>The stays as JSON, written as they are read, so that there may be any number.</summary>
internal sealed record StayExportJson(StayExport Source, Requester Requester, DateOnly Today) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Vary = "Accept";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Json.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("stays");
        await foreach (var page in Source.PagesAsync(Requester, Today))
        {
            foreach (var stay in page)
                Write(writer, stay);
            writer.Flush();
            await httpContext.SendAsync(ReadOnlyMemory<byte>.Empty);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ExportedStay stay)
    {
        writer.WriteStartObject();
        for (var column = 0; column < stay.Columns.Count; column++)
            writer.WriteString(StayColumns.Required[column], stay.Columns[column]);
        writer.WriteStartObject("facts");
        var parent = "";
        foreach (var (column, value) in stay.Facts)
        {
            if (column.Parent != parent)
            {
                if (parent.Length > 0)
                    writer.WriteEndObject();
                parent = column.Parent;
                if (parent.Length > 0)
                    writer.WriteStartObject(parent);
            }
            writer.WritePropertyName(column.Field);
            value.WriteTo(writer);
        }
        if (parent.Length > 0)
            writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>The stays as a file to train on: what is read back by <see cref="StayCsv"/>.</summary>
internal sealed record StayExportCsv(StayExport Source, Requester Requester, DateOnly Today) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.Vary = "Accept";
        await httpContext.SendAsync(HeaderLine);
        await foreach (var page in Source.PagesAsync(Requester, Today))
            await httpContext.SendAsync(Lines(page));
    }

    /// <summary>The first line of the file.</summary>
    internal static byte[] HeaderLine { get; } =
        Written([
            [.. ExportedStay.Header],
        ]);

    /// <summary>The lines of a page.</summary>
    internal static byte[] Lines(IReadOnlyList<ExportedStay> page) => Written(page.Select(stay => stay.Cells()));

    private static byte[] Written(IEnumerable<string[]> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, CsvWriterOptions.Default, leaveOpen: true))
        {
            foreach (var cells in rows)
                csv.WriteRecord(cells);
        }
        return bytes.ToArray();
    }
}
