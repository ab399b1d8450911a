using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Parsing;

namespace Matching.Api.WhatIfs;

/// <summary>What would change a ranking, over HTTP: what-ifs and counterfactuals.</summary>
public static class WhatIfsApi
{
    internal const string MergePatchType = "application/merge-patch+json";

    private const string PlacementId = "placementId";

    /// <summary>The routes.</summary>
    public static void MapWhatIfs(this IEndpointRouteBuilder app)
    {
        var ranking = app.MapGroup("/v1/rankings/{id}").WithTags("What would change it");
        ranking.MapPost("/what-if", AskAsync).ForRoles(Role.Visitator, Role.CaseSystem).DescribeWhatIf();
        ranking.MapGet("/what-ifs", ListAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeWhatIfs();
        ranking.MapGet("/what-ifs/{whatIfId}", FindAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeFindWhatIf();
        ranking.MapPost("/what-ifs/{whatIfId}/replay", ReplayAsync).ForRoles(Role.Visitator, Role.Auditor).DescribeReplayWhatIf();
        ranking
            .MapGet("/counterfactuals", CounterfactualsAsync)
            .ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor)
            .DescribeCounterfactuals();
    }

    private static async Task<IResult> AskAsync(HttpContext context, string id, WhatIfHandler handler, ReferenceDataStore referenceStore)
    {
        var problems = new Problems();
        var top = RankingsApi.ReadTop(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted, MergePatchType);
        using (json)
        {
            if (json is null)
                return problem!;
            return await UnlessErasedAsync(async () =>
                await WhenNamed(id, () => handler.AskAsync(id, json.RootElement, requester, problems)) switch
                {
                    null => RankingsApi.NoSuchRanking(),
                    { WhatIf: { } whatIf } => new WhatIfAnswer(whatIf, referenceStore, top),
                    _ when problems.None => RankingsApi.NoModel(),
                    _ => ProblemAnswer.BadInput(problems),
                }
            );
        }
    }

    private static Task<IResult> ListAsync(HttpContext context, string id, WhatIfHandler handler) =>
        ReadAsync(
            context,
            async requester =>
                await WhenNamed(id, () => handler.ListAsync(id, requester)) is { } whatIfs
                    ? Ok(context, new WhatIfList(id, whatIfs))
                    : RankingsApi.NoSuchRanking()
        );

    private static async Task<IResult> FindAsync(
        HttpContext context,
        string id,
        string whatIfId,
        WhatIfHandler handler,
        ReferenceDataStore referenceStore
    )
    {
        var problems = new Problems();
        var top = RankingsApi.ReadTop(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return await UnlessErasedAsync(async () =>
            await WhenNamed(whatIfId, () => handler.FindAsync(id, whatIfId, requester, AccessAction.WhatIfRead)) is { } whatIf
                ? new WhatIfAnswer(whatIf, referenceStore, top)
                : NoSuchWhatIf()
        );
    }

    private static Task<IResult> ReplayAsync(HttpContext context, string id, string whatIfId, WhatIfHandler handler, WhatIfReplay replay) =>
        ReadAsync(
            context,
            async requester =>
                await WhenNamed(whatIfId, () => handler.FindAsync(id, whatIfId, requester, AccessAction.WhatIfReplayed)) is { } whatIf
                    ? Ok(context, replay.Run(whatIf, handler.BasisOf(whatIf)))
                    : NoSuchWhatIf()
        );

    private static async Task<IResult> CounterfactualsAsync(
        HttpContext context,
        string id,
        RankingHandler handler,
        ReferenceDataStore referenceStore,
        PlacementStateProjection placements,
        ActiveModel models
    )
    {
        var problems = new Problems();
        var query = context.Request.Query;
        QueryText.RejectUnknownParameters(query, problems, PlacementId);
        var placementId = query[PlacementId] is [{ Length: > 0 } named] ? named : null;
        if (placementId is null)
            problems.Add(PlacementId, "is required: one id of a placement");
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        var (ranking, problem) = await RankingsApi.LoadAsync(handler, id, requester, AccessAction.CounterfactualsRead);
        if (ranking is null)
            return problem!;
        if (ranking.Record.Mode == RankingMode.RulesAndModel && models.Current is null)
            return RankingsApi.NoModel();
        return referenceStore.ReferenceDataOf(ranking.Record.Versions).Catalogue.TryFind(placementId!, out _)
            ? new CounterfactualAnswer(ranking, placementId!, referenceStore, placements)
            : new ProblemAnswer(
                StatusCodes.Status404NotFound,
                "There is no such placement.",
                "It is not in the catalogue that the ranking was made with."
            );
    }

    /// <summary>Reads what takes no parameters.</summary>
    private static async Task<IResult> ReadAsync(HttpContext context, Func<Requester, Task<IResult>> read)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        return problems.None ? await UnlessErasedAsync(() => read(requester)) : ProblemAnswer.BadInput(problems);
    }

    private static async Task<IResult> UnlessErasedAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (PayloadUnreadableException unreadable) when (unreadable.KeyIsMissing)
        {
            return RankingsApi.Erased();
        }
    }

    /// <summary>Looks up what an id may name; null when it is none.</summary>
    private static Task<T?> WhenNamed<T>(string id, Func<Task<T?>> look)
        where T : class => Guid.TryParseExact(id, "D", out _) ? look() : Task.FromResult<T?>(null);

    private static IResult Ok<T>(HttpContext context, T answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }

    private static ProblemAnswer NoSuchWhatIf() => new(StatusCodes.Status404NotFound, "There is no such what-if of this ranking.");

    /// <summary>A what-if in the caller's language.</summary>
    private sealed record WhatIfAnswer(RecordedWhatIf WhatIf, ReferenceDataStore ReferenceStore, int? Top) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var versions = WhatIf.Record.Ranked.Versions;
            var (referenceData, texts) = (ReferenceStore.ReferenceDataOf(versions), ReferenceStore.TextsForInquiriesOf(versions));
            WhatIfResponse.Write(
                httpContext.Response.BodyWriter,
                WhatIf,
                referenceData,
                texts.In(WordedAnswer.Begin(httpContext, StatusCodes.Status200OK)),
                Top
            );
            return Task.CompletedTask;
        }
    }

    /// <summary>What would bring a place forward, in the caller's language.</summary>
    private sealed record CounterfactualAnswer(
        RecordedRanking Ranking,
        string PlacementId,
        ReferenceDataStore ReferenceStore,
        PlacementStateProjection Placements
    ) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var record = Ranking.Record;
            var (referenceData, texts) = (
                ReferenceStore.ReferenceDataOf(record.Versions),
                ReferenceStore.TextsForInquiriesOf(record.Versions)
            );
            var asked = Placements.At(record.Versions.State).On(referenceData);
            var list = Counterfactuals.Of(RankingReplay.RequestOf(record, referenceData).Profile, asked, record.Answer.AsOf, PlacementId);
            WhatIfResponse.Write(
                httpContext.Response.BodyWriter,
                list,
                referenceData,
                texts.In(WordedAnswer.Begin(httpContext, StatusCodes.Status200OK))
            );
            return Task.CompletedTask;
        }
    }
}

/// <summary>The what-ifs of a ranking, oldest first.</summary>
public sealed record WhatIfList(string RankingId, IReadOnlyList<WhatIfLine> WhatIfs);
