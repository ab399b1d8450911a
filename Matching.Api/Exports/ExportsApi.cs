using Matching.Api.Http;
using Matching.Api.OpenApi;
using Matching.Api.Security;
using Matching.Engine.Reading;

namespace Matching.Api.Exports;

/// <summary>What analysts work with, over HTTP.</summary>
public static class ExportsApi
{
    /// <summary>The routes.</summary>
    public static void MapExports(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/exports/rankings", Export).ForRoles(Role.Analyst).WithTags("Exports").DescribeRankingExport();

    private static IResult Export(HttpContext context, RankingExport export)
    {
        var problems = new Problems();
        var query = context.Request.Query;
        QueryText.RefuseStrangers(query, problems, "from", "to");
        var (from, to) = (QueryText.Day(query, "from", problems), QueryText.Day(query, "to", problems));
        if (from > to)
            problems.Add("to", "must not be before from");
        var requester = Requester.Of(context, problems);
        return problems.None ? new Lines(export, from, to, requester) : ProblemAnswer.BadInput(problems);
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
