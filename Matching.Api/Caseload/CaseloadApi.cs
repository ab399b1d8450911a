using Matching.Api.Cases;
using Matching.Api.Codes;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Caseload;

/// <summary>Lists of cases, closing them and what other systems call them, over HTTP.</summary>
public static class CaseloadApi
{
    private const string Prefix = "/v1/cases";

    /// <summary>The routes.</summary>
    public static void MapCaseload(this IEndpointRouteBuilder app)
    {
        var cases = app.MapApi(Prefix, "Cases");
        cases.MapGet("", ListAsync).ForRoles(Role.Visitator, Role.Administrator).DescribeCaseList();
        var one = app.MapApi(Prefix + "/{caseReference}", "Cases");
        one.MapPost("/closing", CloseAsync).ForRoles(Role.Visitator, Role.CaseSystem).AnswersFaultsItself().DescribeClose();
        one.MapGet("/closing", FindClosingAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindClosing();
        one.MapPost("/reopening", ReopenAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeReopen();
        one.MapPut("/external-ids", SetExternalIdsAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeSetExternalIds();
        one.MapGet("/external-ids", FindExternalIdsAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindExternalIds();
    }

    private static async Task<Results<Ok<CaseListAnswer>, ProblemAnswer>> ListAsync(
        HttpContext context,
        CaseListQuery query,
        PageQuery page,
        Requester requester,
        CaseloadHandler handler
    )
    {
        CasePosition? after = null;
        if (page.After is { } cursor && (after = CasePosition.FromCursor(cursor, query.Sort)) is null)
        {
            PageQuery.RefuseCursor(context);
            return ProblemAnswer.BadInput(context.Problems());
        }
        var found = await handler.ListAsync(query, page.Limit, after, requester);
        if (found.Last is { } last)
            PageQuery.LinkNext(context, last.CursorIn(query.Sort));
        return TypedResults.Ok(new CaseListAnswer(found.Cases));
    }

    private static async Task<Results<Created<ClosingAnswer>, Ok<ClosingAnswer>, ProblemAnswer>> CloseAsync(
        HttpContext context,
        CaseReference caseReference,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        CaseloadHandler handler,
        CodeLists codes,
        Today today
    )
    {
        var problems = context.Problems();
        var reason = ClosingRequest.Read(body.Root, codes, today.InCopenhagen(), problems);
        return await handler.CloseAsync(caseReference, reason, body.Root, requester, key) is { } outcome ? Answer(caseReference, outcome)
            : problems.None ? CasesApi.NoSuchCase()
            : ProblemAnswer.BadInput(problems);
    }

    private static async Task<Results<Created<ClosingAnswer>, Ok<ClosingAnswer>, ProblemAnswer>> ReopenAsync(
        CaseReference caseReference,
        IdempotencyKey key,
        Requester requester,
        CaseloadHandler handler
    ) => await handler.ReopenAsync(caseReference, requester, key) is { } outcome ? Answer(caseReference, outcome) : CasesApi.NoSuchCase();

    private static Results<Created<ClosingAnswer>, Ok<ClosingAnswer>, ProblemAnswer> Answer(
        CaseReference reference,
        ClosingOutcome outcome
    ) =>
        outcome switch
        {
            { Refusal: { } refusal } => refusal,
            { IsNew: true } => TypedResults.Created(CaseReference.AddressOf(reference.Value, "/closing"), outcome.Closing),
            _ => TypedResults.Ok(outcome.Closing),
        };

    private static async Task<Results<Ok<ClosingAnswer>, ProblemAnswer>> FindClosingAsync(
        CaseReference caseReference,
        Requester requester,
        CaseloadHandler handler
    ) => await handler.FindClosingAsync(caseReference, requester) is { } closing ? TypedResults.Ok(closing) : CasesApi.NoSuchCase();

    private static async Task<Results<Created<ExternalIdsAnswer>, Ok<ExternalIdsAnswer>, ProblemAnswer>> SetExternalIdsAsync(
        HttpContext context,
        CaseReference caseReference,
        EntityConditions conditions,
        Requester requester,
        Body<ExternalIdsRequest> body,
        CaseloadHandler handler
    )
    {
        if (await handler.SetExternalIdsAsync(caseReference, body.Value, conditions, requester) is not { } outcome)
            return CasesApi.NoSuchCase();
        if (outcome.Refusal is { } refusal)
            return refusal;
        var ids = Tagged(context, outcome.Ids!);
        return outcome.IsFirst
            ? TypedResults.Created(CaseReference.AddressOf(caseReference.Value, "/external-ids"), ids)
            : TypedResults.Ok(ids);
    }

    private static async Task<Results<Ok<ExternalIdsAnswer>, ProblemAnswer>> FindExternalIdsAsync(
        HttpContext context,
        CaseReference caseReference,
        Requester requester,
        CaseloadHandler handler
    ) =>
        await handler.FindExternalIdsAsync(caseReference, requester) is { } ids
            ? TypedResults.Ok(Tagged(context, ids))
            : new ProblemAnswer(StatusCodes.Status404NotFound, "Nothing is recorded of what other systems call the case.");

    private static ExternalIdsAnswer Tagged(HttpContext context, ExternalIdsAnswer ids)
    {
        context.Response.Headers.ETag = EntityConditions.TagOf(ids.Version);
        return ids;
    }
}
