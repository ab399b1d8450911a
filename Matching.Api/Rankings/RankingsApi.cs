using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Rankings;

/// <summary>Rankings over HTTP.</summary>
public static class RankingsApi
{
    internal const string Prefix = "/v1/rankings";

    /// <summary>The routes.</summary>
    public static void MapRankings(this IEndpointRouteBuilder app)
    {
        var rankings = app.MapRankingGroup(Prefix, "Rankings");
        rankings.MapPost("", RankAsync).ForRoles(Role.Visitator, Role.CaseSystem).AnswersFaultsItself().DescribeRank();
        rankings.MapGet("/{id}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFind();
        rankings.MapPost("/{id}/replay", ReplayAsync).ForRoles(Role.Visitator, Role.Auditor).DescribeReplay();
    }

    /// <summary>A group of calls about recorded rankings.</summary>
    internal static RouteGroupBuilder MapRankingGroup(this IEndpointRouteBuilder app, string prefix, string tag) =>
        app.MapApi(prefix, tag).WhenErased("The ranking was erased.");

    private static async Task<Results<CreatedAnswer<RankingAnswerShape>, RankingAnswer, ProblemAnswer>> RankAsync(
        HttpContext context,
        TopPlaces top,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        Today today
    )
    {
        var problems = context.Problems();
        var request = RankingRequestReader.Read(body.Root, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), problems);
        var isInOrder = request is not null && problems.None;
        var outcome = isInOrder
            ? await handler.RecordAsync(request!, body.Root, requester, key)
            : await handler.FindByKeyAsync(body.Root, requester, key);
        if (outcome is null)
            return isInOrder ? CasesApi.NoSuchCase() : ProblemAnswer.BadInput(problems);
        var answer = new RankingAnswer(outcome.Ranking, referenceStore, top);
        return outcome.IsNew ? new CreatedAnswer<RankingAnswerShape>(answer, $"{Prefix}/{outcome.Ranking.RankingId}") : answer;
    }

    private static async Task<Results<RankingAnswer, ProblemAnswer>> FindAsync(
        RankingId id,
        TopPlaces top,
        Requester requester,
        RankingHandler handler,
        ReferenceDataStore referenceStore
    ) =>
        await handler.FindAsync(id, requester, AccessAction.RankingRead) is { } ranking
            ? new RankingAnswer(ranking, referenceStore, top)
            : NoSuchRanking();

    private static async Task<Results<Ok<ReplayResult>, ProblemAnswer>> ReplayAsync(
        RankingId id,
        Requester requester,
        RankingHandler handler,
        RankingReplay replay,
        EngineWork work,
        CancellationToken cancellation
    ) =>
        await handler.FindAsync(id, requester, AccessAction.RankingReplayed) is { } ranking
            ? TypedResults.Ok(await work.RunAsync(given => replay.Run(ranking, given), cancellation))
            : NoSuchRanking();

    internal static ProblemAnswer NoSuchRanking() => new(StatusCodes.Status404NotFound, "There is no such ranking.");
}
