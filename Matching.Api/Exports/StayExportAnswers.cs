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
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Json.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("stays");
        await foreach (var page in Source.PagesAsync(Requester, Today))
        {
            foreach (var stay in page)
                Write(writer, stay);
            writer.Flush();
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
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
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        await WriteAsync(Source, Requester, Today, async bytes => await response.BodyWriter.WriteAsync(bytes, httpContext.RequestAborted));
    }

    /// <summary>The file, piece by piece.</summary>
    internal static async Task WriteAsync(StayExport source, Requester requester, DateOnly today, Func<ReadOnlyMemory<byte>, Task> write)
    {
        await write(Lines(csv => csv.WriteRecord([.. StayColumns.Required, .. ExportedStay.FactColumns.Select(fact => fact.Path)])));
        await foreach (var page in source.PagesAsync(requester, today))
        {
            if (page.Count > 0)
                await write(Lines(csv => Write(csv, page)));
        }
    }

    private static void Write(CsvWriter csv, IReadOnlyList<ExportedStay> page)
    {
        foreach (var stay in page)
        {
            var facts = stay.Facts.ToDictionary(fact => fact.Column, fact => ExportedStay.Cell(fact.Column, fact.Value));
            csv.WriteRecord([
                .. stay.Columns.Select(cell => cell ?? ""),
                .. ExportedStay.FactColumns.Select(column => facts.GetValueOrDefault(column, "")),
            ]);
        }
    }

    private static byte[] Lines(Action<CsvWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, CsvWriterOptions.Default, leaveOpen: true))
            write(csv);
        return bytes.ToArray();
    }
}
