using System.Globalization;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Stays;

/// <summary>Stays and what came of them, over HTTP.</summary>
public static class StaysApi
{
    private const string Prefix = "/v1/stays";

    /// <summary>The routes.</summary>
    public static void MapStays(this IEndpointRouteBuilder app)
    {
        var stays = app.MapApi(Prefix, "Stays").WhenErased("The stay was erased.");
        stays.MapPost("", BeginAsync).ForRoles(Role.Visitator, Role.CaseSystem).AnswersFaultsItself().DescribeBeginStay();
        stays.MapGet("/{id}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindStay();
        stays.MapPatch("/{id}", EndAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeEndStay();
        stays.MapPost("/{id}/withdrawal", WithdrawAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeWithdrawStay();
    }

    private static async Task<Results<Created<StayAnswer>, Ok<StayAnswer>, ProblemAnswer>> BeginAsync(
        HttpContext context,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        StayHandler handler,
        ReferenceDataStore referenceStore,
        Today today
    )
    {
        var problems = context.Problems();
        var request = StayRequest.Read(body.Root, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), problems);
        if (request is null || !problems.None)
        {
            return await handler.FindByKeyAsync(body.Root, requester, key) is { Stay: { } recorded }
                ? Ok(recorded)
                : ProblemAnswer.BadInput(problems);
        }
        return await handler.BeginAsync(request, body.Root, requester, key, problems) switch
        {
            null => CasesApi.NoSuchCase(),
            { Stay: { } stay, IsNew: true } => TypedResults.Created($"{Prefix}/{stay.StayId}", StayAnswer.Of(stay)),
            { Stay: { } stay } => Ok(stay),
            var refused => Refused(refused, problems),
        };
    }

    private static async Task<Results<Ok<StayAnswer>, ProblemAnswer>> FindAsync(StayId id, Requester requester, StayHandler handler) =>
        await handler.FindAsync(id, requester) is { } stay ? Ok(stay) : NoSuchStay();

    private static async Task<Results<Ok<StayAnswer>, ProblemAnswer>> EndAsync(
        HttpContext context,
        StayId id,
        Requester requester,
        Body<StayEndRequest> end,
        StayHandler handler
    ) => Answer(await handler.EndAsync(id, end.Value, requester, context.Problems()), context.Problems());

    private static async Task<Results<Ok<StayAnswer>, ProblemAnswer>> WithdrawAsync(
        HttpContext context,
        StayId id,
        Requester requester,
        Body<StayWithdrawalRequest> withdrawal,
        StayHandler handler
    ) => Answer(await handler.WithdrawAsync(id, withdrawal.Value.Reason, requester), context.Problems());

    private static Results<Ok<StayAnswer>, ProblemAnswer> Answer(StayOutcome? outcome, Problems problems) =>
        outcome switch
        {
            null => NoSuchStay(),
            { Stay: { } stay } => Ok(stay),
            var refused => Refused(refused, problems),
        };

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
                $"It overlaps with other stays of the child: {string.Join("; ", outcome.Overlapped.Select(Named))}. A stay goes on until "
                    + "its end is recorded. One of them is wrong: end it, correct its end, or withdraw it."
            )
            {
                Extension = (writer, _) => WriteOverlapped(writer, outcome.Overlapped),
            },
            _ => ProblemAnswer.BadInput(problems),
        };

    /// <summary>Its id and its days as an interval of ISO 8601, which reads the same in every language.</summary>
    private static string Named(RecordedStay stay) =>
        $"{stay.StayId} ({Date(stay.Stay.Start)}/{(stay.End is { } end ? Date(end.End) : "..")})";

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

    private static Ok<StayAnswer> Ok(RecordedStay stay) => TypedResults.Ok(StayAnswer.Of(stay));

    private static ProblemAnswer NoSuchStay() => new(StatusCodes.Status404NotFound, "There is no such stay.");
}
