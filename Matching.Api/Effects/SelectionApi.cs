using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Matching.Engine.Parsing;

namespace Matching.Api.Effects;

/// <summary>What past choices say about choosing otherwise, over HTTP.</summary>
public static class SelectionApi
{
    /// <summary>The route.</summary>
    public static void MapSelection(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/stays/selection", StudyAsync)
            .ForRoles(Role.Analyst, Role.Auditor, Role.Administrator)
            .WithTags("Stays")
            .DescribeSelection();

    private static async Task<IResult> StudyAsync(HttpContext context, OffPolicyStudy choices, Today today)
    {
        var problems = new Problems();
        QueryText.RejectUnknownParameters(context.Request.Query, problems);
        var requester = Requester.Of(context, problems);
        if (!problems.None)
            return ProblemAnswer.BadInput(problems);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await choices.StudyAsync(requester, today.InCopenhagen()));
    }
}
