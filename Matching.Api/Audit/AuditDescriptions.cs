using Matching.Api.Http;
using static Matching.Api.Http.EndpointDescriptions;

namespace Matching.Api.Audit;

/// <summary>What the OpenAPI document says of the calls about the log and its proofs.</summary>
internal static class AuditDescriptions
{
    public static void DescribeVerification(this RouteHandlerBuilder route) =>
        route.WithName("verifyLog").WithSummary("Verify the whole log, entry by entry").Fails(400, 503);

    public static void DescribeCheckpoint(this RouteHandlerBuilder route) =>
        route
            .WithName("getCheckpoint")
            .WithSummary("A signed checkpoint of the log as it is now")
            .WithDescription(
                "A signed note (C2SP tlog-checkpoint): origin, number of entries, Merkle root, chain hash of the last entry, time. "
                    + "Keep it elsewhere: it shows any later change."
            )
            .Produces<string>(contentType: "text/plain")
            .Fails(400, 409, 503);

    public static void DescribePublicKey(this RouteHandlerBuilder route) =>
        route
            .WithName("getPublicKey")
            .WithSummary("The key that checkpoints are checked with, as PEM")
            .Produces<string>(contentType: "application/x-pem-file")
            .Fails(400, 409, 503);

    public static void DescribeInclusion(this RouteHandlerBuilder route) =>
        route
            .WithName("proveInclusion")
            .WithSummary("Prove that an entry is in the log of some size")
            .WithDescription(
                "Merkle inclusion proof (RFC 9162, 2.1.3); the leaf's data is the entry's chain hash, its index the entry's number "
                    + "less one."
            )
            .WithMetadata(
                new DescribedParameter(
                    "size",
                    InHeader: false,
                    "The number of entries, such as a checkpoint's; default all there are.",
                    IsNumber: true
                )
            )
            .Fails(400, 409, 503);

    public static void DescribeConsistency(this RouteHandlerBuilder route) =>
        route
            .WithName("proveConsistency")
            .WithSummary("Prove that the log of one size is the beginning of that of another")
            .WithDescription("Merkle consistency proof (RFC 9162, 2.1.4).")
            .WithMetadata(
                new DescribedParameter("from", InHeader: false, "The earlier number of entries; required.", IsNumber: true),
                new DescribedParameter("to", InHeader: false, "The later number of entries; default all there are.", IsNumber: true)
            )
            .Fails(400, 409, 503);
}
