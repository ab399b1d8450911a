using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Storage;

namespace Matching.Api.Audit;

/// <summary>Proof that the record is whole, over HTTP.</summary>
public static class AuditApi
{
    /// <summary>The routes.</summary>
    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/audit/verification", Verify).ForRoles(Role.Auditor, Role.Administrator).WithTags("Audit").DescribeVerification();

    private static IResult Verify(HttpContext context, MatchingStore store)
    {
        if (QueryText.Refusal(context) is { } refusal)
            return refusal;
        var result = store.Verification.Run(documentsOf: RankingRecordJson.DocumentsOf, cancellation: context.RequestAborted);
        return TypedResults.Ok(
            new VerificationAnswer(
                result.Intact,
                result.Entries,
                result.Head,
                result.FirstBrokenSequence,
                result.FirstBrokenEntry,
                result.Problem
            )
        );
    }
}

/// <summary>What verifying the log found; the last three are null while it is intact.</summary>
public sealed record VerificationAnswer(
    bool Intact,
    long Entries,
    string Head,
    long? FirstBrokenSequence,
    string? FirstBrokenEntry,
    string? Problem
);
