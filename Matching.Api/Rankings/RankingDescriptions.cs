using Matching.Api.Http;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Rankings;

/// <summary>What the OpenAPI document says of the calls about rankings.</summary>
internal static class RankingDescriptions
{
    private const string Json = "application/json";

    public static void DescribeRank(this RouteHandlerBuilder route) =>
        route
            .WithName("rank")
            .WithSummary("Rank every placement for one child, and record it")
            .WithDescription("The answer is durably recorded before it is sent. People decide; the service never does.")
            .WithMetadata(
                Top,
                Purpose,
                new DescribedParameter(
                    "Idempotency-Key",
                    InHeader: true,
                    "The same key with the same JSON value gives the same ranking (200), recorded once; with another body 422."
                )
            )
            .WithMetadata(new WorkedExamples())
            .Accepts<RankingRequestShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 422, 503);

    public static void DescribeFind(this RouteHandlerBuilder route) =>
        route.WithName("getRanking").WithSummary("A recorded ranking").WithMetadata(Top, Purpose).Fails(400, 404, 410, 503);

    public static void DescribeReplay(this RouteHandlerBuilder route) =>
        route
            .WithName("replayRanking")
            .WithSummary("Rank a recorded request again on the recorded versions, and compare")
            .WithMetadata(Purpose)
            .Fails(400, 404, 410, 503);
}
