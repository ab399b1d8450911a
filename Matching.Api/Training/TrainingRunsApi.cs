using System.Globalization;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Training;

/// <summary>Training over HTTP.</summary>
internal static class TrainingRunsApi
{
    private const string Prefix = $"{ModelsApi.Prefix}/training-runs";
    private const int UsualSeed = 1;

    public static void MapTrainingRuns(this IEndpointRouteBuilder app)
    {
        var runs = app.MapApi(ModelsApi.Prefix, "Models");
        runs.MapPost("/training-runs", BeginAsync).ForRoles(Role.Analyst).AnswersFaultsItself().DescribeBeginTraining();
        runs.MapGet("/training-runs/{id}", Find).ForRoles(Role.Analyst, Role.Administrator, Role.Auditor).DescribeTrainingRun();
    }

    private static async Task<Results<Accepted<TrainingRun>, ProblemAnswer>> BeginAsync(
        HttpContext context,
        Requester requester,
        TrainingRuns runs,
        TrainingInput input
    )
    {
        var problems = context.Problems();
        var trainer = QueryText.Word<TrainerKind>(context.Request.Query, "trainer", problems) ?? TrainerKind.Additive;
        var seed = ReadSeed(context.Request.Query, problems);
        var (read, problem) = await input.ReadAsync(context.Request, requester, problems, context.RequestAborted);
        if (problem is not null)
            return problem;
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return runs.Begin(trainer, seed, read!) is { } run
            ? TypedResults.Accepted($"{Prefix}/{run.Id}", run)
            : new ProblemAnswer(
                StatusCodes.Status409Conflict,
                "A training run is under way.",
                "One runs at a time; try again when it has ended."
            );
    }

    private static Results<Ok<TrainingRun>, ProblemAnswer> Find(string id, HttpContext context, TrainingRuns runs) =>
        runs.Find(id) is { } run
            ? TypedResults.Ok(run.In(AcceptedLanguage.Mark(context)))
            : new ProblemAnswer(
                StatusCodes.Status404NotFound,
                "There is no such training run.",
                "Runs are forgotten when the service stops."
            );

    private static int ReadSeed(IQueryCollection query, Problems problems)
    {
        if (!query.TryGetValue("seed", out var values))
            return UsualSeed;
        if (values is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return seed;
        problems.Add("seed", $"must be a whole number from 0 to {int.MaxValue}");
        return UsualSeed;
    }
}
