using Matching.Api.Exports;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Stays;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Matching.Api.Training;

/// <summary>
/// What a caller sends to train on: a file of stays (<c>text/csv</c>), or with that the file of protected attributes
/// (<c>multipart/form-data</c>, parts <c>stays</c> and <c>protected</c>); an empty
/// JSON object, or <c>protected</c> alone, for the stays of the record.
/// </summary>
public sealed class TrainingInput(ReferenceDataStore referenceStore, StayExport export, Today today, Uploads uploads)
{
    /// <summary>The most bytes of a body.</summary>
    public const int MostBytes = 32 << 20;

    private const int MostRows = 50_000;
    private const string Csv = "text/csv",
        Multipart = "multipart/form-data",
        StaysPart = "stays",
        ProtectedPart = "protected";
    private static readonly CsvLimits Limits = new(MostBytes, MostRows);

    /// <summary>Takes the body, and gives back what reads it in the background; or the problem.</summary>
    internal async Task<(Func<CancellationToken, Task<TrainingData>>? Read, ProblemAnswer? Problem)> ReadAsync(
        HttpRequest request,
        Requester requester,
        Problems problems,
        CancellationToken cancellation
    )
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var named) ? named : null;
        if (type?.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase) == true)
        {
            return await uploads.TakeAsync(request, MostBytes, BytesAsync, cancellation) is { } stays
                ? (_ => Task.FromResult(Of(stays, null)), null)
                : (null, TooLarge());
        }
        if (type?.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase) == true)
            return await ReadPartsAsync(request, requester, problems, cancellation);
        var (json, problem) = await RequestBody.ReadAsync(request, problems, cancellation);
        using (json)
        {
            if (json is null)
                return (null, problem!.Status == StatusCodes.Status415UnsupportedMediaType ? OtherType() : problem);
            ObjectReader.Open(json.RootElement, "", problems)?.Close();
            return (stopping => RecordedAsync(requester, null, stopping), null);
        }
    }

    private async Task<(Func<CancellationToken, Task<TrainingData>>?, ProblemAnswer?)> ReadPartsAsync(
        HttpRequest request,
        Requester requester,
        Problems problems,
        CancellationToken cancellation
    )
    {
        var parts = await uploads.TakeAsync(request, MostBytes, body => PartsAsync(request, body, problems, cancellation), cancellation);
        if (parts is not var (stays, others))
            return (null, TooLarge());
        if (!problems.None)
            return (null, ProblemAnswer.BadInput(problems));
        if (stays is null && others is null)
            problems.Add(StaysPart, "is required, or protected for the stays of the record");
        return (stopping => stays is null ? RecordedAsync(requester, others, stopping) : Task.FromResult(Of(stays, others)), null);
    }

    /// <summary>The two parts; what is wrong with them is noted.</summary>
    private static async Task<Parts> PartsAsync(HttpRequest request, Stream body, Problems problems, CancellationToken cancellation)
    {
        try
        {
            request.Body = body;
            request.HttpContext.Features.Set<IFormFeature>(
                new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = MostBytes, MemoryBufferThreshold = MostBytes })
            );
            var form = await request.ReadFormAsync(cancellation);
            foreach (
                var name in form
                    .Keys.Concat(form.Files.Select(file => file.Name))
                    .Distinct()
                    .Where(name => name is not (StaysPart or ProtectedPart))
            )
                problems.Add(JsonText.Shown(name), $"is not a known part; known are {StaysPart} and {ProtectedPart}, each a file");
            foreach (var name in form.Keys.Where(name => name is StaysPart or ProtectedPart))
                problems.Add(name, "must be a file");
            return new Parts(Bytes(form.Files, StaysPart, problems), Bytes(form.Files, ProtectedPart, problems));
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            problems.Add(RequestBody.Field, "is not valid multipart/form-data");
            return new Parts(null, null);
        }
    }

    private static async Task<byte[]> BytesAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static byte[]? Bytes(IFormFileCollection files, string name, Problems problems)
    {
        var named = files.GetFiles(name);
        if (named.Count > 1)
            problems.Add(name, "is there twice");
        if (named.Count == 0)
            return null;
        using var stream = named[0].OpenReadStream();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The stays of the record as they are exported to this caller, each case's access log reported.</summary>
    private async Task<TrainingData> RecordedAsync(Requester requester, byte[]? others, CancellationToken stopping)
    {
        var (faults, referenceData, day) = (new CsvFaults(), referenceStore.Current.ReferenceDataSet, today.InCopenhagen());
        var read = await ExportedTrainingSet.ReadAsync(export.PagesAsync(requester, day), referenceData, day, Limits, faults, stopping);
        using var attributes = others is null ? null : new MemoryStream(others);
        return TrainingData.Of(StayCsv.With(read, attributes, Limits, faults));
    }

    private TrainingData Of(byte[] stays, byte[]? others)
    {
        using var one = new MemoryStream(stays);
        using var other = others is null ? null : new MemoryStream(others);
        return TrainingData.Read(one, other, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), Limits);
    }

    private static ProblemAnswer TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "The request is too large.", $"It may hold at most {MostBytes} bytes.");

    private static ProblemAnswer OtherType() =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "The body must be a file of stays (text/csv), files as multipart/form-data, or an empty JSON object for the stays of the "
                + "record."
        );

    private sealed record Parts(byte[]? Stays, byte[]? Protected);
}
