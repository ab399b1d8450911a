using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Health;

/// <summary>What the OpenAPI document says of the calls about health.</summary>
internal static class HealthDescriptions
{
    private const string ProblemJson = "application/problem+json";

    public static void DescribeLive(this RouteHandlerBuilder route) =>
        route.WithName("live").WithSummary("Does the process run?").FailsWith(400).RefusesWhatIsTooLarge();

    public static void DescribeReady(this RouteHandlerBuilder route) =>
        route
            .WithName("ready")
            .WithSummary("Can the service rank and record?")
            .WithDescription("When it cannot, 503 names every reason in reasons, each with code and text.")
            .Produces<NotReadyShape>(StatusCodes.Status503ServiceUnavailable, ProblemJson)
            .FailsWith(400)
            .RefusesWhatIsTooLarge();
}
