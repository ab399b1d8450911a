using System.Reflection;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Exports;

/// <summary>What analysts work with, over HTTP.</summary>
public static class ExportsApi
{
    private const string Csv = "text/csv",
        Json = "application/json";

    /// <summary>The routes.</summary>
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapApi("/v1/exports", "Exports").MapGet("/rankings", ExportRankings).ForRoles(Role.Analyst).DescribeRankingExport();
        app.MapApi("/v1/stays", "Stays")
            .MapGet("", ExportStays)
            .ForRoles(Role.Analyst, Role.Auditor, Role.Administrator)
            .DescribeStayExport();
    }

    private static RankingLines ExportRankings(ExportedDays days, Requester requester, RankingExport export) =>
        new(export, days, requester);

    private static Results<StayExportJson, StayExportCsv, ProblemAnswer> ExportStays(
        HttpContext context,
        Requester requester,
        StayExport export,
        Today today
    ) =>
        AcceptedMediaType.Of(context.Request, Json, Csv) switch
        {
            Json => new StayExportJson(export, requester, today.InCopenhagen()),
            Csv => new StayExportCsv(export, requester, today.InCopenhagen()),
            _ => new ProblemAnswer(
                StatusCodes.Status406NotAcceptable,
                "Stays are given in none of the forms that are accepted.",
                $"Accept one of: {Json}, {Csv}."
            ),
        };
}

/// <summary>The days of recording that an export covers.</summary>
/// <param name="From">The first, in Copenhagen; null = from the beginning.</param>
/// <param name="To">The last; null = to the end.</param>
internal readonly record struct ExportedDays(DateOnly? From, DateOnly? To)
{
    /// <summary>Reads the query parameters <c>from</c> and <c>to</c>; faults are noted.</summary>
    public static ValueTask<ExportedDays> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var (query, problems) = (context.Request.Query, context.Problems());
        var (from, to) = (QueryText.Date(query, "from", problems), QueryText.Date(query, "to", problems));
        if (from > to)
            problems.Add("to", "must not be before from");
        return ValueTask.FromResult(new ExportedDays(from, to));
    }
}

/// <summary>Rankings line by line as they are read, so that there may be any number.</summary>
internal sealed class RankingLines(RankingExport source, ExportedDays days, Requester requester) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/x-ndjson";
        await foreach (var row in source.RowsAsync(days.From, days.To, requester))
            await httpContext.SendAsync(row);
    }
}
