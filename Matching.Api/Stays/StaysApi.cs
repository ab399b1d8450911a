using System.Globalization;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Stays;

/// <summary>Stays and what came of them, over HTTP.</summary>
public static class StaysApi
{
    /// <summary>The routes.</summary>
    public static void MapStays(this IEndpointRouteBuilder app)
    {
        var stays = app.MapGroup("/v1/stays").WithTags("Stays");
        stays.MapPost("", BeginAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeBeginStay();
        stays.MapGet("/{id}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindStay();
        stays.MapPatch("/{id}", EndAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeEndStay();
        stays.MapPost("/{id}/withdrawal", WithdrawAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeWithdrawStay();
    }

    private static async Task<IResult> BeginAsync(HttpContext context, StayHandler handler, ReferenceDataStore referenceStore)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var key = RankingsApi.ReadIdempotencyKey(context.Request, problems);
        var requester = Requester.Of(context, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var request = StayRequest.Read(json.RootElement, referenceStore.Current.ReferenceDataSet, problems);
            if (request is null || !problems.None)
                return await RecordedAsync(context, handler, json.RootElement, requester, key) ?? ProblemAnswer.BadInput(problems);
            return await UnlessErasedAsync(async () =>
            {
                try
                {
                    return await handler.BeginAsync(request, json.RootElement, requester, key, problems) switch
                    {
                        null => new ProblemAnswer(StatusCodes.Status404NotFound, "There is no such case."),
                        { Stay: { } stay, IsNew: var isNew } => Ok(context, stay, isNew),
                        var refused => Refused(refused, problems),
                    };
                }
                catch (IdempotencyMismatchException)
                {
                    return new ProblemAnswer(StatusCodes.Status422UnprocessableEntity, "The idempotency key was used with another body.");
                }
            });
        }
    }

    /// <summary>The same key and body give the same answer for ever, also when the catalogue no longer lets the body be read.</summary>
    private static async Task<IResult?> RecordedAsync(
        HttpContext context,
        StayHandler handler,
        JsonElement body,
        Requester requester,
        string? key
    )
    {
        if (key is null)
            return null;
        try
        {
            return await handler.FindByKeyAsync(body, requester, key) is { } stay ? Ok(context, stay, isNew: false) : null;
        }
        // A body with half a character in it was never recorded: it has no canonical form.
        catch (Exception refused)
            when (refused is IdempotencyMismatchException or PayloadUnreadableException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Task<IResult> EndAsync(HttpContext context, string id, StayHandler handler, Today today) =>
        ChangeAsync(
            context,
            id,
            (body, problems) => StayRequest.ReadEnd(body, today.InCopenhagen(), problems),
            (end, requester, problems) => handler.EndAsync(id, end, requester, problems)
        );

    private static Task<IResult> WithdrawAsync(HttpContext context, string id, StayHandler handler) =>
        ChangeAsync<StayWithdrawalReason?>(
            context,
            id,
            StayRequest.ReadWithdrawal,
            (reason, requester, _) => handler.WithdrawAsync(id, reason!.Value, requester)
        );

    private static async Task<IResult> ChangeAsync<T>(
        HttpContext context,
        string id,
        Func<JsonElement, Problems, T?> read,
        Func<T, Requester, Problems, Task<StayOutcome?>> change
    )
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var request = read(json.RootElement, problems);
            if (request is null || !problems.None)
                return ProblemAnswer.BadInput(problems);
            return await UnlessErasedAsync(async () =>
                (IsId(id) ? await change(request, requester, problems) : null) switch
                {
                    null => NoSuchStay(),
                    { Stay: { } stay } => Ok(context, stay, isNew: false),
                    var refused => Refused(refused, problems),
                }
            );
        }
    }

    private static ProblemAnswer Refused(StayOutcome outcome, Problems problems) =>
        outcome.Refusal switch
        {
            StayRefusal.EndedOtherwise => new(
                StatusCodes.Status409Conflict,
                "The stay has ended otherwise.",
                "What was recorded of its end stays as it is, unless corrects is true; GET shows it."
            ),
            StayRefusal.Withdrawn => new(
                StatusCodes.Status409Conflict,
                "The stay is withdrawn.",
                "What happened is recorded as another stay; GET shows why this one was withdrawn."
            ),
            StayRefusal.Overlap => new(
                StatusCodes.Status409Conflict,
                "The child would live in two places at once.",
                $"It overlaps {string.Join(", and ", outcome.Overlapped.Select(InWords))}. A stay goes on until its end is recorded. "
                    + $"One of them is wrong: end it, correct its end, or withdraw it."
            )
            {
                Extension = writer => WriteOverlapped(writer, outcome.Overlapped),
            },
            _ => ProblemAnswer.BadInput(problems),
        };

    private static string InWords(RecordedStay stay) =>
        $"the stay {stay.StayId} from {Date(stay.Stay.Start)} {(stay.End is { } end ? $"to {Date(end.End)}" : "on")}";

    private static void WriteOverlapped(Utf8JsonWriter writer, IReadOnlyList<RecordedStay> overlapped)
    {
        writer.WriteStartArray("overlaps");
        foreach (var stay in overlapped)
        {
            writer.WriteStartObject();
            writer.WriteString("stayId", stay.StayId);
            writer.WriteString("start", Date(stay.Stay.Start));
            writer.WriteString("end", stay.End is { } end ? Date(end.End) : null);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<IResult> FindAsync(HttpContext context, string id, StayHandler handler)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return await UnlessErasedAsync(async () =>
            IsId(id) && await handler.FindAsync(id, requester) is { } stay ? Ok(context, stay, isNew: false) : NoSuchStay()
        );
    }

    private static async Task<IResult> UnlessErasedAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
        {
            return new ProblemAnswer(StatusCodes.Status410Gone, "The stay was erased.");
        }
    }

    private static bool IsId(string id) => Guid.TryParseExact(id, "D", out _);

    private static IResult Ok(HttpContext context, RecordedStay stay, bool isNew)
    {
        context.Response.Headers.CacheControl = "no-store";
        var answer = StayAnswer.Of(stay);
        return isNew ? TypedResults.Created($"/v1/stays/{stay.StayId}", answer) : TypedResults.Ok(answer);
    }

    private static ProblemAnswer NoSuchStay() => new(StatusCodes.Status404NotFound, "There is no such stay.");
}
