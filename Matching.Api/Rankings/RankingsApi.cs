using System.Globalization;
using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Parsing;

namespace Matching.Api.Rankings;

/// <summary>Rankings over HTTP.</summary>
public static class RankingsApi
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int MaxIdempotencyKey = 256;
    private const int MostPlaces = 20_000;

    /// <summary>The routes.</summary>
    public static void MapRankings(this IEndpointRouteBuilder app)
    {
        var rankings = app.MapGroup("/v1/rankings").WithTags("Rankings");
        rankings.MapPost("", RankAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeRank();
        rankings.MapGet("/{id}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFind();
        rankings.MapPost("/{id}/replay", ReplayAsync).ForRoles(Role.Visitator, Role.Auditor).DescribeReplay();
    }

    private static async Task<IResult> RankAsync(
        HttpContext context,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        Today today
    )
    {
        var problems = new Problems();
        var top = ReadTop(context.Request.Query, problems);
        var key = ReadIdempotencyKey(context.Request, problems);
        var requester = Requester.Of(context, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted);
        using (json)
        {
            if (json is null)
                return problem!;
            var request = RankingRequestReader.Read(
                json.RootElement,
                referenceStore.Current.ReferenceDataSet,
                today.InCopenhagen(),
                problems
            );
            if (request is null || !problems.None)
                return await RecordedAsync(handler, referenceStore, json.RootElement, requester, key, top)
                    ?? ProblemAnswer.BadInput(problems);
            try
            {
                return await handler.RecordAsync(request, json.RootElement, requester, key) is var (ranking, isNew)
                    ? new RankingAnswer(ranking, referenceStore, top, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK)
                    : new ProblemAnswer(StatusCodes.Status404NotFound, "There is no such case.");
            }
            catch (NoModelException)
            {
                return NoModel();
            }
            catch (IdempotencyMismatchException)
            {
                return new ProblemAnswer(StatusCodes.Status422UnprocessableEntity, "The idempotency key was used with another body.");
            }
            catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
            {
                return Erased();
            }
        }
    }

    /// <summary>
    /// The same key and body give the same answer for ever, also when the catalogue or the day no longer lets the body be read.
    /// </summary>
    private static async Task<IResult?> RecordedAsync(
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        JsonElement body,
        Requester requester,
        string? key,
        int? top
    )
    {
        if (key is null)
            return null;
        try
        {
            return await handler.FindByKeyAsync(body, requester, key) is { } ranking
                ? new RankingAnswer(ranking, referenceStore, top, StatusCodes.Status200OK)
                : null;
        }
        // A body with half a character in it was never recorded: it has no canonical form.
        catch (Exception refused)
            when (refused is IdempotencyMismatchException or PayloadUnreadableException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static async Task<IResult> FindAsync(HttpContext context, string id, RankingHandler handler, ReferenceDataStore referenceStore)
    {
        var problems = new Problems();
        var top = ReadTop(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        var (ranking, problem) = await LoadAsync(handler, id, requester, AccessAction.RankingRead);
        return ranking is null ? problem! : new RankingAnswer(ranking, referenceStore, top, StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReplayAsync(HttpContext context, string id, RankingHandler handler, RankingReplay replay)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        var (ranking, problem) = await LoadAsync(handler, id, requester, AccessAction.RankingReplayed);
        return ranking is null ? problem! : TypedResults.Ok(replay.Run(ranking));
    }

    /// <summary>A recorded ranking, once the access is recorded, or why it is not there.</summary>
    internal static async Task<(RecordedRanking? Ranking, ProblemAnswer? Problem)> LoadAsync(
        RankingHandler handler,
        string id,
        Requester requester,
        AccessAction action
    )
    {
        try
        {
            return Guid.TryParseExact(id, "D", out _) && await handler.FindAsync(id, requester, action) is { } ranking
                ? (ranking, null)
                : (null, NoSuchRanking());
        }
        catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
        {
            return (null, Erased());
        }
    }

    internal static ProblemAnswer NoModel() =>
        new(
            StatusCodes.Status409Conflict,
            "No model may be used.",
            "No model is promoted, or its use is switched off; ask for mode rules."
        );

    internal static ProblemAnswer NoSuchRanking() => new(StatusCodes.Status404NotFound, "There is no such ranking.");

    internal static ProblemAnswer Erased() => new(StatusCodes.Status410Gone, "The ranking was erased.");

    internal static int? ReadTop(IQueryCollection query, Problems problems)
    {
        QueryText.RejectUnknownParameters(query, problems, "top");
        if (!query.TryGetValue("top", out var values))
            return null;
        if (
            values is [{ } text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top)
            && top is >= 1 and <= MostPlaces
        )
            return top;
        problems.Add("top", $"must be a whole number from 1 to {MostPlaces}");
        return null;
    }

    // A key is kept as a keyed fingerprint only, so digits between letters do no harm there.
    internal static string? ReadIdempotencyKey(HttpRequest request, Problems problems)
    {
        var values = request.Headers[IdempotencyHeader];
        if (values.Count == 0)
            return null;
        if (values is not [{ Length: >= 1 and <= MaxIdempotencyKey } key] || key.Any(letter => letter is < ' ' or > '~'))
            problems.Add(IdempotencyHeader, $"must be one value of 1 to {MaxIdempotencyKey} printable ASCII characters");
        else if (CivilNumber.IsInIdentifier(key))
            problems.Add(IdempotencyHeader, "must not hold a civil registration number (CPR)");
        else
            return key;
        return null;
    }

    /// <summary>A ranking in the caller's language.</summary>
    internal sealed record RankingAnswer(RecordedRanking Ranking, ReferenceDataStore ReferenceStore, int? Top, int Status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var language = WordedAnswer.Begin(httpContext, Status);
            if (Status == StatusCodes.Status201Created)
                response.Headers.Location = $"/v1/rankings/{Ranking.RankingId}";
            var versions = Ranking.Record.Versions;
            RankingResponse.Write(
                response.BodyWriter,
                Ranking,
                ReferenceStore.ReferenceDataOf(versions),
                ReferenceStore.TextsOf(versions).In(language),
                Top
            );
            return Task.CompletedTask;
        }
    }
}
