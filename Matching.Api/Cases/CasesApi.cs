using Matching.Api.Http;
using Matching.Api.Security;
using Matching.Engine.Parsing;

namespace Matching.Api.Cases;

/// <summary>Cases over HTTP: what is recorded, who looked, who may look, how long it is kept, and its erasure.</summary>
public static class CasesApi
{
    private const int LongestReason = 200;

    /// <summary>The routes. A <c>/</c> within a case reference is written <c>%2F</c>.</summary>
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/v1/cases").WithTags("Cases");
        cases
            .MapGet("/{caseReference}", ReadAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Administrator, Role.Auditor)
            .DescribeCase();
        cases.MapGet("/{caseReference}/access-log", ExportAccessAsync).ForRoles(Role.Administrator, Role.Auditor).DescribeAccessLog();
        cases.MapPut("/{caseReference}/team", LimitAsync).ForRoles(Role.CaseSystem, Role.Administrator).DescribeTeam();
        cases.MapPut("/{caseReference}/legal-hold", HoldAsync).ForRoles(Role.Administrator).DescribeHold();
        cases.MapPost("/{caseReference}/erasure", EraseAsync).ForRoles(Role.Administrator).DescribeErasure();
        app.MapGet("/v1/retention/due", DueAsync).ForRoles(Role.Administrator, Role.Auditor).WithTags("Cases").DescribeDue();
    }

    private static Task<IResult> ReadAsync(HttpContext context, string caseReference, CaseHandler handler) =>
        AskAsync(context, caseReference, handler.ReadAsync);

    private static Task<IResult> ExportAccessAsync(HttpContext context, string caseReference, CaseHandler handler) =>
        AskAsync(
            context,
            caseReference,
            async (reference, requester) =>
                await handler.ExportAccessAsync(reference, requester) is { } entries ? new AccessLogAnswer(reference, entries) : null
        );

    private static Task<IResult> LimitAsync(HttpContext context, string caseReference, CaseHandler handler) =>
        ChangeAsync(
            context,
            caseReference,
            body =>
            {
                var team = body.Text("team", TeamSet.MostLetters);
                if (team is not null && TeamSet.From([team]) is null or { IsEvery: true })
                    body.Fault(
                        "team",
                        "must be 1 to 64 letters, digits or - _ . and no civil registration number (CPR); null opens the case to all teams"
                    );
                if (!body.Names().Contains("team"))
                    body.Fault("team", "is required; null opens the case to all teams");
                return async (reference, requester) =>
                    await handler.LimitAsync(reference, team, requester) is null ? NoSuchCase() : TypedResults.NoContent();
            }
        );

    private static Task<IResult> HoldAsync(HttpContext context, string caseReference, CaseHandler handler) =>
        ChangeAsync(
            context,
            caseReference,
            body =>
            {
                var held = body.Require("held").Boolean("held");
                var reason = body.Require("reason").Text("reason", LongestReason);
                return async (reference, requester) =>
                    await handler.HoldAsync(reference, held!.Value, reason!, requester) is null ? NoSuchCase() : TypedResults.NoContent();
            }
        );

    private static Task<IResult> EraseAsync(HttpContext context, string caseReference, CaseHandler handler) =>
        ChangeAsync(
            context,
            caseReference,
            body =>
            {
                var reason = body.Require("reason").Enum<ErasureReason>("reason");
                return async (reference, requester) =>
                {
                    try
                    {
                        return Answer(context, await handler.EraseAsync(reference, reason!.Value, requester));
                    }
                    catch (CaseMustBeKeptException kept)
                    {
                        return new ProblemAnswer(
                            StatusCodes.Status409Conflict,
                            "The case must be kept.",
                            "It can be erased once everything listed has ended.",
                            kept.Reasons.GroupBy(reason => reason.Path, reason => reason.Reason)
                                .ToDictionary(path => path.Key, path => path.ToArray())
                        );
                    }
                };
            }
        );

    private static async Task<IResult> DueAsync(HttpContext context, CaseHandler handler)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        return problems.None ? Answer(context, new DueAnswer(await handler.DueAsync(requester))) : ProblemAnswer.BadInput(problems);
    }

    /// <summary>Reads a body and changes something, once all of the request is in order.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context,
        string caseReference,
        Func<ObjectReader, Func<string, Requester, Task<IResult>>> read
    )
    {
        var problems = new Problems();
        var (reference, requester) = ReadAddress(context, caseReference, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var body = ObjectReader.Open(json.RootElement, "", problems)!;
            var change = read(body);
            body.Close();
            return problems.None ? await change(reference, requester) : ProblemAnswer.BadInput(problems);
        }
    }

    private static async Task<IResult> AskAsync<T>(HttpContext context, string caseReference, Func<string, Requester, Task<T?>> ask)
        where T : class
    {
        var problems = new Problems();
        var (reference, requester) = ReadAddress(context, caseReference, problems);
        return problems.None ? Answer(context, await ask(reference, requester)) : ProblemAnswer.BadInput(problems);
    }

    private static (string Reference, Requester Requester) ReadAddress(HttpContext context, string caseReference, Problems problems)
    {
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var reference = CaseReference.Read(caseReference, problems);
        return (reference?.Value ?? "", Requester.Of(context, problems));
    }

    private static IResult Answer<T>(HttpContext context, T? answer)
        where T : class
    {
        if (answer is null)
            return NoSuchCase();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }

    private static ProblemAnswer NoSuchCase() => new(StatusCodes.Status404NotFound, "There is no such case.");
}

/// <summary>The access log of a case, oldest first.</summary>
public sealed record AccessLogAnswer(string CaseReference, IReadOnlyList<Access> Entries);

/// <summary>The cases that should be erased by now.</summary>
public sealed record DueAnswer(IReadOnlyList<CaseDue> Cases);
