using System.Text.Json;
using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Profiles;

/// <summary>Living profiles over HTTP: what is known of the child of a case, version by version, and its ranking.</summary>
public static class ProfilesApi
{
    private const string Prefix = "/v1/cases/{caseReference}";

    /// <summary>The routes.</summary>
    public static void MapProfiles(this IEndpointRouteBuilder app)
    {
        var cases = app.MapApi(Prefix, "Profiles").WhenErased("The ranking was erased.");
        cases.MapPut("/profile", PutAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribePut();
        cases.MapPatch("/profile", PatchAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribePatch();
        cases.MapGet("/profile", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFind();
        cases.MapGet("/profile/versions", ListAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeVersions();
        cases.MapPost("/rankings", RankAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeRankProfile();
    }

    private static async Task<Results<ProfileAnswer, ProblemAnswer>> PutAsync(
        HttpContext context,
        CaseReference caseReference,
        EntityConditions conditions,
        Requester requester,
        JsonBody body,
        ProfileHandler handler,
        ReferenceDataStore referenceStore,
        Today today
    )
    {
        var problems = context.Problems();
        LivingProfile.Check(body.Root, referenceStore.Current.ReferenceDataSet, today.InCopenhagen(), problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return AnswerTo(
            await handler.PutAsync(caseReference, body.Root.Clone(), conditions, requester),
            caseReference,
            problems,
            conditions.Versions is null ? CasesApi.NoSuchCase() : NoSuchProfile()
        );
    }

    private static async Task<Results<ProfileAnswer, ProblemAnswer>> PatchAsync(
        HttpContext context,
        CaseReference caseReference,
        EntityConditions conditions,
        Requester requester,
        JsonBody patch,
        ProfileHandler handler
    )
    {
        var problems = context.Problems();
        return AnswerTo(
            await handler.PatchAsync(caseReference, patch.Root, conditions, requester, problems),
            caseReference,
            problems,
            NoSuchProfile()
        );
    }

    private static async Task<Results<ProfileAnswer, ProblemAnswer>> FindAsync(
        CaseReference caseReference,
        AskedVersion version,
        Requester requester,
        ProfileHandler handler
    ) =>
        await handler.FindAsync(caseReference, version.Number, requester) is { } found
            ? new ProfileAnswer(caseReference.Value, found, isFirst: false)
            : NoSuchProfile();

    private static async Task<Results<Ok<ProfileVersionsAnswer>, ProblemAnswer>> ListAsync(
        CaseReference caseReference,
        Requester requester,
        ProfileHandler handler
    )
    {
        if (await handler.ListAsync(caseReference, requester) is not { } versions)
            return NoSuchProfile();
        var summaries = new List<ProfileVersionSummary>(versions.Count);
        JsonElement? before = null;
        foreach (var version in versions)
        {
            summaries.Add(
                new ProfileVersionSummary(version.Version, version.RecordedAt, version.By, ChangedFields.Between(before, version.Profile))
            );
            before = version.Profile;
        }
        return TypedResults.Ok(new ProfileVersionsAnswer(caseReference.Value, summaries));
    }

    private static async Task<Results<CreatedAnswer<ProfileRankingShape>, ProfileRankingAnswer, ProblemAnswer>> RankAsync(
        HttpContext context,
        CaseReference caseReference,
        TopPlaces top,
        IdempotencyKey key,
        Requester requester,
        JsonBody body,
        ProfileHandler handler,
        ReferenceDataStore referenceStore
    )
    {
        var problems = context.Problems();
        var reader = ObjectReader.Open(body.Root, "", problems)!;
        reader.Enum<RankingMode>("mode");
        reader.Date("asOf");
        reader.Close();
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        if (await handler.RankAsync(caseReference, body.Root, requester, key, problems) is not { } ranking)
            return problems.None ? NoSuchProfile() : ProblemAnswer.BadInput(problems);
        var answer = new ProfileRankingAnswer(ranking, referenceStore, top);
        return ranking.IsNew ? new CreatedAnswer<ProfileRankingShape>(answer, $"{RankingsApi.Prefix}/{ranking.Ranking.RankingId}") : answer;
    }

    private static Results<ProfileAnswer, ProblemAnswer> AnswerTo(
        ProfileOutcome? outcome,
        CaseReference reference,
        Problems problems,
        ProblemAnswer notThere
    ) =>
        outcome switch
        {
            null => notThere,
            { Refusal: { } refusal } => refusal,
            { Version: { } version } => new ProfileAnswer(reference.Value, version, outcome.IsFirst),
            _ => ProblemAnswer.BadInput(problems),
        };

    private static ProblemAnswer NoSuchProfile() => new(StatusCodes.Status404NotFound, "There is no such profile.");
}
