using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Inquiry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.WhatIfs;

/// <summary>What would change a ranking, over HTTP: what-ifs and counterfactuals.</summary>
public static class WhatIfsApi
{
    /// <summary>The routes.</summary>
    public static void MapWhatIfs(this IEndpointRouteBuilder app)
    {
        var ranking = app.MapRankingGroup($"{RankingsApi.Prefix}/{{id}}", "What would change it");
        ranking.MapPost("/what-if", AskAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeWhatIf();
        ranking.MapGet("/what-ifs", ListAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeWhatIfs();
        ranking.MapGet("/what-ifs/{whatIfId}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindWhatIf();
        ranking.MapPost("/what-ifs/{whatIfId}/replay", ReplayAsync).ForRoles(Role.Visitator, Role.Auditor).DescribeReplayWhatIf();
        ranking
            .MapGet("/counterfactuals", CounterfactualsAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor)
            .DescribeCounterfactuals();
    }

    private static async Task<Results<WhatIfAnswer, ProblemAnswer>> AskAsync(
        HttpContext context,
        RankingId id,
        TopPlaces top,
        Requester requester,
        JsonBody patch,
        WhatIfHandler handler,
        ReferenceDataStore referenceStore,
        CancellationToken cancellation
    )
    {
        var problems = context.Problems();
        return await handler.AskAsync(id, patch.Root, requester, problems, cancellation) switch
        {
            null => RankingsApi.NoSuchRanking(),
            { WhatIf: { } whatIf } => new WhatIfAnswer(whatIf, referenceStore, top),
            _ when problems.None => throw new NoModelException(),
            _ => ProblemAnswer.BadInput(problems),
        };
    }

    private static async Task<Results<Ok<WhatIfList>, ProblemAnswer>> ListAsync(RankingId id, Requester requester, WhatIfHandler handler) =>
        await handler.ListAsync(id, requester) is { } whatIfs
            ? TypedResults.Ok(new WhatIfList(id.Value, whatIfs))
            : RankingsApi.NoSuchRanking();

    private static async Task<Results<WhatIfAnswer, ProblemAnswer>> FindAsync(
        RankingId id,
        WhatIfId whatIfId,
        TopPlaces top,
        Requester requester,
        WhatIfHandler handler,
        ReferenceDataStore referenceStore
    ) =>
        await handler.FindAsync(id, whatIfId, requester, AccessAction.WhatIfRead) is { } whatIf
            ? new WhatIfAnswer(whatIf, referenceStore, top)
            : NoSuchWhatIf();

    private static async Task<Results<Ok<ReplayResult>, ProblemAnswer>> ReplayAsync(
        RankingId id,
        WhatIfId whatIfId,
        Requester requester,
        WhatIfHandler handler,
        WhatIfReplay replay,
        EngineWork work,
        CancellationToken cancellation
    ) =>
        await handler.FindAsync(id, whatIfId, requester, AccessAction.WhatIfReplayed) is { } whatIf
            ? TypedResults.Ok(await work.RunAsync(given => replay.Run(whatIf, handler.BasisOf(whatIf), given), cancellation))
            : NoSuchWhatIf();

    private static async Task<Results<CounterfactualAnswer, ProblemAnswer>> CounterfactualsAsync(
        RankingId id,
        AskedPlacement placementId,
        Requester requester,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        PlacementStateProjection placements,
        ActiveModel models,
        EngineWork work,
        CancellationToken cancellation
    )
    {
        if (await handler.FindAsync(id, requester, AccessAction.CounterfactualsRead) is not { Record: var record })
            return RankingsApi.NoSuchRanking();
        if (record.Mode == RankingMode.RulesAndModel && models.Current is null)
            throw new NoModelException();
        var referenceData = referenceStore.ReferenceDataOf(record.Versions);
        if (!referenceData.Catalogue.TryFind(placementId.Value, out _))
        {
            return new ProblemAnswer(
                StatusCodes.Status404NotFound,
                "There is no such placement.",
                "It is not in the catalogue that the ranking was made with."
            );
        }
        var asked = placements.At(record.Versions.State).On(referenceData);
        var profile = RankingReplay.RequestOf(record, referenceData).Profile;
        return new CounterfactualAnswer(
            await work.RunAsync(given => Counterfactuals.Of(profile, asked, record.Answer.AsOf, placementId.Value, given), cancellation),
            record.Versions,
            referenceStore
        );
    }

    private static ProblemAnswer NoSuchWhatIf() => new(StatusCodes.Status404NotFound, "There is no such what-if of this ranking.");
}

/// <summary>The what-ifs of a ranking, oldest first.</summary>
public sealed record WhatIfList(string RankingId, IReadOnlyList<WhatIfLine> WhatIfs);
