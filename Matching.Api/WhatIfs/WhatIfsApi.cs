using Matching.Api.Cases;
using Matching.Api.Http;
using Matching.Api.Models;
using Matching.Api.Placements;
using Matching.Api.Rankings;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Api.Storage;
using Matching.Engine.Inquiry;
using Matching.Engine.Reading;

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
        ranking.MapGet("/counterfactuals", CounterfactualsAsync).ForRoles(Role.Visitator, Role.CaseSystem, Role.Auditor).DescribeCounterfactuals();
    }

    private static async Task<IResult> AskAsync(HttpContext context, string id, WhatIfDesk desk, KnowledgeArchive archive)
    {
        var problems = new Problems();
        var top = RankingsApi.ReadTop(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        var (json, problem) = await RequestBody.ReadAsync(context.Request, problems, context.RequestAborted, MergePatchType);
        using (json)
        {
            if (json is null)
                return problem!;
            return await UnlessErasedAsync(async () => await WhenNamed(id, () => desk.AskAsync(id, json.RootElement, requester, problems)) switch
            {
                null => RankingsApi.NoSuchRanking(),
                { WhatIf: { } whatIf } => new WhatIfAnswer(whatIf, archive, top),
                _ when problems.None => RankingsApi.NoModel(),
                _ => ProblemAnswer.BadInput(problems),
            });
        }
    }

    private static Task<IResult> ListAsync(HttpContext context, string id, WhatIfDesk desk) => ReadAsync(context, async requester =>
        await WhenNamed(id, () => desk.ListAsync(id, requester)) is { } whatIfs ? Told(context, new WhatIfList(id, whatIfs)) : RankingsApi.NoSuchRanking());

    private static async Task<IResult> FindAsync(HttpContext context, string id, string whatIfId, WhatIfDesk desk, KnowledgeArchive archive)
    {
        var problems = new Problems();
        var top = RankingsApi.ReadTop(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        return await UnlessErasedAsync(async () =>
            await WhenNamed(whatIfId, () => desk.FindAsync(id, whatIfId, requester, AccessAction.WhatIfRead)) is { } whatIf ? new WhatIfAnswer(whatIf, archive, top) : NoSuchWhatIf());
    }

    private static Task<IResult> ReplayAsync(HttpContext context, string id, string whatIfId, WhatIfDesk desk, WhatIfReplay replay) => ReadAsync(context, async requester =>
        await WhenNamed(whatIfId, () => desk.FindAsync(id, whatIfId, requester, AccessAction.WhatIfReplayed)) is { } whatIf
            ? Told(context, replay.Run(whatIf, desk.BasisOf(whatIf)))
            : NoSuchWhatIf());

    private static async Task<IResult> CounterfactualsAsync(HttpContext context, string id, RankingDesk desk, KnowledgeArchive archive, PlacementStateProjection placements, ModelInForce models)
    {
        var problems = new Problems();
        var query = context.Request.Query;
        QueryText.RefuseStrangers(query, problems, PlacementId);
        var placementId = query[PlacementId] is [{ Length: > 0 } named] ? named : null;
        if (placementId is null)
            problems.Add(PlacementId, "is required: one id of a placement");
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        var (ranking, problem) = await RankingsApi.LoadAsync(desk, id, requester, AccessAction.CounterfactualsRead);
        if (ranking is null)
            return problem!;
        if (ranking.Record.Mode == RankingMode.RulesAndModel && models.Current is null)
            return RankingsApi.NoModel();
        return archive.KnowledgeOf(ranking.Record.Versions).Catalogue.TryFind(placementId!, out _)
            ? new CounterfactualAnswer(ranking, placementId!, archive, placements)
            : new ProblemAnswer(StatusCodes.Status404NotFound, "There is no such placement.", "It is not in the catalogue that the ranking was made with.");
    }

    /// <summary>Reads what takes no parameters.</summary>
    private static async Task<IResult> ReadAsync(HttpContext context, Func<Requester, Task<IResult>> read)
    {
        var problems = new Problems();
        QueryText.RefuseStrangers(context.Request.Query, problems);
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
    private static Task<T?> WhenNamed<T>(string id, Func<Task<T?>> look) where T : class => Guid.TryParseExact(id, "D", out _) ? look() : Task.FromResult<T?>(null);

    private static IResult Told<T>(HttpContext context, T answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }

    private static ProblemAnswer NoSuchWhatIf() => new(StatusCodes.Status404NotFound, "There is no such what-if of this ranking.");

    /// <summary>A what-if in the caller's language.</summary>
    private sealed record WhatIfAnswer(RecordedWhatIf WhatIf, KnowledgeArchive Archive, int? Top) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var versions = WhatIf.Record.Ranked.Versions;
            var (knowledge, texts) = (Archive.KnowledgeOf(versions), Archive.TextsForInquiriesOf(versions));
            WhatIfResponse.Write(httpContext.Response.BodyWriter, WhatIf, knowledge, texts.In(WordedAnswer.Begin(httpContext, StatusCodes.Status200OK)), Top);
            return Task.CompletedTask;
        }
    }

    /// <summary>What would bring a place forward, in the caller's language.</summary>
    private sealed record CounterfactualAnswer(RecordedRanking Ranking, string PlacementId, KnowledgeArchive Archive, PlacementStateProjection Placements) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var record = Ranking.Record;
            var (knowledge, texts) = (Archive.KnowledgeOf(record.Versions), Archive.TextsForInquiriesOf(record.Versions));
            var asked = Placements.At(record.Versions.State).On(knowledge);
            var list = Counterfactuals.Of(RankingReplay.RequestOf(record, knowledge).Profile, asked, record.Answer.AsOf, PlacementId);
            WhatIfResponse.Write(httpContext.Response.BodyWriter, list, knowledge, texts.In(WordedAnswer.Begin(httpContext, StatusCodes.Status200OK)));
            return Task.CompletedTask;
        }
    }
}

/// <summary>The what-ifs of a ranking, oldest first.</summary>
public sealed record WhatIfList(string RankingId, IReadOnlyList<WhatIfLine> WhatIfs);
