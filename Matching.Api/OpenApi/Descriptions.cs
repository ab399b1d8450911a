namespace Matching.Api.OpenApi;

/// <summary>What the OpenAPI document says of each call.</summary>
internal static class Descriptions
{
    public static void DescribeRank(this RouteHandlerBuilder route) => route.WithSummary("Rank every placement for one child, and record it");
    public static void DescribeFind(this RouteHandlerBuilder route) => route.WithSummary("A recorded ranking");
    public static void DescribeReplay(this RouteHandlerBuilder route) => route.WithSummary("Rank a recorded request anew and compare");
    public static void DescribePlacements(this RouteHandlerBuilder route) => route.WithSummary("The catalogue in force");
    public static void DescribePlacement(this RouteHandlerBuilder route) => route.WithSummary("One placement");
    public static void DescribeAvailability(this RouteHandlerBuilder route) => route.WithSummary("Report free places");
    public static void DescribeVerification(this RouteHandlerBuilder route) => route.WithSummary("Verify the whole log");
    public static void DescribeLive(this RouteHandlerBuilder route) => route.WithSummary("Is the process alive?");
    public static void DescribeReady(this RouteHandlerBuilder route) => route.WithSummary("Can the service rank and record?");
}
