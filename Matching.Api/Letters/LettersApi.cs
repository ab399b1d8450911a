using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;

namespace Matching.Api.Letters;

/// <summary>Letters about recorded rankings over HTTP.</summary>
public static class LettersApi
{
    /// <summary>The routes.</summary>
    public static void MapLetters(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/rankings")
            .WithTags("Rankings")
            .MapGet("/{id}/explanation", ExplainAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor)
            .DescribeExplain();

    private static async Task<IResult> ExplainAsync(
        HttpContext context,
        string id,
        RankingHandler handler,
        ReferenceDataStore referenceStore
    )
    {
        var problems = new Problems();
        var query = LetterQuery.Read(context.Request, problems);
        var requester = Requester.Of(context, problems);
        if (query is null || !problems.None)
            return ProblemAnswer.BadInput(problems);
        if (LetterFormats.Accepted(context.Request) is not { } format)
            return new ProblemAnswer(
                StatusCodes.Status406NotAcceptable,
                "A letter is given in none of the forms that are accepted.",
                $"Accept one of: {string.Join(", ", LetterFormats.All.Select(one => one.MediaType))}."
            );
        var (ranking, problem) = await RankingsApi.LoadAsync(handler, id, requester, AccessAction.ExplanationRead);
        if (ranking is null)
            return problem!;

        // Whether a place is possible for the child is reported too, so the reading is recorded before it.
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
