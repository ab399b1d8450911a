using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Placements;

/// <summary>What the OpenAPI document says of the calls about placements.</summary>
internal static class PlacementDescriptions
{
    private const string Json = "application/json";
    private const string Days =
        "asOf is today or a day before. A report that is older than the one in force is answered 409 with the code older-report.";

    public static void DescribePlacements(this RouteHandlerBuilder route) =>
        route.WithName("listPlacements").WithSummary("The catalogue in force").Fails(400);

    public static void DescribePlacement(this RouteHandlerBuilder route) =>
        route.WithName("getPlacement").WithSummary("One placement of the catalogue in force").Fails(400, 404);

    public static void DescribeAvailability(this RouteHandlerBuilder route) =>
        route
            .WithName("reportAvailability")
            .WithSummary("Report free places; the latest report is in force")
            .WithDescription(Days)
            .Accepts<AvailabilityReportShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribePeerGroupReport(this RouteHandlerBuilder route) =>
        route
            .WithName("reportPeerGroup")
            .WithSummary("Report who lives at a placement, in counts without names; the latest report is in force")
            .WithDescription(
                "Rankings from then on look at gang ties, severe self-harm and ages among the residents. Replays of earlier ones do "
                    + "not. gangTies and severeSelfHarm are no more than residents. "
                    + Days
            )
            .Accepts<PeerGroupReportShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribePeerGroup(this RouteHandlerBuilder route) =>
        route.WithName("getPeerGroup").WithSummary("Who lives at a placement, as last reported").Fails(400, 404);
}
