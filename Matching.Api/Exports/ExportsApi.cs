using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;

namespace Matching.Api.Exports;

/// <summary>What analysts work with, over HTTP.</summary>
public static class ExportsApi
{
    private const string Csv = "text/csv",
        Json = "application/json";

    /// <summary>The routes.</summary>
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/exports/rankings", ExportRankings).ForRoles(Role.Analyst).WithTags("Exports").DescribeRankingExport();
        app.MapGet("/v1/stays", ExportStays)
            .ForRoles(Role.Analyst, Role.Auditor, Role.Administrator)
            .WithTags("Stays")
            .DescribeStayExport();
    }

    private static IResult ExportRankings(HttpContext context, RankingExport export)
    {
        var problems = new Problems();
        var query = context.Request.Query;
        QueryText.RejectUnknownParameters(query, problems, "from", "to");
        var (from, to) = (QueryText.Date(query, "from", problems), QueryText.Date(query, "to", problems));
        if (from > to)
            problems.Add("to", "must not be before from");
        var requester = Requester.Of(context, problems);
        return problems.None ? new Lines(export, from, to, requester) : ProblemAnswer.BadInput(problems);
    }

    private static IResult ExportStays(HttpContext context, StayExport export, Today today)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return AcceptedMediaType.Of(context.Request, Json, Csv) switch
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

    /// <summary>Line by line as it is read, so that it may be of any length.</summary>
    private sealed record Lines(RankingExport Source, DateOnly? From, DateOnly? To, Requester Requester) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/x-ndjson";
            response.Headers.CacheControl = "no-store";
            await foreach (var row in Source.RowsAsync(From, To, Requester))
                await response.BodyWriter.WriteAsync(row, httpContext.RequestAborted);
        }
    }
}
