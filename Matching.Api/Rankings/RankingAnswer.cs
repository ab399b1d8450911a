using System.IO.Pipelines;
using Matching.Api.Http;
using Matching.Api.ReferenceData;
using Matching.Engine.Localization;

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
