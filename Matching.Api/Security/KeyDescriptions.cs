using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Security;

/// <summary>What the OpenAPI document says of the calls about keys.</summary>
internal static class KeyDescriptions
{
    private const string Json = "application/json";

    public static void DescribeIssueKey(this RouteHandlerBuilder route) =>
        route
            .WithName("issueKey")
            .WithSummary("Make a key for a new caller; it is shown this once")
            .WithDescription("An administrator may give any role, for the teams they work for themselves. Who made the key is recorded.")
            .Accepts<KeyRequestShape>(Json)
            .Produces<IssuedKeyAnswer>(StatusCodes.Status201Created)
            .Fails(400, 409, 413, 415, 503);

    public static void DescribeListKeys(this RouteHandlerBuilder route) =>
        route.WithName("listKeys").WithSummary("Every key the service keeps, without its secret").Fails(400);

    public static void DescribeRevokeKey(this RouteHandlerBuilder route) =>
        route.WithName("revokeKey").WithSummary("End a key at once").Fails(400, 404, 503);

    public static void DescribeRotateKey(this RouteHandlerBuilder route) =>
        route
            .WithName("rotateKey")
            .WithSummary("Make another key for the same caller; the old one expires after the overlap")
            .WithDescription("A key for teams that the administrator does not work for is not theirs to see.")
            .Accepts<KeyRotationShape>(Json)
            .Produces<IssuedKeyAnswer>(StatusCodes.Status201Created)
            .Fails(400, 404, 409, 413, 415, 503);
}
