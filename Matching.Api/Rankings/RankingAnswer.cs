using System.IO.Pipelines;
using System.Reflection;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Matching.Api.Rankings;

/// <summary>A ranking in the caller's language.</summary>
internal sealed class RankingAnswer(RecordedRanking ranking, ReferenceDataStore referenceStore, TopPlaces top)
    : WordedAnswer<RankingAnswerShape>
{
    /// <inheritdoc/>
    protected override void Write(PipeWriter body, Language language)
    {
        var versions = ranking.Record.Versions;
        RankingResponse.Write(
            body,
            ranking,
            referenceStore.ReferenceDataOf(versions),
            referenceStore.TextsOf(versions).In(language),
            top.Count
        );
    }
}

/// <summary>A ranking that was recorded now.</summary>
internal sealed class CreatedRankingAnswer(RecordedRanking ranking, ReferenceDataStore referenceStore, TopPlaces top)
    : IResult,
        IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = $"{RankingsApi.Prefix}/{ranking.RankingId}";
        return new RankingAnswer(ranking, referenceStore, top).ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.AddAnswer<RankingAnswerShape>(StatusCodes.Status201Created);
}
