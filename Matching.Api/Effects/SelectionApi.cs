using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Matching.Api.Effects;

/// <summary>What past choices say about choosing otherwise, over HTTP.</summary>
public static class SelectionApi
{
    /// <summary>The route.</summary>
    public static void MapSelection(this IEndpointRouteBuilder app) =>
        app.MapApi("/v1/stays", "Stays")
            .MapGet("/selection", StudyAsync)
            .ForRoles(Role.Analyst, Role.Auditor, Role.Administrator)
            .DescribeSelection();

    private static async Task<Ok<SelectionAnswer>> StudyAsync(
        Requester requester,
        OffPolicyStudy choices,
        Today today,
        CancellationToken cancellation
    ) => TypedResults.Ok(await choices.StudyAsync(requester, today.InCopenhagen(), cancellation));
}
