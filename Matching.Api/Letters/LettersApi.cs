using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Letters;

/// <summary>Letters about recorded rankings over HTTP.</summary>
public static class LettersApi
{
    /// <summary>The routes.</summary>
    public static void MapLetters(this IEndpointRouteBuilder app) =>
        app.MapRankingGroup(RankingsApi.Prefix, "Rankings")
            .MapGet("/{id}/explanation", ExplainAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor)
            .DescribeExplain();

    private static async Task<Results<LetterAnswer, ProblemAnswer>> ExplainAsync(
        HttpContext context,
        RankingId id,
        LetterQuery query,
        Requester requester,
        RankingHandler handler,
        ReferenceDataStore referenceStore
    )
    {
        if (LetterFormats.Accepted(context.Request) is not { } format)
            return LetterFormats.NoneAccepted();
        if (await handler.FindAsync(id, requester, AccessAction.ExplanationRead) is not { } ranking)
            return RankingsApi.NoSuchRanking();

        // Whether a place is possible for the child is reported too, so the reading is recorded before it.
        var problems = context.Problems();
        Check(query.PlacementId, ranking, problems);
        return problems.None
            ? new LetterAnswer(RecordedLetter.Write(ranking, query, referenceStore), format)
            : ProblemAnswer.BadInput(problems);
    }

    private static void Check(string? placementId, RecordedRanking ranking, Problems problems)
    {
        if (placementId is null)
            return;
        var placement = ranking.Record.Answer.Placements.FirstOrDefault(placement => placement.PlacementId == placementId);
        if (placement is null)
            problems.Add("placementId", "is not the id of a placement in this ranking");
        else if (placement.Rank is null)
            problems.Add("placementId", "is excluded in this ranking; only a possible placement can be proposed");
    }
}
