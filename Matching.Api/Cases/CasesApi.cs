using Matching.Api.Http;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Cases;

/// <summary>Cases over HTTP: what is recorded, who looked, who may look, how long it is kept, and its erasure.</summary>
public static class CasesApi
{
    /// <summary>The routes. A <c>/</c> within a case reference is written <c>%2F</c>.</summary>
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var cases = app.MapApi("/v1/cases", "Cases");
        cases
            .MapGet("/{caseReference}", ReadAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Administrator, Role.Auditor)
            .DescribeCase();
        cases.MapGet("/{caseReference}/access-log", ExportAccessAsync).ForRoles(Role.Administrator, Role.Auditor).DescribeAccessLog();
        cases.MapPut("/{caseReference}/team", LimitAsync).ForRoles(Role.CaseSystem, Role.Administrator).DescribeTeam();
        cases.MapPut("/{caseReference}/legal-hold", HoldAsync).ForRoles(Role.Administrator).DescribeHold();
        cases.MapPost("/{caseReference}/erasure", EraseAsync).ForRoles(Role.Administrator).DescribeErasure();
        app.MapApi("/v1/retention", "Cases").MapGet("/due", DueAsync).ForRoles(Role.Administrator, Role.Auditor).DescribeDue();
    }

    private static async Task<Results<Ok<CaseOverview>, ProblemAnswer>> ReadAsync(
        CaseReference caseReference,
        Requester requester,
        CaseHandler handler
    ) => await handler.ReadAsync(caseReference, requester) is { } overview ? TypedResults.Ok(overview) : NoSuchCase();

    private static async Task<Results<Ok<AccessLogAnswer>, ProblemAnswer>> ExportAccessAsync(
        CaseReference caseReference,
        Requester requester,
        CaseHandler handler
    ) =>
        await handler.ExportAccessAsync(caseReference, requester) is { } entries
            ? TypedResults.Ok(new AccessLogAnswer(caseReference.Value, entries))
            : NoSuchCase();

    private static async Task<Results<NoContent, ProblemAnswer>> LimitAsync(
        CaseReference caseReference,
        Requester requester,
        Body<TeamRequest> body,
        CaseHandler handler
    ) => await handler.LimitAsync(caseReference, body.Value.Team, requester) is null ? NoSuchCase() : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemAnswer>> HoldAsync(
        CaseReference caseReference,
        Requester requester,
        Body<HoldRequest> body,
        CaseHandler handler
    ) =>
        await handler.HoldAsync(caseReference, body.Value.Held, body.Value.Reason, requester) is null
            ? NoSuchCase()
            : TypedResults.NoContent();

    private static async Task<Results<Ok<Erased>, ProblemAnswer>> EraseAsync(
        CaseReference caseReference,
        Requester requester,
        Body<ErasureRequest> body,
        CaseHandler handler
    ) => await handler.EraseAsync(caseReference, body.Value.Reason, requester) is { } erased ? TypedResults.Ok(erased) : NoSuchCase();

    private static async Task<Ok<DueAnswer>> DueAsync(Requester requester, CaseHandler handler) =>
        TypedResults.Ok(new DueAnswer(await handler.DueAsync(requester)));

    internal static ProblemAnswer NoSuchCase() => new(StatusCodes.Status404NotFound, "There is no such case.");
}

/// <summary>The access log of a case, oldest first.</summary>
public sealed record AccessLogAnswer(string CaseReference, IReadOnlyList<Access> Entries);

/// <summary>The cases that should be erased by now.</summary>
public sealed record DueAnswer(IReadOnlyList<CaseDue> Cases);
