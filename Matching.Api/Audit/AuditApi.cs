using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.Security;
using Matching.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Audit;

/// <summary>Proof that the record is whole, over HTTP.</summary>
public static class AuditApi
{
    /// <summary>The routes.</summary>
    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapApi("/v1/audit", "Audit")
            .MapGet("/verification", VerifyAsync)
            .ForRoles(Role.Auditor, Role.Administrator)
            .DescribeVerification();

    private static async Task<Results<Ok<VerificationAnswer>, ProblemAnswer>> VerifyAsync(
        MatchingStore store,
        LongWork work,
        CancellationToken cancellation
    )
    {
        var result = await work.RunAsync(
            given => store.Verification.Run(claimsOf: RankingRecordJson.ClaimsOf, cancellation: given),
            cancellation
        );
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
