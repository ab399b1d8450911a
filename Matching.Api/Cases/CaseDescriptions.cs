using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Cases;

/// <summary>What the OpenAPI document says of the calls about cases.</summary>
internal static class CaseDescriptions
{
    private const string Json = "application/json";

    public static void DescribeCase(this RouteHandlerBuilder route) =>
        route
            .WithName("getCase")
            .WithSummary("What is recorded about a case")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeAccessLog(this RouteHandlerBuilder route) =>
        route
            .WithName("getAccessLog")
            .WithSummary("Who did what with a case, for the right of access; the export itself is its last line")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Fails(400, 404, 503);

    public static void DescribeTeam(this RouteHandlerBuilder route) =>
        route
            .WithName("limitCase")
            .WithSummary("Limit a case to a team; callers of other teams get 404")
            .WithDescription(
                "A case that is not there yet begins so; 409 with the code like-reference where its name would be taken for another's."
            )
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Accepts<TeamShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribeHold(this RouteHandlerBuilder route) =>
        route
            .WithName("holdCase")
            .WithSummary("Set or lift a legal hold: while it stands, the case cannot be erased")
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Accepts<LegalHoldShape>(Json)
            .Fails(400, 404, 413, 415, 503);

    public static void DescribeErasure(this RouteHandlerBuilder route) =>
        route
            .WithName("eraseCase")
            .WithSummary("Destroy the key of a case: nothing of it can be read again, and the log stays whole")
            .WithDescription(
                "409 while a legal hold or a period of retention runs; every reason is listed. Afterwards its rankings answer 410."
            )
            .WithMetadata(Purpose, CaseReference.DescribedInQuery)
            .Accepts<ErasureShape>(Json)
            .Fails(400, 404, 409, 413, 415, 503);

    public static void DescribeDue(this RouteHandlerBuilder route) =>
        route.WithName("listCasesDue").WithSummary("The cases that should be erased by now").WithMetadata(Purpose).Fails(400, 503);
}
