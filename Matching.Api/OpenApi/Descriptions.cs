using Matching.Api.Audit;
using Matching.Api.Health;
using Matching.Api.Rankings;

namespace Matching.Api.OpenApi;

/// <summary>What the OpenAPI document says of each call.</summary>
internal static class Descriptions
{
    private const string Json = "application/json", ProblemJson = "application/problem+json";

    private static readonly DescribedParameter Top =
        new("top", InHeader: false, "Show only the first N ranked placements, and how many are omitted. A view: the record holds all.", IsNumber: true);

    private static readonly DescribedParameter Language = new("Accept-Language", InHeader: true, "da (default) or en, for all texts.");

    public static void DescribeRank(this RouteHandlerBuilder route) => route
        .WithName("rank").WithSummary("Rank every placement for one child, and record it")
        .WithDescription("The answer is durably recorded before it is sent. People decide; the service never does.")
        .WithMetadata(Top, Language, new DescribedParameter("Idempotency-Key", InHeader: true, "The same key with the same JSON value gives the same ranking (200), recorded once; with another body 422."))
        .WithMetadata(new WorkedExamples())
        .Accepts<RankingRequestShape>(Json)
        .Produces<RankingAnswerShape>(StatusCodes.Status201Created).Produces<RankingAnswerShape>(StatusCodes.Status200OK)
        .Fails(400, 409, 413, 415, 422, 503);

    public static void DescribeFind(this RouteHandlerBuilder route) => route
        .WithName("getRanking").WithSummary("A recorded ranking").WithMetadata(Top, Language)
        .Produces<RankingAnswerShape>().Fails(400, 404, 410);

    public static void DescribeReplay(this RouteHandlerBuilder route) => route
        .WithName("replayRanking").WithSummary("Rank a recorded request anew on the recorded versions, and compare")
        .Produces<ReplayResult>().Fails(400, 404, 410);

    public static void DescribePlacements(this RouteHandlerBuilder route) => route
        .WithName("listPlacements").WithSummary("The catalogue in force").Produces<CatalogueShape>().Fails();

    public static void DescribePlacement(this RouteHandlerBuilder route) => route
        .WithName("getPlacement").WithSummary("One placement of the catalogue in force").Produces<object>().Fails(404);

    public static void DescribeAvailability(this RouteHandlerBuilder route) => route
        .WithName("reportAvailability").WithSummary("Report free places; the latest report is in force")
        .Accepts<AvailabilityReportShape>(Json).Produces(StatusCodes.Status204NoContent).Fails(400, 404, 413, 415, 503);

    public static void DescribeVerification(this RouteHandlerBuilder route) => route
        .WithName("verifyLog").WithSummary("Verify the whole log, entry by entry").Produces<VerificationAnswer>().Fails();

    public static void DescribeLive(this RouteHandlerBuilder route) => route
        .WithName("live").WithSummary("Does the process run?").Produces<LiveAnswer>();

    public static void DescribeReady(this RouteHandlerBuilder route) => route
        .WithName("ready").WithSummary("Can the service rank and record?")
        .WithDescription("When it cannot, 503 names every reason in reasons, each with code and text.")
        .Produces<ReadyAnswer>().Produces<NotReadyShape>(StatusCodes.Status503ServiceUnavailable, ProblemJson);

    private static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses.Concat([401, 403]))
            route.Produces<ProblemShape>(status, ProblemJson);
        return route;
    }
}

/// <summary>A query parameter or header of a call.</summary>
internal sealed record DescribedParameter(string Name, bool InHeader, string Description, bool IsNumber = false);

/// <summary>Marks the call that the example cases are requests to.</summary>
internal sealed record WorkedExamples;
