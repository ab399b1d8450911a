using Matching.Api.Http;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Stays;

/// <summary>What the OpenAPI document says of the calls about stays.</summary>
internal static class StayDescriptions
{
    private const string Json = "application/json";

    public static void DescribeBeginStay(this RouteHandlerBuilder route) =>
        route
            .WithName("beginStay")
            .WithSummary("Record that a child came to a placement")
            .WithDescription(
                "Whoever lives where is decided by people; this is the record of it, so that it can be seen what comes of stays. The "
                    + "facts that are known at the start are those of the ranking it followed. A ranking that "
                    + "was recorded after the start, or speaks of a later day, is taken, and its facts are not used: notices then says "
                    + "facts-after-start. A stay that overlaps another of the case is refused (409, overlaps "
                    + "names them): a child lives in one place at a time, and a stay goes on until its end is recorded. It may begin "
                    + "on the day another ended, and what a court decided may run beside others. Recorded before it is answered."
            )
            .WithMetadata(
                Purpose,
                new DescribedParameter(
                    "Idempotency-Key",
                    InHeader: true,
                    "The same key with the same JSON value gives the same stay (200), recorded once; with another body 422."
                )
            )
            .WithMetadata(
                new DescribedExample(
                    "without-ranking",
                    """{ "caseReference": "SOF-2026-00017", "placementId": "skodsborg", "start": "2025-04-01", "track": "social" }"""
                ),
                new DescribedExample(
                    "open-place",
                    """{ "caseReference": "SOF-2026-00017", "placementId": "skodsborg-open", "start": "2025-04-01" }"""
                )
            )
            .Accepts<StayRequestShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 422, 503);

    public static void DescribeFindStay(this RouteHandlerBuilder route) =>
        route.WithName("getStay").WithSummary("A recorded stay").WithMetadata(Purpose).Fails(400, 404, 410, 503);

    public static void DescribeEndStay(this RouteHandlerBuilder route) =>
        route
            .WithName("endStay")
            .WithSummary("Record how a stay ended")
            .WithDescription(
                "Once: the same again is answered 200 and recorded once, anything else 409. With corrects it takes the place of what "
                    + "was recorded of the end before, which stays in the log; 409 when the stay would "
                    + "then overlap another, which overlaps names, or is withdrawn. Recorded before it is answered."
            )
            .WithMetadata(Purpose)
            .WithMetadata(
                new DescribedExample(
                    "breakdown",
                    """{ "end": "2025-06-30", "ending": "breakdown", "endedBy": "place", "reportedBy": "place" }"""
                ),
                new DescribedExample("transfer", """{ "end": "2025-06-30", "ending": "transfer", "movedTo": "secure" }"""),
                new DescribedExample(
                    "correction",
                    """{ "end": "2025-06-28", "ending": "planned", "reportedBy": "place", "corrects": true }"""
                ),
                new DescribedExample("planned", """{ "end": "2025-06-30", "ending": "planned", "reportedBy": "team" }""")
            )
            .Accepts<StayEndShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 503);

    public static void DescribeWithdrawStay(this RouteHandlerBuilder route) =>
        route
            .WithName("withdrawStay")
            .WithSummary("Withdraw a stay that was recorded in error")
            .WithDescription(
                "It stays in the record, says that it is withdrawn, overlaps nothing and is not exported; what did happen is "
                    + "recorded as another stay. The same again is answered 200 and recorded once, another reason 409. "
                    + "Recorded before it is answered."
            )
            .WithMetadata(Purpose)
            .Accepts<StayWithdrawalShape>(Json)
            .Fails(400, 404, 409, 410, 413, 415, 503);
}
